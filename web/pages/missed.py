"""Counts what readers sought and did not find, where the editor has asked for that report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import Forbidden, NotFound

from index.errors import IndexBrokenError, IndexWriteError
from index.storage.missed import add_missed
from web.parameters.query_string import read_parameters
from web.parameters.search_request import SearchRequest
from web.site.archive import archive
from web.site.searching import with_typed_filters
from web.site.site import site
from web.view.story import today

if TYPE_CHECKING:
    from index.results import SearchResults

missed = Blueprint("missed", __name__)


@missed.post("/missed")
def count() -> Response:
    """A page tells that a reader has stayed with an answer that has nothing; whether that is so is seen here.

    Only the text is kept: no address, no time of day, no cookie. Other sites cannot make their readers tell.
    """
    if not site().config.log.missed:
        raise NotFound
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise Forbidden
    asked = with_typed_filters(read_parameters(SearchRequest, request.args, strict=False))
    if is_missed(asked, archive().searcher.search(asked.to_search())):
        try:
            add_missed(site().config.data, asked.q, today())
        except (IndexWriteError, IndexBrokenError) as error:
            current_app.logger.warning("%s", error)
    return Response(status=204)


def is_missed(asked: SearchRequest, results: SearchResults) -> bool:
    """Whether the archive has nothing that says what is sought: under a filter, that would tell little."""
    loosened = any(rewrite.kind == "loosened" for rewrite in results.rewrites)
    return bool(asked.q and not asked.filtered and results.complete and (loosened or not results.total))
