"""What an issue says, as frozen values that every other package reads.

`archive` makes these values; `index` turns entries into documents; `web` shows them. They know
nothing of files on disk, of engines, or of HTML.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

PartKind = Literal[
    "front matter",
    "heading",
    "lead",
    "section",
    "entry",
    "note",
    "navigation",
    "boilerplate",
    "footer",
    "unknown",
]
"""How a run of lines was read. `boilerplate` stands in every issue, `unknown` in no convention."""


@dataclass(frozen=True, slots=True)
class Link:
    """A further place that an entry points to."""

    label: str
    """The link's text, or the word before its colon (`代码`); "" where there is neither."""

    url: str
    """Absolute `http(s)` URL, as written; never another scheme."""

    implied: bool = False
    """True where the text does not write the URL: a repository that the title only names."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that an issue points its reader to."""

    id: str
    """Short and URL-safe; survives edits to other entries and to this one's summary."""

    category: str
    """The section's heading as written, trimmed; the conventions' name for short news before it, and for
    sections that are an entry themselves."""

    title: str
    """As a reader sees it: no markup, no leading tags, no byline."""

    tags: tuple[str, ...]
    """Leading bracketed tags, in order, such as `CVPR 2020` or `1812.00332`."""

    url: str | None
    """Where the title leads; None where nothing does."""

    byline: str | None
    """Who published it, as written; None where nobody is named."""

    source: str
    """The publisher a reader would name; "" where neither byline nor URL tells."""

    links: tuple[Link, ...]
    """Every further URL, in order, each once and none equal to `url`."""

    summary: str
    """Plain text; paragraphs and list items on lines of their own; "" if none."""

    line: int
    """First line in the file, 1-based."""

    end_line: int
    """Last line in the file that belongs to the entry, 1-based, inclusive."""

    markdown: str
    """The lines as they stand in the file, for copying; hostile until sanitised."""

    details: str = ""
    """Plain text of labelled lines between title and summary (`标题：…`, `论文：…`); "" if none."""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of neighbouring lines that was read the same way. Parts cover a file exactly once."""

    kind: PartKind
    """What the lines were taken for."""

    line: int
    """First line, 1-based."""

    end_line: int
    """Last line, 1-based, inclusive."""

    text: str
    """What a reader sees of these lines, as plain text."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of an issue and what stands under it."""

    heading: str
    """As written, trimmed; for short news before the first heading, the conventions' name."""

    line: int
    """Line of the heading, or of its first entry where it has none; 1-based."""

    notes: tuple[str, ...]
    """Plain text of remarks that belong to no entry."""

    entries: tuple[Entry, ...]
    """In the order of the text."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of a newsletter, whole."""

    name: str
    """URL-safe and unique in the archive: `2020-05-13`, or `206` where issues have numbers; after its
    newsletter's slug where there are several, `weekly/206`."""

    file: str
    """Path relative to the source, with forward slashes."""

    title: str
    """The level-1 heading as a reader sees it; the file's stem where there is none."""

    headline: str
    """What the heading says after the date or number, without the separator; "" if nothing."""

    date: dt.date | None
    """Day of publication; the month's first where only the month is known; None where nothing tells it."""

    number: int | None
    """The issue's number, where the newsletter counts; else None."""

    lead: str
    """Plain text of the introduction after its label; "" if none."""

    lead_links: tuple[Link, ...]
    """Links that stand in the lead."""

    notes: tuple[str, ...]
    """Plain text of remarks outside every section."""

    sections: tuple[Section, ...]
    """In the order of the text."""

    parts: tuple[Part, ...]
    """Every line of the file exactly once: the account that `check` prints."""

    day_known: bool = True
    """False where `date` tells no more than the month."""

    markdown: str = ""
    """The whole file as it stands, lines parted by line feeds; hostile until sanitised."""

    newsletter: str = ""
    """Slug of the newsletter that it is an issue of; "" where nobody asked."""

    near: dt.date | None = None
    """Where `date` is None: the day of the issue before it by number, or of the one after it."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, in the order of the text."""
        return tuple(entry for section in self.sections for entry in section.entries)


@dataclass(frozen=True, slots=True)
class NewsletterSource:
    """Where a newsletter comes from."""

    sources: tuple[str, ...]
    """Folders or git URLs."""

    conventions: str = "auto"
    slug: str = ""
    """Its name in addresses; "" to derive it from the first source."""
