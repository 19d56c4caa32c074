"""What pages are made of: frozen values, ready to be shown, that several pages or their parts share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from markupsafe import Markup

MAX_TITLE_WIDTH = 110
"""Columns of a title; Chinese characters take two."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A link: label, URL, optional count, and whether it is selected."""

    label: str
    url: str
    count: int | None = None
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Outlink:
    """A link to another site; `url` is "" where it is not one that may be followed."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """An entry as it is shown in lists."""

    id: str
    title: Markup
    plain_title: str
    lang: str
    url: str
    """The original, safe to follow; "" if none."""

    permalink: str
    source: Choice | None
    byline: str
    category: Choice
    tags: tuple[Choice, ...]
    papers: tuple[Outlink, ...]
    """Papers that the tags number."""

    newsletter: Choice | None
    """Where the archive has several."""

    date: str
    issue: Choice
    links: tuple[Outlink, ...]
    body: Markup
    """Marked snippets, the whole summary as paragraphs, or the entry as its issue has it."""

    whole: bool = False
    """Whether the title stands in the body, where its author put it."""

    picture: str = ""
    """Address of a picture to show beside it; "" if none."""

    also: tuple[Card, ...] = ()
    """What other newsletters wrote of the same link."""

    @property
    def brief(self) -> bool:
        """Whether the title is all there is to read: a sentence, which would shout in bold."""
        width = sum(2 if east_asian_width(char) in "WF" else 1 for char in self.plain_title)
        sentence = width > MAX_TITLE_WIDTH or self.plain_title.endswith(("；", "。", ";"))
        return not self.body and (not self.url or sentence)


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """One facet: its first values, and the rest behind "more"."""

    name: str
    title: str
    first: tuple[Choice, ...]
    rest: tuple[Choice, ...]
    hidden: int
    """Values that are not even in the rest: so many that a page would be all facet."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A month of the histogram. Lengths are pixels, places along the axis percent of its width."""

    month: str
    label: str
    count: int
    x: str
    width: str
    y: float
    height: float
    url: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis of a plot."""

    label: str
    x: str
    url: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """Hits by month."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    height: int
    undated: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Pager:
    """Ways to the other pages."""

    previous: str
    next: str
    numbers: tuple[Choice, ...]
    """Page numbers; a gap has no URL and is not selected."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What was searched beside what was typed."""

    kind: str
    typed: str
    searched: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class UnknownFilter:
    """A value of a filter that nothing has, and the nearest that there are."""

    title: str
    value: str
    nearest: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class IssueNote:
    """An issue found by its lead or notes."""

    title: str
    url: str
    date: str
    text: Markup


@dataclass(frozen=True, slots=True)
class LatestIssue:
    """The newest issue, for those who come without a question."""

    title: str
    url: str
    date: str
    lead: str
    sections: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    """A line of the story of what is searched: a month and, at its ends, what was said then."""

    kind: Literal["first", "most", "latest"]
    month: Choice
    mention: Choice | None = None


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of an issue."""

    anchor: str
    heading: str
    items: tuple[Card | Markup, ...]
    """Entries and notes, as they follow each other."""

    url: str
    """Everything under this category, in all issues."""

    pictures: bool = False
    """Whether its entries are pictures, which stand beside each other."""

    @property
    def cards(self) -> tuple[Card, ...]:
        """The entries."""
        return tuple(item for item in self.items if isinstance(item, Card))

    @property
    def is_entry(self) -> bool:
        """Whether the section is one entry with a heading of its own, which is said once."""
        title = self.items[0].plain_title if len(self.items) == 1 and isinstance(self.items[0], Card) else ""
        return bool(title) and (self.heading == title or bool(self.kicker))

    @property
    def kicker(self) -> str:
        """What the heading says before the title of its one entry; "" where it does not say that title."""
        card = self.items[0] if len(self.items) == 1 else None
        if not isinstance(card, Card) or not self.heading.endswith(card.plain_title):
            return ""
        before = self.heading.removesuffix(card.plain_title).strip()
        return before[:-1].strip() if before.endswith(("：", ":", "|", "｜")) else ""


@dataclass(frozen=True, slots=True)
class IssueLine:
    """An issue in the list of all."""

    name: str
    title: str
    headline: str
    lead: str
    """How its introduction begins, for issues without a headline."""

    date: str
    url: str
    entries: int
    newsletter: Choice | None
    """Where the list has issues of several."""


@dataclass(frozen=True, slots=True)
class NewsletterView:
    """A newsletter above the list of its issues."""

    name: str
    description: str
    url: str
    license: str
    license_url: str
    search_url: str
    atom_url: str
    json_feed_url: str
    citation: str


@dataclass(frozen=True, slots=True)
class YearOfIssues:
    """The issues of one year that are on a page, newest first."""

    year: str
    url: str
    issues: tuple[IssueLine, ...]
    total: int
    """Issues of the whole year."""

    entries: int
    """Entries of the whole year."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One way to quote an entry."""

    kind: Literal["markdown", "gbt7714", "bibtex", "permalink"]
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """A month of a line in a plot."""

    x: str
    y: float
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One term of the trends plot."""

    label: str
    total: int
    undated: int
    """Hits that no month can show."""

    url: str
    remove_url: str
    feed_url: str
    path: tuple[tuple[float, float], ...]
    points: tuple[Point, ...]
