"""One frozen value per page: exactly the variables of its template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from markupsafe import Markup

    from index.results import SearchResults, Stats
    from web.parameters.search_request import SearchRequest
    from web.view.components import (
        Card,
        Choice,
        Citation,
        FacetGroup,
        Histogram,
        IssueNote,
        LatestIssue,
        Line,
        Milestone,
        NewsletterView,
        Pager,
        Rewritten,
        SectionView,
        Tick,
        UnknownFilter,
        YearOfIssues,
    )


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`search.html`"""

    request: SearchRequest
    results: SearchResults
    cards: tuple[Card, ...]
    similar: tuple[Card, ...]
    """What is only like the few that match."""

    chips: tuple[Choice, ...]
    facets: tuple[FacetGroup, ...]
    histogram: Histogram | None
    spans: tuple[Choice, ...]
    """The last month and year of the archive."""

    sorts: tuple[Choice, ...]
    pager: Pager
    rewrites: tuple[Rewritten, ...]
    parts: tuple[str, ...]
    """Words also searched inside longer ones; those are not named, since they are often addresses."""

    loosened: bool
    """Whether what is shown has only some of the words."""

    narrowed: bool
    """Whether by relevance more would be shown than by date."""

    unread: tuple[str, ...]
    """Ends of a very long query that were not searched."""

    suggestion: Choice | None
    literal_url: str
    full_url: str
    """The same search with rewrites; "" where they are on."""

    issues: tuple[IssueNote, ...]
    unknown: tuple[UnknownFilter, ...]
    """Values of filters that nothing has."""

    loosen: tuple[Choice, ...]
    """Where nothing was found: what would find something."""

    near: tuple[Choice, ...]
    """Where nothing was found: texts like it that find something."""

    hidden: tuple[tuple[str, str], ...]
    """Filters that the search form carries along."""

    dated: bool
    """Whether the archive knows any date."""

    stats: Stats | None
    latest: LatestIssue | None
    this_day: tuple[Choice, ...]
    """Issues of about this day in earlier years."""

    story: tuple[Milestone, ...]
    missed_url: str
    """Where the page tells that it has nothing; "" where nobody wants to know."""

    """First, most and latest mention of what is searched."""

    terms: tuple[Choice, ...]
    trend_url: str
    atom_url: str
    json_feed_url: str
    csv_url: str
    jsonl_url: str
    reset_url: str


@dataclass(frozen=True, slots=True)
class IssuePage:
    """`issue.html`"""

    name: str
    newsletter: str
    """Name of its newsletter."""

    home: Choice | None
    """The newsletter's page, where the archive has several."""

    title: str
    headline: str
    date: str
    summary: str
    """Its introduction in a line, for other sites."""

    above: tuple[tuple[bool, Markup], ...]
    """What stands above the first section, and whether it is the lead."""

    sections: tuple[SectionView, ...]
    entries: int
    newer: Choice | None
    older: Choice | None
    original: str
    """Where the file can be read as it was written; "" if unknown."""

    web_url: str
    """Where it stands on the newsletter's own site; "" if unknown."""

    text: str
    """What was searched by the reader who comes from a search; "" if nothing."""

    marks: int
    """Entries that the text finds in this issue."""

    back_url: str
    plain_url: str


@dataclass(frozen=True, slots=True)
class IssuesPage:
    """`issues.html`"""

    years: tuple[YearOfIssues, ...]
    """Years of the issues on this page."""

    choices: tuple[Choice, ...]
    """Every year: a place on this page, or a page of its own where not all issues are on this one."""

    pager: Pager
    issues: int
    entries: int
    newsletter: NewsletterView | None
    """Whose issues alone are listed."""

    newsletters: tuple[Choice, ...]
    """All of them, where the archive has several."""


@dataclass(frozen=True, slots=True)
class EntryPage:
    """`entry.html`"""

    card: Card
    host: str
    related: tuple[Card, ...]
    appearances: tuple[Card, ...]
    citations: tuple[Citation, ...]
    original: str
    newer: Choice | None
    older: Choice | None
    text: str
    summary: str


@dataclass(frozen=True, slots=True)
class LookupPage:
    """`lookup.html`"""

    asked: str
    valid: bool
    cards: tuple[Card, ...]
    times: int
    """How often the link was carried: as one card, where several newsletters did."""


@dataclass(frozen=True, slots=True)
class TrendsPage:
    """`trends.html`"""

    texts: tuple[str, ...]
    measure: Literal["count", "share"]
    lines: tuple[Line, ...]
    undated: bool
    """No entry has a month: there is nothing to plot."""

    ticks: tuple[Tick, ...]
    levels: tuple[tuple[float, str], ...]
    months: tuple[tuple[str, tuple[str, ...]], ...]
    measures: tuple[Choice, ...]
    examples: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """`error.html`"""

    status: int
    title: str
    detail: str
    retry: str
