"""Ways from one page of hits to the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.site.site import urls
from web.view.components import Choice, Pager

if TYPE_CHECKING:
    from web.parameters.search_request import SearchRequest

AROUND = 2
"""Page numbers shown on each side of the current one."""


def pager_of(request: SearchRequest, pages: int) -> Pager:
    """Previous, next, the first, the last and those around; gaps have no URL."""

    def url(page: int) -> str:
        return urls().search(request.model_copy(update={"page": page}))

    page = request.page
    near = {1, pages, *range(max(1, page - AROUND), min(pages, page + AROUND) + 1)}
    numbers: list[Choice] = []
    for number in sorted(near):
        if numbers and number - int(numbers[-1].label) > 1:
            numbers.append(Choice(str(number - 1), ""))
        numbers.append(Choice(str(number), url(number), selected=number == page))
    return Pager(url(page - 1) if page > 1 else "", url(page + 1) if page < pages else "", tuple(numbers))
