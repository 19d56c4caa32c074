"""Ways from one page of a list to the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.site.site import urls
from web.view.components import Choice, Pager

if TYPE_CHECKING:
    from collections.abc import Callable

    from web.parameters.search_request import SearchRequest

AROUND = 2
"""Page numbers shown on each side of the current one."""


def pager_of(request: SearchRequest, pages: int) -> Pager:
    """Ways to the other pages of a search."""
    return pager(request.page, pages, lambda page: urls().search(request.model_copy(update={"page": page})))


def pager(page: int, pages: int, url: Callable[[int], str]) -> Pager:
    """Previous, next, the first, the last and those around; gaps have no URL."""
    linked_pages = {1, pages, *range(max(1, page - AROUND), min(pages, page + AROUND) + 1)}
    numbers: list[Choice] = []
    for number in sorted(linked_pages):
        if numbers and number - int(numbers[-1].label) > 1:
            numbers.append(Choice(str(number - 1), ""))
        numbers.append(Choice(str(number), url(number), selected=number == page))
    return Pager(url(page - 1) if page > 1 else "", url(page + 1) if page < pages else "", tuple(numbers))
