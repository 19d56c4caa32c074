"""Pages of issues and entries, under permanent addresses."""

from __future__ import annotations

import datetime as dt
import math
import secrets
from collections import Counter
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request
from werkzeug.exceptions import NotFound

from web.parameters.api_parameters import UNDATED, IssuesRequest
from web.parameters.query_string import read_parameters
from web.parameters.search_request import SearchRequest
from web.rendering.issue_text import entry_text
from web.site import newsletter
from web.site.archive import archive
from web.site.caching import fresh
from web.site.responses import html
from web.site.site import site, urls
from web.text.i18n import gettext as _
from web.text.markup import host_of, shortened, visible
from web.view.cards import card_of_document, card_of_entry, outlinks
from web.view.citation import citations_of
from web.view.components import Choice, IssueLine, YearOfIssues
from web.view.contexts import EntryPage, IssuePage, IssuesPage
from web.view.issue_body import issue_body, marked_card
from web.view.marking import marks_in
from web.view.newsletters import badge, badges, view_of
from web.view.paging import pager

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flask import Response
    from flask.typing import ResponseReturnValue

    from archive.models import Entry
    from index.documents import Document, Issue, IssueSummary
    from web.view.components import Card
    from web.view.marking import Marks

issue_pages = Blueprint("issue_pages", __name__)

ISSUES_PER_PAGE = 500
"""Ten years of a weekly newsletter on one page of 150 kB; an archive of 100,000 issues made one of 15 MB."""

LEAD_LENGTH = 60
"""Characters of an issue's lead in the list of issues."""

BOILERPLATE = 3
"""Issues of a list with the same lead from which on it is left out, since it does not distinguish them."""

SUMMARY_LENGTH = 200
"""Characters of an entry's summary that other sites show beside a link to it."""


@issue_pages.get("/issues/")
def issues() -> Response:
    """Issues by year, newest first: all of them, or in pages where there are many. 404 past the last page."""
    return _issues_of("")


def _issues_of(slug: str) -> Response:
    """Issues of a newsletter, which introduces itself above them; "" for those of all."""
    asked = read_parameters(IssuesRequest, request.args, strict=False)
    today = _today()
    page = _issues_page(asked, slug, today)
    return fresh(html(render_template("issues.html", page=page)), also=slug and today)


def _today() -> dt.date | None:
    """Who cites a page that was written long ago knows the day of access better than the page does."""
    return None if urls().index else dt.datetime.now(dt.UTC).date()


@issue_pages.get("/issues/<path:name>")
def issue(name: str) -> ResponseReturnValue:
    """One issue; with `q`, what it finds is marked. An address of earlier leads to the one of today."""
    slug = name.removesuffix("/")
    if slug != name and newsletter.more_than_one() and slug in archive().catalogue.newsletters:
        return _issues_of(slug)
    known_issue = archive().catalogue.issue(name)
    if known_issue is None:
        return _moved(name)
    asked = read_parameters(SearchRequest, request.args, strict=False)
    page = _issue_page(known_issue, asked)
    return fresh(html(render_template("issue.html", page=page)))


@issue_pages.get("/random")
def any_issue() -> ResponseReturnValue:
    """随便看一期: some issue, chosen anew each time."""
    total = archive().stats.issues
    offset = secrets.randbelow(total) if total else 0
    chosen = archive().catalogue.issue_summaries(offset=offset, limit=1)
    response = redirect(urls().issue(chosen[0].name) if chosen else urls().issues())
    response.headers["Cache-Control"] = "no-store"
    return response


@issue_pages.get("/entries/<key>")
def entry(key: str) -> Response:
    """One entry: whole, with what is like it and where else it stands."""
    document = archive().catalogue.document(key)
    if document is None:
        raise NotFound(_("没有这一条：%(name)s。", name=visible(key)))
    asked = read_parameters(SearchRequest, request.args, strict=False)
    today = _today()
    page = _entry_page(document, asked.q, today)
    return fresh(html(render_template("entry.html", page=page)), also=today)


def _moved(name: str) -> ResponseReturnValue:
    """A redirect from a name that an issue had before. Raises NotFound."""
    now = archive().catalogue.forward(name)
    if name.removesuffix("/") in archive().catalogue.newsletters:
        now = "" if name.endswith("/") else f"{name}/"
    elif not now:
        raise NotFound(_("没有这一期：%(name)s。", name=visible(name)))
    query = request.query_string.decode(errors="replace")
    return redirect(urls().issue(now) + (f"?{query}" if query else ""), HTTPStatus.MOVED_PERMANENTLY)


def _issues_page(asked: IssuesRequest, slug: str, today: dt.date | None) -> IssuesPage:
    catalogue = archive().catalogue
    chosen = None if not asked.year else asked.year.removesuffix(UNDATED)
    years = catalogue.years_of(slug)
    total = sum(year.issues for year in years if chosen in {None, year.year})
    pages = max(1, math.ceil(total / ISSUES_PER_PAGE))
    if asked.page > pages:
        raise NotFound(_("期次只有 %(pages)s 页。", pages=pages))
    start = (asked.page - 1) * ISSUES_PER_PAGE
    summaries = catalogue.issue_summaries(offset=start, limit=ISSUES_PER_PAGE, year=chosen, newsletter=slug)
    return IssuesPage(
        years=tuple(_years(summaries, slug)),
        choices=tuple(_year_choices(slug, whole=pages == 1 and chosen is None, year=asked.year)),
        pager=pager(asked.page, pages, lambda page: urls().issues(asked.year, page, slug)),
        issues=sum(year.issues for year in years),
        entries=sum(year.entries for year in years),
        newsletter=view_of(slug, today) if slug else None,
        newsletters=badges(),
    )


def _years(issues: Sequence[IssueSummary], slug: str) -> Iterator[YearOfIssues]:
    whole = {year_summary.year: year_summary for year_summary in archive().catalogue.years_of(slug)}
    narrowed = SearchRequest(newsletter=(slug,) if slug else ())
    by_year: dict[str, list[IssueLine]] = {}
    leads = Counter(summary.lead for summary in issues)
    for summary in issues:
        line = _line(summary, slug, telling=leads[summary.lead] < BOILERPLATE)
        by_year.setdefault(summary.date[:4], []).append(line)
    for year, lines in by_year.items():
        url = urls().search(narrowed.ranged(year, year)) if year else ""
        yield YearOfIssues(year, url, tuple(lines), whole[year].issues, whole[year].entries)


def _year_choices(slug: str, *, whole: bool, year: str) -> Iterator[Choice]:
    """A choice for each year; an anchor on this page where it lists all issues."""
    for year_summary in archive().catalogue.years_of(slug):
        name = year_summary.year or UNDATED
        url = f"#y-{name}" if whole else urls().issues(name, newsletter=slug)
        yield Choice(year_summary.year or _("日期不详"), url, year_summary.issues, selected=name == year)


def _line(summary: IssueSummary, slug: str, *, telling: bool) -> IssueLine:
    return IssueLine(
        name=summary.name,
        title=visible(summary.title),
        headline=visible(summary.headline),
        lead=shortened(summary.lead, LEAD_LENGTH) if telling else "",
        date=summary.date,
        url=urls().issue(summary.name),
        entries=summary.entries,
        newsletter=None if slug else badge(summary.newsletter),
    )


def _issue_page(whole_issue: Issue, asked: SearchRequest) -> IssuePage:
    marks = marks_in(whole_issue.name, asked.q)
    newer, older = _neighbours(whole_issue.name)
    body = issue_body(whole_issue, marks, asked.q)
    return IssuePage(
        name=whole_issue.name.rpartition("/")[2],
        newsletter=newsletter.name_of(whole_issue.newsletter),
        home=badge(whole_issue.newsletter),
        title=visible(whole_issue.title),
        headline=visible(whole_issue.headline),
        date=whole_issue.date.isoformat() if whole_issue.date else "",
        summary=shortened(whole_issue.lead, SUMMARY_LENGTH),
        above=body.above,
        sections=body.sections,
        entries=len(whole_issue.entries),
        newer=newer,
        older=older,
        original=newsletter.original_url(whole_issue.newsletter, whole_issue.file),
        web_url=_web_url(whole_issue),
        text=asked.q,
        marks=len(marks.hits),
        back_url=urls().search(asked) if asked.q else urls().issues(),
        plain_url=urls().issue(whole_issue.name),
    )


def _web_url(whole_issue: Issue) -> str:
    date = whole_issue.date.isoformat() if whole_issue.date and whole_issue.day_known else ""
    return newsletter.web_url(
        whole_issue.newsletter, file=whole_issue.file, date=date, number=whole_issue.number
    )


def _neighbours(name: str) -> tuple[Choice | None, Choice | None]:
    """The issue after this one and the one before it."""
    newer, older = archive().catalogue.neighbours(name)
    return _choice(newer), _choice(older)


def _choice(summary: IssueSummary | None) -> Choice | None:
    return Choice(visible(summary.title), urls().issue(summary.name)) if summary else None


def _entry_page(document: Document, text: str, today: dt.date | None) -> EntryPage:
    marks = marks_in(document.issue, text)
    whole_issue = archive().catalogue.issue(document.issue)
    card = _whole_card(document, whole_issue, marks, text)
    newer, older = _beside(document, whole_issue)
    appearances = (
        tuple(other for other in archive().catalogue.appearances(document.url) if other.id != document.id)
        if document.url
        else ()
    )
    permalink = site().absolute(urls().entry(document.id))
    return EntryPage(
        card=card,
        host=host_of(card.url),
        related=tuple(card_of_document(other, body=False) for other in _related(document.id)),
        appearances=tuple(card_of_document(other, body=False) for other in appearances),
        citations=citations_of(document, newsletter.name_of(document.newsletter), permalink, today),
        original=newsletter.original_url(document.newsletter, document.file, document.line),
        newer=newer,
        older=older,
        text=text,
        summary=shortened(document.summary, SUMMARY_LENGTH),
    )


def _related(key: str) -> Iterable[Document]:
    known = site().related
    if known is None:
        return archive().searcher.related(key)
    return archive().catalogue.documents(known.get(key, ()))


def _whole_card(document: Document, whole_issue: Issue | None, marks: Marks, text: str) -> Card:
    """The entry as its issue has it, or with its summary where that is all there is."""
    rendered = entry_text(whole_issue, document.id) if whole_issue else None
    if not rendered:
        return marked_card(document, marks, text)
    card = card_of_entry(document, rendered, marks, text)
    return replace(card, links=outlinks(document.links))  # with the hosts that they lead to


def _beside(document: Document, whole_issue: Issue | None) -> tuple[Choice | None, Choice | None]:
    """The entries before and after this one in its issue."""
    entries = whole_issue.entries if whole_issue else ()
    index = next((position for position, entry in enumerate(entries) if entry.id == document.id), None)
    if index is None:
        return None, None
    before = entries[index - 1] if index else None
    after = entries[index + 1] if index + 1 < len(entries) else None
    return _choice_of_entry(before), _choice_of_entry(after)


def _choice_of_entry(entry: Entry | None) -> Choice | None:
    return Choice(visible(entry.title), urls().entry(entry.id)) if entry else None
