"""One search for every way of asking: pages, API and feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.exceptions import NotFound

from web.operations.metrics import count_search
from web.site.archive import archive
from web.site.caching import keep_nothing
from web.text.i18n import gettext as _

if TYPE_CHECKING:
    from index.results import SearchResults
    from web.parameters.search_request import SearchRequest


def with_typed_filters(asked: SearchRequest) -> SearchRequest:
    """The same request, with the filters of its text among its own: both forms have one page."""
    return asked.of_search(archive().searcher.with_typed_filters(asked.to_search())) if asked.q else asked


def find_or_last(asked: SearchRequest) -> tuple[SearchRequest, SearchResults]:
    """What the archive answers; past the last page, that page, with the request that asks for it."""
    results = archive().searcher.search(asked.to_search())
    if asked.page > results.pages:
        asked = asked.model_copy(update={"page": results.pages})
        results = archive().searcher.search(asked.to_search())
    _noted(asked, results)
    return asked, results


def find(asked: SearchRequest) -> SearchResults:
    """What the archive answers, counted. Raises NotFound past the last page, EngineError where it cannot."""
    results = archive().searcher.search(asked.to_search())
    if asked.page > results.pages:
        raise NotFound(_("这次搜索只有 %(pages)s 页。", pages=results.pages))
    _noted(asked, results)
    return results


def _noted(asked: SearchRequest, results: SearchResults) -> None:
    if asked.q:
        count_search(results)
    if not results.complete:
        keep_nothing()
