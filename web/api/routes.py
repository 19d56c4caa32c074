"""The JSON API: parse, call, present. Every answer has the form of a model of `web.api.schema`."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Blueprint, Response, current_app, redirect, request
from pydantic_core import to_json
from werkzeug.exceptions import NotFound

from index.documents import documents_of, summary_of
from web.api.openapi import specification
from web.api.schema import (
    CitationRecord,
    EntryAnswer,
    EntryRecord,
    IssueAnswer,
    IssueRecord,
    IssuesAnswer,
    LookupAnswer,
    SectionRecord,
    SuggestAnswer,
    SuggestionRecord,
    TrendPointRecord,
    TrendRecord,
    TrendsAnswer,
)
from web.api.serializers import entry_fields, issue_fields, search_answer
from web.parameters.api_parameters import (
    ExplainedSearchRequest,
    IssueListRequest,
    LookupRequest,
    NothingRequest,
    SuggestRequest,
    TrendsRequest,
)
from web.parameters.query_string import read_parameters
from web.rendering.pictures import first_picture
from web.site import newsletter
from web.site.archive import archive
from web.site.caching import PUBLIC, fresh, kept
from web.site.destinations import issue_address
from web.site.searching import find
from web.site.site import site, urls
from web.text.i18n import gettext as _
from web.view.citation import citations_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from index.documents import Document, Issue
    from index.results import Trend

api = Blueprint("api", __name__)

ROOT = "/api/v1"
SUGGESTIONS_TYPE = "application/x-suggestions+json"


@api.get(f"{ROOT}/search")
def search() -> Response:
    """Search; 404 past the last page."""
    return kept(_search)


def _search() -> Response:
    asked = read_parameters(ExplainedSearchRequest, request.args, strict=True)
    results = find(asked)
    why = archive().searcher.explain(asked.to_search()) if asked.explain == "1" else None
    answer = search_answer(results, entry_url, issue_url, _of_site, why)
    return _json(answer)


@api.get(f"{ROOT}/suggest")
def suggest() -> Response:
    """Completions while typing; of nothing, words of the season."""
    asked = read_parameters(SuggestRequest, request.args, strict=True)
    searcher = archive().searcher
    suggestions = searcher.suggest(asked.q, asked.limit) if asked.q else searcher.beginnings(asked.limit)
    if asked.format == "opensearch":
        hits = [_("%(count)s 条", count=suggestion.count) for suggestion in suggestions]
        links = [site().absolute(urls().words(suggestion.text)) for suggestion in suggestions]
        response = _json([asked.q, [suggestion.text for suggestion in suggestions], hits, links])
        response.mimetype = SUGGESTIONS_TYPE
        return response
    records = (SuggestionRecord(text=one.text, kind=one.kind, count=one.count) for one in suggestions)
    return _json(SuggestAnswer(query=asked.q, suggestions=tuple(records)))


@api.get(f"{ROOT}/issues")
def issues() -> Response:
    """Issues, newest first, in pages where there are very many; 404 past the last."""
    asked = read_parameters(IssueListRequest, request.args, strict=True)
    total = archive().stats.issues
    pages = max(1, -(-total // asked.limit))
    if asked.page > pages:
        raise NotFound(_("期次只有 %(pages)s 页。", pages=pages))
    start = (asked.page - 1) * asked.limit
    summaries = archive().catalogue.issue_summaries(offset=start, limit=asked.limit)
    records = tuple(IssueRecord.model_validate(issue_fields(summary, issue_url)) for summary in summaries)
    return _json(IssuesAnswer(total=total, page=asked.page, pages=pages, issues=records))


@api.get(f"{ROOT}/issues/<path:name>")
def issue(name: str) -> ResponseReturnValue:
    """One issue, whole; a name of earlier leads to the one of today."""
    read_parameters(NothingRequest, request.args, strict=True)
    known_issue = archive().catalogue.issue(name)
    if known_issue is None:
        current_name = archive().catalogue.forward(name)
        if current_name:
            return redirect(urls().api(f"issues/{quote(current_name)}"), HTTPStatus.MOVED_PERMANENTLY)
        raise NotFound(_("没有这一期：%(name)s。", name=name))
    return _json(_issue_answer(known_issue))


@api.get(f"{ROOT}/entries/<key>")
def entry(key: str) -> Response:
    """One entry with what is like it."""
    read_parameters(NothingRequest, request.args, strict=True)
    document = archive().catalogue.document(key)
    if document is None:
        raise NotFound(_("没有这一条：%(name)s。", name=key))
    today = dt.datetime.now(dt.UTC).date()
    return _json(_entry_answer(document, today), also=today)


@api.get(f"{ROOT}/lookup")
def lookup() -> Response:
    """Where a URL has appeared."""
    asked = read_parameters(LookupRequest, request.args, strict=True)
    entries = _entries(archive().catalogue.appearances(asked.url))
    return _json(LookupAnswer(url=asked.url, total=len(entries), entries=entries))


@api.get(f"{ROOT}/trends")
def trends() -> Response:
    """How often up to five queries are met, by month."""
    asked = read_parameters(TrendsRequest, request.args, strict=True)
    return _json(TrendsAnswer(trends=tuple(_trend(archive().searcher.trend(text)) for text in asked.q)))


@api.get(f"{ROOT}/openapi.json")
def openapi() -> Response:
    """The specification of all this."""
    read_parameters(NothingRequest, request.args, strict=True)
    document = specification(newsletter.title(), site().absolute(urls().home()).rstrip("/"))
    return fresh(Response(current_app.json.dumps(document), mimetype="application/json"))


def _of_site(document: Document) -> dict[str, object]:
    """What this site's configuration says of an entry: its newsletter, where its issue is, its picture."""
    picture = first_picture(document.markdown) if site().config.site.images == "on" else ""
    address = issue_address(document)
    leads = site().absolute(address) if address.startswith("/") else address
    name = newsletter.names()[document.newsletter] if newsletter.more_than_one() else None
    return {"newsletter_title": name, "issue_permalink": leads, "image": picture or None}


def entry_url(key: str) -> str:
    """Permalink of an entry as a full URL."""
    return site().absolute(urls().entry(key))


def issue_url(name: str) -> str:
    """Address of an issue as a full URL."""
    return site().absolute(urls().issue(name))


def _issue_answer(whole_issue: Issue) -> IssueAnswer:
    documents = {document.id: document for document in documents_of(whole_issue)}
    newer, older = archive().catalogue.neighbours(whole_issue.name)
    return IssueAnswer.model_validate(
        issue_fields(summary_of(whole_issue), issue_url)
        | {
            "lead": whole_issue.lead,
            "notes": whole_issue.notes,
            "sections": tuple(
                SectionRecord(
                    heading=section.heading,
                    notes=section.notes,
                    entries=_entries(tuple(documents[entry.id] for entry in section.entries)),
                )
                for section in whole_issue.sections
            ),
            "newer": newer and newer.name,
            "older": older and older.name,
        }
    )


def _entry_answer(document: Document, today: dt.date) -> EntryAnswer:
    appearances = archive().catalogue.appearances(document.url) if document.url else ()
    citations = citations_of(document, newsletter.name_of(document.newsletter), entry_url(document.id), today)
    return EntryAnswer.model_validate(
        entry_fields(document, entry_url)
        | {
            "file": document.file,
            "line": document.line,
            "end_line": document.end_line,
            "markdown": document.markdown,
            "citations": tuple(CitationRecord(kind=c.kind, title=c.title, text=c.text) for c in citations),
            "related": _entries(archive().searcher.related(document.id)),
            "appearances": _entries(tuple(other for other in appearances if other.id != document.id)),
        }
    )


def _entries(documents: tuple[Document, ...]) -> tuple[EntryRecord, ...]:
    return tuple(EntryRecord.model_validate(entry_fields(document, entry_url)) for document in documents)


def _trend(trend: Trend) -> TrendRecord:
    points = (TrendPointRecord(month=p.month, count=p.count, total=p.total) for p in trend.points)
    return TrendRecord(query=trend.query, total=trend.total, points=tuple(points))


def _json(answer: object, also: object = "") -> Response:
    """A model of `web.api.schema`, or what has its form."""
    return fresh(Response(to_json(answer), mimetype="application/json"), PUBLIC, also=also)
