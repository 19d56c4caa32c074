"""Issues and entries: the pages that stay, and that others link to."""

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
"""Issues of a list that begin alike: what they say tells none from the others, and their titles do."""

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
    if slug != name and newsletter.several() and slug in archive().catalogue.newsletters:
        return _issues_of(slug)
    found = archive().catalogue.issue(name)
    if found is None:
        return _moved(name)
    asked = read_parameters(SearchRequest, request.args, strict=False)
    page = _issue_page(found, asked)
    return fresh(html(render_template("issue.html", page=page)))


@issue_pages.get("/random")
def any_issue() -> ResponseReturnValue:
    """随便看一期: some issue, chosen anew each time."""
    total = archive().stats.issues
    place = secrets.randbelow(total) if total else 0
    chosen = archive().catalogue.issue_summaries(offset=place, limit=1)
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
    total = sum(one.issues for one in years if chosen in {None, one.year})
    pages = max(1, math.ceil(total / ISSUES_PER_PAGE))
    if asked.page > pages:
        raise NotFound(_("期次只有 %(pages)s 页。", pages=pages))
    start = (asked.page - 1) * ISSUES_PER_PAGE
    summaries = catalogue.issue_summaries(offset=start, limit=ISSUES_PER_PAGE, year=chosen, newsletter=slug)
    return IssuesPage(
        years=tuple(_years(summaries, slug)),
        choices=tuple(_year_choices(slug, whole=pages == 1 and chosen is None, year=asked.year)),
        pager=pager(asked.page, pages, lambda page: urls().issues(asked.year, page, slug)),
        issues=sum(one.issues for one in years),
        entries=sum(one.entries for one in years),
        newsletter=view_of(slug, today) if slug else None,
        newsletters=badges(),
    )


def _years(issues: Sequence[IssueSummary], slug: str) -> Iterator[YearOfIssues]:
    whole = {one.year: one for one in archive().catalogue.years_of(slug)}
    narrowed = SearchRequest(newsletter=(slug,) if slug else ())
    by_year: dict[str, list[IssueLine]] = {}
    leads = Counter(one.lead for one in issues)
    for one in issues:
        line = _line(one, slug, telling=leads[one.lead] < BOILERPLATE)
        by_year.setdefault(one.date[:4], []).append(line)
    for year, lines in by_year.items():
        url = urls().search(narrowed.ranged(year, year)) if year else ""
        yield YearOfIssues(year, url, tuple(lines), whole[year].issues, whole[year].entries)


def _year_choices(slug: str, *, whole: bool, year: str) -> Iterator[Choice]:
    """Every year; a place on the page where all issues stand on it."""
    for one in archive().catalogue.years_of(slug):
        name = one.year or UNDATED
        url = f"#y-{name}" if whole else urls().issues(name, newsletter=slug)
        yield Choice(one.year or _("日期不详"), url, one.issues, selected=name == year)


def _line(one: IssueSummary, slug: str, *, telling: bool) -> IssueLine:
    return IssueLine(
        name=one.name,
        title=visible(one.title),
        headline=visible(one.headline),
        lead=shortened(one.lead, LEAD_LENGTH) if telling else "",
        date=one.date,
        url=urls().issue(one.name),
        entries=one.entries,
        newsletter=None if slug else badge(one.newsletter),
    )


def _issue_page(found: Issue, asked: SearchRequest) -> IssuePage:
    marks = marks_in(found.name, asked.q)
    newer, older = _neighbours(found.name)
    body = issue_body(found, marks, asked.q)
    return IssuePage(
        name=found.name.rpartition("/")[2],
        newsletter=newsletter.name_of(found.newsletter),
        home=badge(found.newsletter),
        title=visible(found.title),
        headline=visible(found.headline),
        date=found.date.isoformat() if found.date else "",
        summary=shortened(found.lead, SUMMARY_LENGTH),
        above=body.above,
        sections=body.sections,
        entries=len(found.entries),
        newer=newer,
        older=older,
        original=newsletter.original_url(found.newsletter, found.file),
        web_url=_web_url(found),
        text=asked.q,
        marks=len(marks.hits),
        back_url=urls().search(asked) if asked.q else urls().issues(),
        plain_url=urls().issue(found.name),
    )


def _web_url(found: Issue) -> str:
    date = found.date.isoformat() if found.date and found.day_known else ""
    return newsletter.web_url(found.newsletter, file=found.file, date=date, number=found.number)


def _neighbours(name: str) -> tuple[Choice | None, Choice | None]:
    """The issue after this one and the one before it."""
    newer, older = archive().catalogue.neighbours(name)
    return _choice(newer), _choice(older)


def _choice(one: IssueSummary | None) -> Choice | None:
    return Choice(visible(one.title), urls().issue(one.name)) if one else None


def _entry_page(document: Document, text: str, today: dt.date | None) -> EntryPage:
    marks = marks_in(document.issue, text)
    found = archive().catalogue.issue(document.issue)
    card = _whole_card(document, found, marks, text)
    newer, older = _beside(document, found)
    also = (
        tuple(one for one in archive().catalogue.appearances(document.url) if one.id != document.id)
        if document.url
        else ()
    )
    permalink = site().absolute(urls().entry(document.id))
    return EntryPage(
        card=card,
        host=host_of(card.url),
        related=tuple(card_of_document(one, body=False) for one in _related(document.id)),
        appearances=tuple(card_of_document(one, body=False) for one in also),
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


def _whole_card(document: Document, found: Issue | None, marks: Marks, text: str) -> Card:
    """The entry as its issue has it, or with its summary where that is all there is."""
    rendered = entry_text(found, document.id) if found else None
    if not rendered:
        return marked_card(document, marks, text)
    card = card_of_entry(document, rendered, marks, text)
    return replace(card, links=outlinks(document.links))  # with the hosts that they lead to


def _beside(document: Document, found: Issue | None) -> tuple[Choice | None, Choice | None]:
    """The entries before and after this one in its issue."""
    entries = found.entries if found else ()
    place = next((at for at, one in enumerate(entries) if one.id == document.id), None)
    if place is None:
        return None, None
    before = entries[place - 1] if place else None
    after = entries[place + 1] if place + 1 < len(entries) else None
    return _choice_of_entry(before), _choice_of_entry(after)


def _choice_of_entry(one: Entry | None) -> Choice | None:
    return Choice(visible(one.title), urls().entry(one.id)) if one else None
