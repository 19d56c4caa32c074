"""Answers the questions of a library from one generation: parse, plan, execute, present."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from index.analysis import analyzer_of
from index.documents import Document, Issue
from index.engine import EngineRequest, EngineResults, SearchEngine
from index.facets import date_filter, facet_results, resolve
from index.highlight import Highlighter
from index.lexicon import Lexicon
from index.planner import Plan, Planner
from index.query import And, Filter, Query
from index.query_parser import parse, understood
from index.ranking import ENOUGH
from index.request import Search
from index.results import Hit, Rewrite, SearchResults, Suggestion, Trend, TrendPoint
from index.rewrite import Rewriter
from index.schema import FACETS
from index.thesaurus import thesaurus_of
from index.vocabulary import Vocabulary

SECONDS = 2.0
"""How long a search may take before it stops with what it has."""

EVERYTHING = 10**9
"""A limit that no archive reaches."""


class Documents(Protocol):
    """What a searcher asks of a catalogue."""

    def document(self, key: str) -> Document:
        """The document of this id; raises KeyError if there is none."""
        ...

    def documents(self) -> Sequence[Document]:
        """All documents: newest issue first, then in the order of its text."""
        ...

    def issues(self) -> tuple[Issue, ...]:
        """All issues, newest first."""
        ...


class Searcher:
    """Implements `index.answers.Answers` for one generation. Safe to use from several threads."""

    def __init__(self, generation: str, engine: SearchEngine, catalogue: Documents, lexicon: Lexicon) -> None:
        self._generation = generation
        self._engine = engine
        self._catalogue = catalogue
        vocabulary = Vocabulary(engine.vocabulary("words"))
        rewriter = Rewriter(analyzer_of(lexicon), thesaurus_of(lexicon), vocabulary, self._count)
        self._planner = Planner(rewriter, engine.vocabulary)

    def _count(self, query: Query) -> int:
        return self._engine.search(EngineRequest(query, limit=0)).total

    def _execute(
        self, search: Search, deadline: float | None, *, whole: bool = False
    ) -> tuple[Plan, EngineRequest, EngineResults]:
        plan = self._planner.plan(parse(search.text), literal=search.literal)
        request = self._request(search, plan, deadline, whole=whole)
        found = self._engine.search(request)
        if plan.loose is None or found.total >= ENOUGH:
            return plan, request, found
        plan = replace(
            plan, strict=plan.loose, rewrites=(*plan.rewrites, Rewrite("loosened", search.text, ()))
        )
        request = replace(request, query=plan.strict)
        return plan, request, self._engine.search(request)

    def search(self, search: Search) -> SearchResults:
        """As `Library.search`."""
        start = time.monotonic()
        parsed = parse(search.text)
        plan, request, found = self._execute(search, start + SECONDS)
        return SearchResults(
            total=found.total,
            page=search.page,
            pages=max(1, math.ceil(found.total / search.limit)),
            limit=search.limit,
            hits=self._hits(found, plan),
            facets=facet_results(found.counts, self._chosen(search, plan), _months(request)),
            rewrites=plan.rewrites,
            suggestion=None,
            understood=understood(parsed),
            issues=(),
            generation=self._generation,
            complete=found.complete,
            took_ms=(time.monotonic() - start) * 1000,
        )

    def export(self, search: Search) -> tuple[Document, ...]:
        """As `Library.export`."""
        _, _, found = self._execute(search, None, whole=True)
        return tuple(map(self._catalogue.document, found.keys))

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """As `Library.suggest`."""
        return ()

    def related(self, key: str, limit: int = 5) -> tuple[Document, ...]:
        """As `Library.related`."""
        return ()

    def trend(self, query: str) -> Trend:
        """As `Library.trend`."""
        _, _, found = self._execute(Search(text=query, limit=0), None)
        totals: dict[str, int] = {}
        for document in self._catalogue.documents():
            totals[document.month] = totals.get(document.month, 0) + 1
        counts = found.counts["month"]
        points = [
            TrendPoint(month, counts.get(month, 0), totals.get(month, 0)) for month in _all_months(totals)
        ]
        return Trend(query, found.total, tuple(points))

    def terms_of_season(self, limit: int = 12) -> tuple[str, ...]:
        """As `Library.terms_of_season`."""
        return ()

    def _request(
        self, search: Search, plan: Plan, deadline: float | None, *, whole: bool = False
    ) -> EngineRequest:
        filters = {name: [part] for name, part in plan.filters.items()}
        for name in ("category", "source", "tag", "issue"):
            values: tuple[str, ...] = getattr(search, name)
            if values:
                filters.setdefault(name, []).append(
                    Filter(name, resolve(values, self._engine.vocabulary(name)))
                )
        dates = [*filters.pop("date", []), date_filter(search.date_from, search.date_to)]
        if any(dates):
            filters["month"] = [part for part in dates if part]
        return EngineRequest(
            query=plan.strict,
            filters={name: _all(parts) for name, parts in filters.items()},
            facets=FACETS,
            sort=search.sort
            if plan.rewrites or search.text.strip() or search.sort != "relevance"
            else "newest",
            offset=0 if whole else (search.page - 1) * search.limit,
            limit=EVERYTHING if whole else search.limit,
            deadline=deadline,
        )

    def _hits(self, found: EngineResults, plan: Plan) -> tuple[Hit, ...]:
        highlighter = Highlighter.of(plan.strict)
        documents = map(self._catalogue.document, found.keys)
        return tuple(
            Hit(document, score, highlighter.mark(document.title), highlighter.snippets(document.summary))
            for document, score in zip(documents, found.scores, strict=True)
        )

    def _chosen(self, search: Search, plan: Plan) -> Mapping[str, tuple[str, ...]]:
        return {
            "category": resolve(search.category, self._engine.vocabulary("category")),
            "source": resolve(search.source, self._engine.vocabulary("source")),
            "tag": resolve(search.tag, self._engine.vocabulary("tag")),
        }


def _all(parts: list[Query]) -> Query:
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _months(request: EngineRequest) -> tuple[str, str]:
    dates = request.filters.get("month")
    parts = dates.parts if isinstance(dates, And) else (dates,)
    bounds = [part for part in parts if isinstance(part, Filter)]
    low = max((part.low for part in bounds), default="")
    high = min((part.high for part in bounds if part.high), default="")
    return low, high


def _all_months(totals: Mapping[str, int]) -> list[str]:
    known = sorted(filter(None, totals))
    if not known:
        return []
    first, last = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (known[0], known[-1]))
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]
