"""What an engine-independent search gives back: frozen values, no engine handle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.documents import Document

SuggestionKind = Literal["title", "source", "tag", "category", "term"]

RewriteKind = Literal[
    "synonym",
    "script",
    "spelling",
    "homophone",
    "pinyin",
    "part",
    "related",
    "loosened",
    "narrowed",
    "unread",
]
"""Why something else than the typed text was searched too (`part`: longer words that hold it; `related`:
what may serve where too little was found; `loosened`: some of the words sufficed), or less: `narrowed`, by
date, where weak matches would stand among the others; `unread`: the end of a very long query was left out.
The last three have no words of their own."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and what in it matched. The caller escapes; the text is as the issue wrote it."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()
    """Half-open character ranges of `text`, ascending, never overlapping."""

    cut_start: bool = False
    """Something stands before `text` in the original: show an ellipsis."""

    cut_end: bool = False
    """Something stands after it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that matches, or is similar."""

    document: Document
    score: float
    """Comparable within one search only; 0.0 where the order is by date."""

    title: Marked
    """The whole title."""

    snippets: tuple[Marked, ...]
    """The best stretches of the summary, cut at sentence marks; its start where nothing matched."""

    similar: bool = False
    """Whether it is only like the few that match: such hits stand last, and count in no figure."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """One value of a facet."""

    value: str
    label: str
    count: int
    """Hits that choosing it would give, the facet's own filter left out."""

    selected: bool


@dataclass(frozen=True, slots=True)
class FacetResult:
    """A facet's values. Selected values are always there, also with count 0."""

    name: str
    """`newsletter`, `category`, `source`, `tag` or `month`."""

    buckets: tuple[Bucket, ...]
    """Months (`YYYY-MM`, "" = no date): oldest first; all others: most hits first."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Something that was searched although it was not typed."""

    kind: RewriteKind
    typed: str
    searched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """A piece of search language that was recognised: shown as a removable chip."""

    kind: Literal[
        "phrase", "exclude", "or", "newsletter", "category", "source", "tag", "site", "date", "issue"
    ]
    label: str
    """The piece's value, for people: `神经网络`, `2020-01 – 2020-06`."""

    without: str
    """The query text with this piece taken out."""


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """A value of a filter that no document has."""

    field: Literal["newsletter", "category", "source", "tag", "issue"]
    value: str
    nearest: tuple[str, ...]
    """Values that there are, those most like it first."""


@dataclass(frozen=True, slots=True)
class IssueHit:
    """An issue whose lead or notes (text outside every entry) matched."""

    name: str
    title: str
    date: str
    snippet: Marked


@dataclass(frozen=True, slots=True)
class SearchResults:
    """A page of hits and all that stands beside it, from one generation of the index."""

    total: int
    page: int
    pages: int
    """At least 1, also with no hit."""

    limit: int
    hits: tuple[Hit, ...]
    facets: tuple[FacetResult, ...]
    rewrites: tuple[Rewrite, ...]
    suggestion: str | None
    """A query that should replace the typed one and is known to have hits; None if none."""

    understood: tuple[Understood, ...]
    unknown: tuple[UnknownValue, ...]
    """Values of filters, typed or chosen, that no document has."""

    issues: tuple[IssueHit, ...]
    """Issues found by text outside their entries; on the first page only."""

    generation: str
    """Name of the index generation that answered: hits, facets and total all come from it."""

    complete: bool
    """False where the deadline ended the search early and the figures are lower bounds."""

    took_ms: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion while typing."""

    text: str
    """What stands in the box after choosing it."""

    kind: SuggestionKind
    count: int
    """Entries that hold it, under any of its names: what a search for it finds before it loosens."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One month of a trend."""

    month: str
    """`YYYY-MM`."""

    count: int
    """Entries of that month that match."""

    total: int
    """Entries of that month."""


@dataclass(frozen=True, slots=True)
class Trend:
    """How often one query is met, month by month, without gaps from the first to the last issue."""

    query: str
    total: int
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True)
class Stats:
    """What the archive holds."""

    issues: int
    entries: int
    sources: int
    categories: int
    first_date: str
    last_date: str
    generation: str
    built_at: str
    """ISO 8601, UTC."""

    bytes: int
    """Size of the index on disk; 0 for one in memory."""

    analysis: str
    """Version of the analysis and hash of the lexicon that the index was built with."""


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the archive can answer, for `/healthz` and monitoring. Asking never raises."""

    ready: bool
    reason: str
    """One line: why not, or what is amiss although it can; "" where all is well."""

    generation: str
    """Name of the generation that answers; "" if none."""

    built_at: str
    """ISO 8601, UTC; "" if none."""

    bytes: int
    """Size of the index on disk; 0 if none, or in memory."""

    entries: int
    """Entries that can be found."""


@dataclass(frozen=True, slots=True)
class ClauseScore:
    """A clause of the executed query, and what one document got for it."""

    depth: int
    """Clauses that this one is a part of."""

    clause: str
    weight: float
    """Among its siblings: rarity, times the clause's own factor."""

    score: float
    """0 … 1 and what `Rescore` adds; 0 where the document does not match."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Of one search: what was read, what was executed, and the clauses of each hit."""

    typed: str
    query: tuple[str, ...]
    """The executed query, a clause a line, parts indented."""

    clauses: int
    """What the query looks for: its leaves."""

    candidates: int
    """Documents that were ranked, of `total`."""

    total: int
    hits: tuple[tuple[str, float, tuple[ClauseScore, ...]], ...]
    """Id and score of each hit, and its clauses; those that gave nothing are left out."""
