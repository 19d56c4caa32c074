"""Answers of the API: the pydantic models that are sent, and that the specification is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

from index.results import RewriteKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.documents import Document, Issue, Link
    from index.results import Marked, SearchResults, Suggestion, Trend


class Answer(BaseModel):
    """Base of everything that is sent."""

    model_config = ConfigDict(frozen=True)


class LinkRecord(Answer):
    """A further place that an entry points to."""

    label: str
    url: str


class Highlight(Answer):
    """A stretch of text as the issue wrote it, and where it matches."""

    text: str
    marks: tuple[tuple[int, int], ...] = Field(
        description="Half-open ranges of `text`, in Unicode code points, ascending, never overlapping."
    )
    cut_start: bool = Field(description="Something stands before `text` in the original.")
    cut_end: bool = Field(description="Something stands after it.")


class Highlights(Answer):
    """What matched, to be marked by whoever shows it."""

    title: Highlight
    summary: tuple[Highlight, ...]


class EntryRecord(Answer):
    """One entry of an issue."""

    id: str
    issue: str
    issue_title: str
    date: str | None = Field(description="YYYY-MM-DD; null where the issue's date is not known.")
    category: str
    source: str = Field(description='The publisher; "" where nothing tells it.')
    byline: str | None = Field(description="The publisher as written.")
    title: str
    url: str | None
    links: tuple[LinkRecord, ...]
    tags: tuple[str, ...]
    summary: str
    permalink: str


class HitRecord(EntryRecord):
    """An entry that was found."""

    highlights: Highlights
    score: float


class BucketRecord(Answer):
    """One value of a facet."""

    value: str
    label: str
    count: int
    selected: bool


class Facets(Answer):
    """Counts by facet; each facet's own filter is left out of its own counts."""

    category: tuple[BucketRecord, ...]
    source: tuple[BucketRecord, ...]
    tag: tuple[BucketRecord, ...]
    month: tuple[BucketRecord, ...]


class RewriteRecord(Answer):
    """Something that was searched although it was not typed."""

    kind: RewriteKind
    typed: str
    searched: tuple[str, ...]


class UnderstoodRecord(Answer):
    """A piece of search language that was recognised."""

    kind: str
    label: str
    without: str


class IssueHitRecord(Answer):
    """An issue whose lead or notes matched."""

    name: str
    title: str
    date: str | None
    highlight: Highlight
    permalink: str


class SearchAnswer(Answer):
    """A page of hits with facets."""

    total: int
    page: int
    pages: int
    limit: int
    hits: tuple[HitRecord, ...]
    facets: Facets
    rewritten: tuple[RewriteRecord, ...]
    suggestion: str | None
    understood: tuple[UnderstoodRecord, ...]
    issues: tuple[IssueHitRecord, ...]
    generation: str
    complete: bool
    took_ms: float


class SuggestionRecord(Answer):
    """A completion while typing."""

    text: str
    kind: Literal["title", "source", "tag", "category", "term"]
    count: int


class SuggestAnswer(Answer):
    """Completions, the best first."""

    query: str
    suggestions: tuple[SuggestionRecord, ...]


class IssueRecord(Answer):
    """An issue in a list."""

    name: str
    title: str
    headline: str
    date: str | None
    number: int | None
    entries: int
    permalink: str


class IssuesAnswer(Answer):
    """All issues, newest first."""

    total: int
    issues: tuple[IssueRecord, ...]


class SectionRecord(Answer):
    """A section of an issue."""

    heading: str
    notes: tuple[str, ...]
    entries: tuple[EntryRecord, ...]


class IssueAnswer(IssueRecord):
    """One issue, whole."""

    lead: str
    notes: tuple[str, ...]
    sections: tuple[SectionRecord, ...]
    newer: str | None = Field(description="Name of the next issue.")
    older: str | None = Field(description="Name of the issue before.")


class CitationRecord(Answer):
    """One way to quote an entry."""

    kind: Literal["markdown", "gbt7714", "bibtex", "permalink"]
    title: str
    text: str


class EntryAnswer(EntryRecord):
    """One entry with what stands around it."""

    file: str
    line: int
    end_line: int
    markdown: str
    citations: tuple[CitationRecord, ...]
    related: tuple[EntryRecord, ...]
    appearances: tuple[EntryRecord, ...] = Field(description="Other entries that point to the same URL.")


class LookupAnswer(Answer):
    """Where a URL has appeared, newest first."""

    url: str
    total: int
    entries: tuple[EntryRecord, ...]


class TrendPointRecord(Answer):
    """One month."""

    month: str
    count: int
    total: int


class TrendRecord(Answer):
    """How often one query is met, month by month."""

    query: str
    total: int
    points: tuple[TrendPointRecord, ...]


class TrendsAnswer(Answer):
    """Trends of up to five queries, over the same months."""

    trends: tuple[TrendRecord, ...]


class ErrorBody(Answer):
    """What went wrong, for people."""

    status: int
    title: str
    detail: str


class ErrorAnswer(Answer):
    """Every error has this shape."""

    error: ErrorBody


def local_permalink(key: str) -> str:
    """Permalink of an entry where no site is known, as on the command line."""
    return f"/entries/{key}"


def local_issue(name: str) -> str:
    """Address of an issue where no site is known."""
    return f"/issues/{name}"


def entry_record(document: Document) -> dict[str, object]:
    """An entry as exports write it, one a line: everything that is known, in a fixed order."""
    return {
        "id": document.id,
        "issue": document.issue,
        "date": document.date or None,
        "file": document.file,
        "line": document.line,
        "end_line": document.end_line,
        "category": document.category,
        "title": document.title,
        "tags": list(document.tags),
        "url": document.url or None,
        "byline": document.byline or None,
        "source": document.source,
        "links": [_link(link).model_dump() for link in document.links if not link.implied],
        "implied_links": [_link(link).model_dump() for link in document.links if link.implied],
        "summary": document.summary,
    }


def entry_fields(document: Document, permalink: Callable[[str], str]) -> dict[str, object]:
    """What every answer says of an entry."""
    return {
        "id": document.id,
        "issue": document.issue,
        "issue_title": document.issue_title,
        "date": document.date or None,
        "category": document.category,
        "source": document.source,
        "byline": document.byline or None,
        "title": document.title,
        "url": document.url or None,
        "links": tuple(_link(link) for link in document.links),
        "tags": document.tags,
        "summary": document.summary,
        "permalink": permalink(document.id),
    }


def entry_of(document: Document, permalink: Callable[[str], str]) -> EntryRecord:
    """An entry in a list."""
    return EntryRecord.model_validate(entry_fields(document, permalink))


def search_answer(
    results: SearchResults,
    permalink: Callable[[str], str] = local_permalink,
    issue_url: Callable[[str], str] = local_issue,
) -> dict[str, object]:
    """The answer to a search, ready for JSON; addresses are made by the two functions."""
    hits = tuple(
        HitRecord(
            **entry_fields(hit.document, permalink),  # type: ignore[arg-type]
            highlights=Highlights(title=_highlight(hit.title), summary=tuple(map(_highlight, hit.snippets))),
            score=round(hit.score, 4),
        )
        for hit in results.hits
    )
    by_name = {facet.name: facet.buckets for facet in results.facets}
    facets = {
        name: tuple(
            BucketRecord(value=one.value, label=one.label, count=one.count, selected=one.selected)
            for one in by_name.get(name, ())
        )
        for name in Facets.model_fields
    }
    answer = SearchAnswer(
        total=results.total,
        page=results.page,
        pages=results.pages,
        limit=results.limit,
        hits=hits,
        facets=Facets(**facets),
        rewritten=tuple(
            RewriteRecord(kind=one.kind, typed=one.typed, searched=one.searched) for one in results.rewrites
        ),
        suggestion=results.suggestion,
        understood=tuple(
            UnderstoodRecord(kind=one.kind, label=one.label, without=one.without)
            for one in results.understood
        ),
        issues=tuple(
            IssueHitRecord(
                name=one.name,
                title=one.title,
                date=one.date or None,
                highlight=_highlight(one.snippet),
                permalink=issue_url(one.name),
            )
            for one in results.issues
        ),
        generation=results.generation,
        complete=results.complete,
        took_ms=round(results.took_ms, 1),
    )
    return answer.model_dump(mode="json")


def suggest_answer(text: str, suggestions: tuple[Suggestion, ...]) -> SuggestAnswer:
    """Completions of a text."""
    return SuggestAnswer(
        query=text,
        suggestions=tuple(
            SuggestionRecord(text=one.text, kind=one.kind, count=one.count) for one in suggestions
        ),
    )


def issue_fields(issue: Issue, issue_url: Callable[[str], str]) -> dict[str, object]:
    """What every answer says of an issue."""
    return {
        "name": issue.name,
        "title": issue.title,
        "headline": issue.headline,
        "date": issue.date.isoformat() if issue.date else None,
        "number": issue.number,
        "entries": len(issue.entries),
        "permalink": issue_url(issue.name),
    }


def trend_record(trend: Trend) -> TrendRecord:
    """The months of one query."""
    points = tuple(TrendPointRecord(month=p.month, count=p.count, total=p.total) for p in trend.points)
    return TrendRecord(query=trend.query, total=trend.total, points=points)


def _link(link: Link) -> LinkRecord:
    return LinkRecord(label=link.label, url=link.url)


def _highlight(part: Marked) -> Highlight:
    return Highlight(text=part.text, marks=part.marks, cut_start=part.cut_start, cut_end=part.cut_end)
