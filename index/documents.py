"""Entries as the index keeps them. The only module of `index` that imports `archive`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from archive.errors import ArchiveError
from archive.models import Entry, Issue, Link, Part, Section
from archive.urls import is_tracking, tracking_parameters

__all__ = [
    "ArchiveError", "Document", "Entry", "Issue", "IssueSummary", "Link", "Part", "Section", "document_of",
    "documents_of", "is_tracking", "order_of", "summary_of", "tracking_parameters",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """One entry, with what it inherits from its issue: the unit that is found, ranked and shown."""

    id: str
    """The entry's id: the key of its permalink."""

    issue: str
    """Name of its issue, the key of the issue's page."""

    issue_title: str
    """The issue's heading, as a reader sees it."""

    file: str
    """Path of the issue relative to its source."""

    date: str
    """`YYYY-MM-DD`, or "" where the issue's date is not known."""

    order: int
    """Order of the issue in time, greater is newer: see `order_of`."""

    position: int
    """Position of the entry in its issue, from 0."""

    category: str
    source: str
    byline: str
    """As written; "" where nobody is named."""

    title: str
    url: str
    """Where the title leads; "" where nothing does."""

    links: tuple[Link, ...]
    tags: tuple[str, ...]
    summary: str
    line: int
    end_line: int
    markdown: str
    details: str = ""
    """Labelled lines between title and summary, such as a paper's title; "" if none."""

    day_known: bool = True
    """False where `date` is the first of a month because no more than the month is known."""

    newsletter: str = ""
    """Slug of its newsletter; "" where newsletters are not told apart."""

    @property
    def month(self) -> str:
        """`YYYY-MM`, or "" where the date is not known."""
        return self.date[:7]


@dataclass(frozen=True, slots=True)
class IssueSummary:
    """What lists say of an issue, and what its entries inherit from it: everything but its text."""

    name: str
    title: str
    headline: str
    lead: str
    """The first `LEAD_START` characters of the introduction."""

    date: str
    """`YYYY-MM-DD`, or "" where the issue's date is not known."""

    day_known: bool
    number: int | None
    order: int
    """See `Document.order`."""

    file: str
    entries: int
    """How many it has."""

    newsletter: str = ""
    """Slug of its newsletter; "" where newsletters are not told apart."""


LEAD_START = 200
"""Characters of an introduction that lists may show."""


_NUMBERS = 1 << 20
"""Issues of one day that keep the order of their numbers: weeklies whose month alone is known have four."""

_FIRST_DAY = dt.date(1900, 1, 1).toordinal() * _NUMBERS
"""Order of the oldest issue that has a day; those without any day are older still, by their number."""


def order_of(issue: Issue) -> int:
    """`Document.order` of an issue: by its day, whatever its newsletter counts, and by number within the day.

    It depends on nothing but the issue, so that one can be reindexed alone.
    """
    number = max(0, issue.number or 0)
    day = issue.date or issue.near
    if day is None:
        return min(number, _FIRST_DAY - 1)
    return max(_FIRST_DAY, day.toordinal() * _NUMBERS) + min(number, _NUMBERS - 1)


def day_of(document: Document) -> dt.date | None:
    """The day of a document, or else of the issues beside its own; None where neither is known."""
    if document.date:
        return dt.date.fromisoformat(document.date)
    return dt.date.fromordinal(document.order // _NUMBERS) if document.order >= _FIRST_DAY else None


def summary_of(issue: Issue) -> IssueSummary:
    """The summary of one issue."""
    return IssueSummary(
        name=issue.name,
        title=issue.title,
        headline=issue.headline,
        lead=issue.lead[:LEAD_START],
        date=issue.date.isoformat() if issue.date else "",
        day_known=issue.day_known,
        number=issue.number,
        order=order_of(issue),
        file=issue.file,
        entries=len(issue.entries),
        newsletter=issue.newsletter,
    )


def documents_of(issue: Issue) -> tuple[Document, ...]:
    """The documents of one issue, in the order of its text."""
    summary = summary_of(issue)
    return tuple(document_of(summary, entry, position) for position, entry in enumerate(issue.entries))


def document_of(issue: IssueSummary, entry: Entry, position: int) -> Document:
    """The document of an entry at a position of its issue."""
    return Document(
        id=entry.id,
        issue=issue.name,
        issue_title=issue.title,
        file=issue.file,
        date=issue.date,
        order=issue.order,
        position=position,
        category=entry.category,
        source=entry.source,
        byline=entry.byline or "",
        title=entry.title,
        url=entry.url or "",
        links=entry.links,
        tags=entry.tags,
        summary=entry.summary,
        line=entry.line,
        end_line=entry.end_line,
        markdown=entry.markdown,
        details=entry.details,
        day_known=issue.day_known,
        newsletter=issue.newsletter,
    )


def page_of(issue: Issue) -> Document:
    """What an issue says outside its entries, as if it were one; summary "" if nothing."""
    notes = [*issue.notes, *(note for section in issue.sections for note in section.notes)]
    return Document(
        id=issue.name,
        issue=issue.name,
        issue_title=issue.title,
        file=issue.file,
        date=issue.date.isoformat() if issue.date else "",
        order=order_of(issue),
        position=0,
        category="",
        source="",
        byline="",
        title=issue.title,
        url="",
        links=issue.lead_links,
        tags=(),
        summary="\n".join(filter(None, [issue.lead, *notes])) or issue.headline,
        line=1,
        end_line=1,
        markdown="",
        newsletter=issue.newsletter,
    )
