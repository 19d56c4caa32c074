"""What the tools answer with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from index.documents import documents_of

if TYPE_CHECKING:
    from index.documents import Document, Issue
    from index.results import SearchResults, Trend
    from web.site.urls import Urls


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, defer_build=True)


class Place(_Record):
    """A further address that an entry points to."""

    label: str
    url: str


class EntryText(_Record):
    """An entry, whole."""

    id: str
    permalink: str = Field(description="Its page in the archive; a path where the site's address is not set.")
    issue: str
    date: str = Field(description='YYYY-MM-DD; "" where it is not known.')
    category: str
    source: str = Field(description='The publisher; "" where nothing tells it.')
    title: str
    url: str = Field(description='"" where the title leads nowhere.')
    summary: str
    tags: tuple[str, ...]
    links: tuple[Place, ...]


class HitPage(_Record, title="Found"):
    """A page of hits, the best first."""

    total: int
    complete: bool = Field(description="False where time was up and more may be found.")
    page: int
    pages: int
    also_searched: tuple[str, ...] = Field(description="Synonyms and spellings that were searched too.")
    did_you_mean: str | None = Field(description="A query that has hits, where this one has few or none.")
    hits: tuple[EntryText, ...]


class SectionText(_Record):
    """A section of an issue."""

    heading: str
    entries: tuple[EntryText, ...]


class IssueText(_Record):
    """An issue, whole."""

    name: str
    permalink: str
    title: str
    date: str = Field(description='YYYY-MM-DD; "" where it is not known.')
    lead: str
    notes: tuple[str, ...]
    sections: tuple[SectionText, ...]


class Value(_Record):
    """A value that filters take."""

    value: str
    entries: int


class Values(_Record):
    """Values of one field."""

    field: str
    total: int = Field(description="How many different values there are.")
    values: tuple[Value, ...]


class Appearance(_Record):
    """Where one address has been covered."""

    url: str
    canonical: str = Field(description="What all spellings of the address have in common.")
    covered: bool
    entries: tuple[EntryText, ...]


class Appearances(_Record):
    """An answer for each address that was asked for."""

    covered: int
    urls: tuple[Appearance, ...]


class Month(_Record):
    """A month in which something matched."""

    month: str = Field(description="YYYY-MM.")
    entries: int
    of: int = Field(description="All entries of that month.")


class Course(_Record):
    """One query through time."""

    query: str
    total: int
    months: tuple[Month, ...] = Field(description="Months with matches, oldest first.")


class Trends(_Record):
    """Queries beside each other."""

    first_month: str
    last_month: str
    trends: tuple[Course, ...]


@dataclass(frozen=True, slots=True)
class Presenter:
    """Values of the archive as records, with addresses of the site."""

    urls: Urls

    def entry(self, document: Document) -> EntryText:
        """One entry."""
        return EntryText(
            id=document.id,
            permalink=self.urls.absolute(self.urls.entry(document.id), ""),
            issue=document.issue,
            date=document.date,
            category=document.category,
            source=document.source,
            title=document.title,
            url=document.url,
            summary=document.summary,
            tags=document.tags,
            links=tuple(Place(label=link.label, url=link.url) for link in document.links),
        )

    def page_of(self, results: SearchResults) -> HitPage:
        """A page of hits."""
        return HitPage(
            total=results.total,
            complete=results.complete,
            page=results.page,
            pages=results.pages,
            also_searched=tuple(text for rewrite in results.rewrites for text in rewrite.searched),
            did_you_mean=results.suggestion,
            hits=tuple(self.entry(hit.document) for hit in results.hits),
        )

    def issue(self, issue: Issue) -> IssueText:
        """One issue with its entries."""
        documents = {document.id: document for document in documents_of(issue)}
        sections = (
            SectionText(
                heading=section.heading,
                entries=tuple(self.entry(documents[entry.id]) for entry in section.entries),
            )
            for section in issue.sections
        )
        return IssueText(
            name=issue.name,
            permalink=self.urls.absolute(self.urls.issue(issue.name), ""),
            title=issue.title,
            date=issue.date.isoformat() if issue.date else "",
            lead=issue.lead,
            notes=issue.notes,
            sections=tuple(sections),
        )


def course_of(trend: Trend) -> Course:
    """The months of a trend that have something."""
    months = (
        Month(month=point.month, entries=point.count, of=point.total) for point in trend.points if point.count
    )
    return Course(query=trend.query, total=trend.total, months=tuple(months))
