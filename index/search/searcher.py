"""Answers the questions of a library that take a search, from one generation of the index."""

from __future__ import annotations

import heapq
import math
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Protocol

from index.documents import Document
from index.engines.protocol import MAX_CANDIDATES, Retrieval
from index.engines.store import OpenIndex
from index.forward.vocabulary import Vocabulary
from index.lexicon.lexicon import Lexicon
from index.lexicon.thesaurus import thesaurus_of
from index.query.dates import months_between
from index.query.parser import understood
from index.query.tree import And, Filter, Query, leaves
from index.ranking.explain import clause_scores, outline
from index.ranking.feedback import Feedback, any_of_terms, shares
from index.ranking.reranker import Reranker
from index.results import (
    Explanation,
    Hit,
    IssueHit,
    SearchResults,
    Suggestion,
    Trend,
    TrendPoint,
    UnknownValue,
)
from index.rewriting.rewriter import Rewriter
from index.schema import document_key, nearest_values
from index.search.executor import Execution, Executor, deadline_in
from index.search.facets import chosen_values, facet_results, filter_values
from index.search.highlighter import Highlighter
from index.search.issue_pages import IssuePages
from index.search.planner import Planner
from index.search.suggester import Suggester
from index.search.typed_filters import CHOSEN
from index.search_request import Search
from index.text.analyzer import analyzer_of

RESULTS_KEPT = 64
"""Pages of hits in memory at most, some ten kilobytes each: a generation never changes, and the same is asked
again for the page, the feed and the widget, by whoever goes back, and by other readers of a link."""

SEASON = 3
"""Issues that make a season."""

FEWEST_IN_SEASON = 3
"""Documents of a season that a word of the season stands in."""

RELATED_TERMS = 25
"""Words that tell one document from all."""

TITLES_READ = 20
"""Hits whose titles may be offered while somebody types."""

NEAREST = 5
"""Values that are named beside one that nothing has."""

WARMING = "量化 training"

SECONDS = 2.0
"""How long a search may take before it stops with what it has: a server has others to answer."""


class Documents(Protocol):
    """What a searcher asks of a catalogue."""

    def documents(self, keys: Iterable[str]) -> Iterator[Document]:
        """The documents of these ids, in their order."""
        ...

    def values(self, field: str) -> Mapping[str, int]:
        """Values of a facet with how many documents have each."""
        ...

    def recent_ids(self, issues: int) -> tuple[str, ...]:
        """Ids of the documents of the newest issues."""
        ...


class Searcher:
    """Searches one generation, and answers what follows from it. Safe to use from several threads."""

    def __init__(self, generation: str, index: OpenIndex, catalogue: Documents, lexicon: Lexicon) -> None:
        self._generation = generation
        self._results: dict[Search, SearchResults] = {}
        self._index = index
        self._catalogue = catalogue
        self._thesaurus = thesaurus_of(lexicon)
        self._vocabulary = Vocabulary(index.forward, index.engine)
        self._feedback = Feedback(self._vocabulary, self._thesaurus)
        analyzer = analyzer_of(lexicon.words)
        rewriter = Rewriter(analyzer, self._thesaurus, self._vocabulary)
        planner = Planner(rewriter, self._vocabulary, index.engine.values)
        self._executor = Executor(index, self._vocabulary, planner, self._feedback, analyzer)
        self._pages = IssuePages(index.forward, self._vocabulary)
        self._suggester = Suggester(
            index.forward, index.engine.values, self._executor.count, self._titles, self._thesaurus.written
        )

    def search(self, search: Search, seconds: float = SECONDS) -> SearchResults:
        """A page of hits with facets, and what was searched beside what was typed."""
        start = time.monotonic()
        known = self._results.get(search)
        if known is not None:
            return replace(known, took_ms=(time.monotonic() - start) * 1000)
        found = self._searched(search, start, seconds)
        if found.complete:
            kept = self._results if len(self._results) < RESULTS_KEPT else {}
            self._results = {**kept, search: found}
        return found

    def _searched(self, search: Search, start: float, seconds: float) -> SearchResults:
        self._executor.prepare(search)
        deadline = deadline_in(seconds)
        done = self._executor.run(search, deadline)
        found = done.found
        return SearchResults(
            total=found.total,
            page=search.page,
            pages=max(1, math.ceil(found.total / max(1, search.limit))),
            limit=search.limit,
            hits=self._hits(done),
            facets=facet_results(found.counts, chosen_values(done.filters), _months(done.filters)),
            rewrites=done.rewrites,
            suggestion=done.plan.correction or None if found.total else None,
            understood=understood(done.parsed),
            unknown=tuple(self._unknown(done)),
            issues=self._issues(search, done, deadline),
            generation=self._generation,
            complete=found.complete,
            took_ms=(time.monotonic() - start) * 1000,
        )

    def ends(self, search: Search) -> tuple[Document, ...]:
        """The oldest and the newest document that says what is searched; none where only weak matches do."""
        keys = self._executor.ends(search, deadline_in(SECONDS))
        return tuple(self._catalogue.documents(self._index.forward.ids(keys)))

    def with_typed_filters(self, search: Search) -> Search:
        """The same search, with the filters of its text (`栏目:论文`, `date:2020`) among its own."""
        return self._executor.with_typed_filters(search)

    def explain(self, search: Search, seconds: float = SECONDS) -> Explanation:
        """Why the hits of a search stand where they stand, for whoever tunes the ranking."""
        self._executor.prepare(search)
        done = self._executor.run(search, deadline_in(seconds))
        records = self._index.forward.records([key for key, _ in done.ranked])
        reranker = Reranker(records, self._vocabulary)
        return Explanation(
            typed=search.text,
            query=outline(done.query),
            clauses=len(leaves(done.query)),
            candidates=len(done.found.keys),
            total=done.found.total,
            hits=tuple(
                (record.id, score, clause_scores(done.query, reranker, place))
                for place, (record, (_, score)) in enumerate(zip(records, done.ranked, strict=True))
            ),
        )

    def warm(self) -> None:
        """Load what the first answers would wait for: dictionaries, and the files that a search reads."""
        self.search(Search(text=WARMING))
        self.suggest(WARMING)

    def export(self, search: Search) -> Iterator[Document]:
        """All documents that a search finds, in its order; page and limit do not count.

        The search is run at once, the documents are read as they are asked for.
        """
        done = self._executor.run(search, whole=True)
        return self._catalogue.documents(self._index.forward.ids([key for key, _ in done.ranked]))

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Completions of what is being typed, each with hits; the best first."""
        return self._suggester.suggest(text, limit)

    def beginnings(self, limit: int = 8) -> tuple[Suggestion, ...]:
        """Words of the season with their hits, for a reader who has typed nothing."""
        counted = ((term, self._executor.count(term)) for term in self.terms_of_season(limit))
        return tuple(Suggestion(term, "term", count) for term, count in counted if count)

    def related(self, key: str, limit: int = 5) -> tuple[Document, ...]:
        """Entries most like this one, itself left out."""
        own = document_key(key)
        records = self._index.forward.records([own])
        words = self._feedback.distinctive_words([(record, 1.0) for record in records], RELATED_TERMS)
        if not words:
            return ()
        found = self._index.engine.retrieve(Retrieval(any_of_terms(words), limit=MAX_CANDIDATES))
        candidates = self._index.forward.records([other for other in found.keys if other != own])
        ranked = Reranker(candidates, self._vocabulary).ranked(any_of_terms(words))
        return tuple(self._catalogue.documents([record.id for record, _ in ranked[:limit]]))

    def trend(self, query: str) -> Trend:
        """How often a query (search language included) is met, by month, without gaps. Weak matches are left
        out, where there are others."""
        found = self._executor.run(Search(text=query, sort="newest", limit=1), deadline_in(SECONDS)).found
        totals = self._catalogue.values("month")
        counts = found.counts["month"]
        dated = sorted(filter(None, totals))
        months = months_between(dated[0], dated[-1]) if dated else ()
        points = [TrendPoint(month, counts.get(month, 0), totals.get(month, 0)) for month in months]
        return Trend(query, found.total, tuple(points))

    def terms_of_season(self, limit: int = 12) -> tuple[str, ...]:
        """Words that the latest issues say more often than the archive does."""
        recent = [document_key(key) for key in self._catalogue.recent_ids(SEASON)]
        holders = Counter(word for record in self._index.forward.records(recent) for word in shares(record))
        expected = len(recent) / max(1, self._vocabulary.size)
        gains: dict[str, float] = {}
        for word, count in holders.items():
            if count >= FEWEST_IN_SEASON and self._thesaurus.is_term(word):
                gain = count * math.log(count / (self._vocabulary.count(word) * expected))
                gains[word] = max(0.0, gain) * self._feedback.rarity(word)
        best = heapq.nlargest(limit, gains, key=lambda word: (gains[word], word))
        return tuple(self._suggester.written(word) for word in best if gains[word])

    def _titles(self, text: str, deadline: float) -> list[str]:
        done = self._executor.run(Search(text=text, limit=TITLES_READ), deadline)
        ids = self._index.forward.ids([key for key, _ in done.ranked])
        return [document.title for document in self._catalogue.documents(ids)]

    def _hits(self, done: Execution) -> tuple[Hit, ...]:
        highlighter = Highlighter.of(done.query)
        ranked = (*done.ranked, *done.similar)
        documents = self._catalogue.documents(self._index.forward.ids([key for key, _ in ranked]))
        return tuple(
            Hit(
                document,
                score,
                highlighter.mark(document.title),
                highlighter.snippets(document.summary),
                similar=place >= len(done.ranked),
            )
            for place, (document, (_, score)) in enumerate(zip(documents, ranked, strict=True))
        )

    def _unknown(self, done: Execution) -> Iterator[UnknownValue]:
        for field in CHOSEN:
            for value in filter_values(done.filters, field):
                known = self._index.engine.values(field)
                if value not in known:
                    yield UnknownValue(field, value, tuple(nearest_values(value, known)[:NEAREST]))

    def _issues(self, search: Search, done: Execution, deadline: float) -> tuple[IssueHit, ...]:
        if search.page > 1 or not search.text.strip():
            return ()
        return self._pages.search(done.plan.exact, done.filters, deadline)


def _months(filters: Mapping[str, Query]) -> tuple[str, str]:
    dates = filters.get("month")
    parts = dates.parts if isinstance(dates, And) else (dates,)
    bounds = [part for part in parts if isinstance(part, Filter)]
    low = max((part.low for part in bounds), default="")
    high = min((part.high for part in bounds if part.high), default="")
    return low, high
