"""The search page: what is asked → what the library says → what the page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from web.pages.missed import is_missed
from web.parameters.query_string import read_parameters
from web.parameters.search_request import SearchRequest
from web.site.archive import archive
from web.site.caching import fresh, kept
from web.site.responses import html
from web.site.searching import find_or_last, with_typed_filters
from web.site.site import site, urls
from web.text.i18n import gettext as _
from web.text.markup import marked, shortened, visible
from web.view.cards import card_of_hit
from web.view.components import Choice, IssueNote, LatestIssue, Rewritten
from web.view.contexts import SearchPage
from web.view.examples import season
from web.view.filters import buckets_of, chips_of, facet_groups, hidden_fields, unknown_filters
from web.view.histogram import histogram_of, recent_spans
from web.view.newsletters import merged_by_link
from web.view.paging import pager_of
from web.view.story import story_of, this_day, today
from web.view.ways_on import similar_searches, wider_searches

if TYPE_CHECKING:
    from flask import Response

    from index.results import IssueHit, Rewrite, RewriteKind, SearchResults

search_pages = Blueprint("search_pages", __name__)

LEAD_LENGTH = 220
"""Characters of the latest issue's lead on the search page."""


@search_pages.get("/")
def search() -> Response:
    """Search, or browse where nothing is asked. Past the last page the last one is shown."""
    return kept(_search)


def _search() -> Response:
    asked = with_typed_filters(read_parameters(SearchRequest, request.args, strict=False))
    asked, results = find_or_last(asked)
    day = str(today()) if asked.empty and not urls().index else ""
    return fresh(html(render_template("search.html", page=_page(asked, results))), also=day)


def _page(asked: SearchRequest, results: SearchResults) -> SearchPage:
    browsing = asked.empty and asked.page == 1
    found_nothing = results.complete and not results.total
    stats = archive().stats
    return SearchPage(
        request=asked,
        results=results,
        cards=merged_by_link(card_of_hit(hit, asked.q) for hit in results.hits if not hit.similar),
        similar=merged_by_link(card_of_hit(hit, asked.q) for hit in results.hits if hit.similar),
        chips=chips_of(asked, results.understood),
        facets=facet_groups(results.facets, asked),
        histogram=histogram_of(
            buckets_of(results.facets, "month"), asked, (stats.first_date, stats.last_date)
        ),
        spans=recent_spans(asked, (stats.first_date, stats.last_date)),
        sorts=_sorts(asked),
        pager=pager_of(asked, results.pages),
        rewrites=tuple(
            _rewritten(rewrite) for rewrite in results.rewrites if rewrite.searched and rewrite.kind != "part"
        ),
        parts=_typed(results, "part"),
        loosened=bool(results.hits) and any(rewrite.kind == "loosened" for rewrite in results.rewrites),
        narrowed=any(rewrite.kind == "narrowed" for rewrite in results.rewrites),
        unread=_typed(results, "unread"),
        suggestion=_suggestion(asked, results),
        literal_url=urls().search(asked.changed(literal="1")),
        full_url=urls().search(asked.changed(literal="0")) if asked.literal == "1" else "",
        issues=tuple(_issue_note(issue, asked.q) for issue in results.issues),
        unknown=tuple(unknown_filters(asked, results.unknown)),
        loosen=wider_searches(asked) if found_nothing else (),
        near=similar_searches(asked) if found_nothing else (),
        hidden=hidden_fields(asked),
        dated=bool(stats.first_date),
        stats=stats if browsing else None,
        latest=_latest() if browsing else None,
        this_day=this_day() if browsing and not urls().index else (),
        story=story_of(results, asked) if asked.q and asked.page == 1 else (),
        terms=_terms() if browsing or not results.total else (),
        trend_url=urls().trends([asked.q]) if asked.q else urls().trends(),
        atom_url=urls().feed(asked, "atom"),
        json_feed_url=urls().feed(asked, "json"),
        csv_url=urls().export(asked, "csv"),
        jsonl_url=urls().export(asked, "jsonl"),
        missed_url=_missed_url(asked, results),
        reset_url=urls().search(asked.unfiltered()),
    )


def _typed(results: SearchResults, kind: RewriteKind) -> tuple[str, ...]:
    """What was typed where the search was rewritten so."""
    return tuple(visible(rewrite.typed) for rewrite in results.rewrites if rewrite.kind == kind)


def _missed_url(asked: SearchRequest, results: SearchResults) -> str:
    """Where the page tells that it has nothing, if the editor wants to know; "" if not."""
    wanted = site().config.log.missed and not urls().index and asked.page == 1
    return urls().missed(asked.q) if wanted and is_missed(asked, results) else ""


def _sorts(asked: SearchRequest) -> tuple[Choice, ...]:
    names = {"relevance": _("相关"), "newest": _("最新"), "oldest": _("最早")}
    if not asked.q:
        del names["relevance"]
    default = "relevance" if asked.q else "newest"
    return tuple(
        Choice(
            label,
            urls().search(asked.changed(sort=None if name == default else name)),
            selected=asked.order == name,
        )
        for name, label in names.items()
    )


def _rewritten(rewrite: Rewrite) -> Rewritten:
    searched = tuple(Choice(visible(text), urls().words(text)) for text in rewrite.searched)
    return Rewritten(rewrite.kind, visible(rewrite.typed), searched)


def _suggestion(asked: SearchRequest, results: SearchResults) -> Choice | None:
    """Another text to search, unless its hits are here already."""
    searched = {text.casefold() for rewrite in results.rewrites for text in rewrite.searched}
    if not results.suggestion or results.suggestion.casefold() in searched:
        return None
    return Choice(visible(results.suggestion), urls().search(asked.changed(q=results.suggestion)))


def _issue_note(issue: IssueHit, text: str) -> IssueNote:
    return IssueNote(visible(issue.title), urls().issue(issue.name, text), issue.date, marked(issue.snippet))


def _latest() -> LatestIssue | None:
    catalogue = archive().catalogue
    newest = catalogue.issue_summaries(limit=1)
    issue = catalogue.issue(newest[0].name) if newest else None
    if issue is None:
        return None
    return LatestIssue(
        title=visible(issue.title),
        url=urls().issue(issue.name),
        date=issue.date.isoformat() if issue.date else "",
        lead=shortened(issue.lead, LEAD_LENGTH),
        sections=tuple(
            Choice(
                visible(section.heading), urls().issue(issue.name, anchor=f"s-{number}"), len(section.entries)
            )
            for number, section in enumerate(issue.sections, 1)
            if section.entries
        ),
    )


def _terms() -> tuple[Choice, ...]:
    return tuple(Choice(visible(term), urls().words(term)) for term in season(12))
