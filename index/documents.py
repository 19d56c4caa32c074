"""Entries as the index keeps them. The only module of `index` that imports `archive`."""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import ArchiveError
from archive.models import Entry, Issue, Link, Part, Section

__all__ = [
    "ArchiveError", "Document", "Entry", "Issue", "IssueSummary", "Link", "Part", "Section", "document_of",
    "documents_of", "order_of", "summary_of",
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
    """Place of the issue in time, greater is newer: its number, or else the day's ordinal; 0 if neither."""

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


LEAD_START = 200
"""Characters of an introduction that lists may show."""


def order_of(issue: Issue) -> int:
    """`Document.order` of an issue: it never depends on other issues, so that one can be reindexed alone."""
    if issue.number is not None:
        return issue.number
    return issue.date.toordinal() if issue.date else 0


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
    )
