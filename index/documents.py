"""Entries as the index keeps them. The only module of `index` that imports `archive`."""

from __future__ import annotations

from dataclasses import dataclass

from archive.errors import ArchiveError
from archive.models import Entry, Issue, Link, Part, Section

__all__ = [
    "ArchiveError", "Document", "Entry", "Issue", "Link", "Part", "Section", "documents_of", "order_of",
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


def order_of(issue: Issue) -> int:
    """`Document.order` of an issue: it never depends on other issues, so that one can be reindexed alone."""
    if issue.number is not None:
        return issue.number
    return issue.date.toordinal() if issue.date else 0


def documents_of(issue: Issue) -> tuple[Document, ...]:
    """The documents of one issue, in the order of its text."""
    return tuple(_document(issue, entry, place) for place, entry in enumerate(issue.entries))


def _document(issue: Issue, entry: Entry, position: int) -> Document:
    return Document(
        id=entry.id,
        issue=issue.name,
        issue_title=issue.title,
        file=issue.file,
        date=issue.date.isoformat() if issue.date else "",
        order=order_of(issue),
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
