"""Answers of the API as pydantic models: what is sent, and what the specification is made from."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from index.results import RewriteKind


class Answer(BaseModel):
    """Base of everything that is sent."""

    model_config = ConfigDict(frozen=True, defer_build=True)


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
    newsletter: str = Field(description="Slug of its newsletter.")
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

    newsletter_title: str | None = Field(description="Name of its newsletter, where there are several.")
    issue_permalink: str
    """The entry in its issue: on the newsletter's own site where that is configured."""

    image: str | None
    """A picture of the entry, where the site shows pictures."""

    highlights: Highlights
    score: float
    similar: bool
    """True for what is only like the few that match: it stands last, and no figure counts it."""


class BucketRecord(Answer):
    """One value of a facet."""

    value: str
    label: str
    count: int
    selected: bool


class Facets(Answer):
    """Counts by facet; each facet's own filter is left out of its own counts."""

    newsletter: tuple[BucketRecord, ...]
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


class UnknownRecord(Answer):
    """A value of a filter that no entry has."""

    field: Literal["newsletter", "category", "source", "tag", "issue"]
    value: str
    nearest: tuple[str, ...] = Field(description="Values that there are, those most like it first.")


class IssueHitRecord(Answer):
    """An issue whose lead or notes matched."""

    name: str
    title: str
    date: str | None
    highlight: Highlight
    permalink: str


class ClauseRecord(Answer):
    """A clause of the executed query, and what it gave one hit."""

    depth: int = Field(description="Clauses that this one is a part of.")
    clause: str
    weight: float = Field(description="Among its siblings: how rare it is.")
    score: float


class ExplainedHit(Answer):
    """Why a hit stands where it stands."""

    id: str
    score: float
    clauses: tuple[ClauseRecord, ...]


class ExplanationRecord(Answer):
    """What was typed, what was searched, and what each clause gave each hit."""

    typed: str
    query: tuple[str, ...] = Field(description="The executed query, a clause a line, parts indented.")
    clauses: int = Field(description="What the query looks for: its leaves.")
    candidates: int = Field(description="Entries that were ranked, of all that were found.")
    total: int
    hits: tuple[ExplainedHit, ...]


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
    unknown: tuple[UnknownRecord, ...]
    issues: tuple[IssueHitRecord, ...]
    generation: str
    complete: bool
    took_ms: float
    explanation: ExplanationRecord | None = Field(description="Where `explain=1` asks for it.")


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
    newsletter: str = Field(description="Slug of its newsletter.")
    title: str
    headline: str
    date: str | None
    number: int | None
    entries: int
    permalink: str


class IssuesAnswer(Answer):
    """Issues, newest first: all of them, or a page where there are more than `limit`."""

    total: int
    page: int
    pages: int
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
