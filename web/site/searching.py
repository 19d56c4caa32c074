"""One search for every way of asking: pages, API and feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.exceptions import NotFound

from web.operations.metrics import count_search
from web.site.archive import archive
from web.text.i18n import gettext as _

if TYPE_CHECKING:
    from index.results import SearchResults
    from web.parameters.search_request import SearchRequest


def find(asked: SearchRequest) -> SearchResults:
    """What the archive answers, counted. Raises NotFound past the last page, EngineError where it cannot."""
    results = archive().searcher.search(asked.to_search())
    if asked.page > results.pages:
        raise NotFound(_("这次搜索只有 %(pages)s 页。", pages=results.pages))
    if asked.q:
        count_search(results)
    return results
