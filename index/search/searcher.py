"""Search, suggestions, trends and related entries over one generation of the index."""

from __future__ import annotations

import heapq
import math
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Protocol

from index.documents import Document
from index.engines.budget import Budget, Confirmed
from index.engines.protocol import MAX_CANDIDATES, Retrieval
from index.engines.store import OpenIndex
from index.errors import SearchUnfinishedError
from index.field_values import FieldValues
from index.forward.postings import Postings
from index.forward.vocabulary import Vocabulary
from index.lexicon.lexicon import Lexicon
from index.lexicon.thesaurus import thesaurus_of
from index.query.dates import months_of
from index.query.parser import understood
from index.query.tree import And, Filter, Query, leaves
from index.ranking.explain import clause_scores, outline
from index.ranking.feedback import Feedback, any_of_terms
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
from index.schema import document_key
from index.search.executor import Execution, Executor
from index.search.facets import chosen_values, facet_results, filter_values
from index.search.highlighter import Highlighter
from index.search.issue_pages import IssuePages
from index.search.planner import Planner
from index.search.suggester import Suggester
from index.search.typed_filters import CHOSEN
from index.search_request import SECONDS, Search
from index.text.analyzer import analyzer_of

RESULT_CACHE_SIZE = 64
"""Pages of hits in memory at most, some ten kilobytes each: a generation never changes, and page, feed,
widget, the back button and shared links repeat the same searches."""

COUNTING_SECONDS = 0.05
"""Computing for the totals of a page's other searches. It is this thread's own, so that a busy machine offers
the same ones as an idle one."""

SEASON = 3
"""Issues that make a season."""

MIN_SEASON_DOCUMENTS = 3
"""Documents of a season that a word of the season stands in."""

RELATED_TERMS = 25
"""Words by which related documents are looked for."""

TITLES_READ = 20
"""Hits whose titles may be suggested."""

MAX_UNKNOWN_VALUES = 5
"""Values of filters that no document has, for which like ones are looked for among all."""

MAX_NEAREST_VALUES = 5
"""Values that are named beside one that nothing has."""

WARMING = "量化 training"


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
        self._confirmed: Confirmed = {}
        self._index = index
        self._catalogue = catalogue
        self._thesaurus = thesaurus_of(lexicon)
        self._vocabulary = Vocabulary(index.forward, index.engine)
        self._postings = Postings(index.forward.postings)
        self._feedback = Feedback(index.forward, self._vocabulary, self._thesaurus)
        analyzer = analyzer_of(lexicon.words)
        rewriter = Rewriter(analyzer, self._thesaurus, self._vocabulary)
        # A query with many filters asks for the same values with each.
        self._values = values = cache(
            lambda field: FieldValues(index.engine.values(field), hosts=field == "site")
        )
        planner = Planner(rewriter, self._vocabulary, values)
        self._executor = Executor(
            index, self._vocabulary, self._postings, planner, self._feedback, analyzer, values
        )
        self._pages = IssuePages(index.forward, self._vocabulary)
        self._suggester = Suggester(
            index.forward, values, self._executor.count, self._titles, self._budget, self._thesaurus.written
        )

    def search(self, search: Search, seconds: float = SECONDS) -> SearchResults:
        """A page of hits with facets, and what was searched beside what was typed."""
        start = time.monotonic()
        cached = self._results.get(search)
        if cached is not None:
            return replace(cached, took_ms=(time.monotonic() - start) * 1000)
        results = self._searched(search, start, seconds)
        if results.complete:
            cache = self._results if len(self._results) < RESULT_CACHE_SIZE else {}
            self._results = {**cache, search: results}
        return results

    def _searched(self, search: Search, start: float, seconds: float) -> SearchResults:
        self._executor.prepare(search)
        budget = self._budget(seconds)
        execution = self._executor.run(search, budget)
        candidates = execution.candidates
        return SearchResults(
            total=candidates.total,
            page=search.page,
            pages=max(1, math.ceil(candidates.total / max(1, search.limit))),
            limit=search.limit,
            hits=self._hits(execution),
            facets=facet_results(
                candidates.counts, chosen_values(execution.filters), _months(execution.filters)
            ),
            rewrites=execution.rewrites,
            suggestion=execution.plan.correction or None if candidates.total else None,
            understood=understood(execution.parsed),
            unknown=tuple(self._unknown(execution)),
            issues=self._issues(search, execution, budget),
            generation=self._generation,
            complete=candidates.complete,
            took_ms=(time.monotonic() - start) * 1000,
        )

    def total(self, search: Search) -> int:
        """How many documents a search finds; 0 where time was up before."""
        return next(self.totals([search]))

    def totals(self, searches: Iterable[Search]) -> Iterator[int]:
        """How many documents each search finds, of which none is ranked or read: on one budget, and 0 from
        where that or COUNTING_SECONDS are spent."""
        budget, start = self._budget(SECONDS), time.thread_time()
        for search in searches:
            total = 0
            if time.thread_time() - start < COUNTING_SECONDS:
                counted = replace(search, limit=0)
                self._executor.prepare(counted)
                candidates = self._executor.run(counted, budget).candidates
                total = candidates.total if candidates.complete else 0
            yield total

    def ends(self, search: Search) -> tuple[Document, ...]:
        """The oldest and the newest document that match; none where there are only weak matches."""
        keys = self._executor.ends(search, self._budget(SECONDS))
        return tuple(self._catalogue.documents(self._index.forward.ids(keys)))

    def with_typed_filters(self, search: Search) -> Search:
        """The same search, with the filters of its text (`栏目:论文`, `date:2020`) among its own."""
        return self._executor.with_typed_filters(search)

    def explain(self, search: Search, seconds: float = SECONDS) -> Explanation:
        """Explain the ranking of a search's hits, for tuning."""
        self._executor.prepare(search)
        execution = self._executor.run(search, self._budget(seconds))
        records = self._index.forward.records([key for key, _ in execution.ranked])
        reranker = Reranker(records, self._vocabulary, self._postings)
        return Explanation(
            typed=search.text,
            query=outline(execution.query),
            clauses=len(leaves(execution.query)),
            candidates=len(execution.candidates.keys),
            total=execution.candidates.total,
            hits=tuple(
                (record.id, score, clause_scores(execution.query, reranker, index))
                for index, (record, (_, score)) in enumerate(zip(records, execution.ranked, strict=True))
            ),
        )

    def warm(self) -> None:
        """Load what the first answers would wait for: dictionaries, and the files that a search reads."""
        self.search(Search(text=WARMING))
        self.suggest(WARMING)

    def documents(self, search: Search, seconds: float = SECONDS) -> Iterator[Document]:
        """The documents of a page of hits, for those who want nothing else of it. Raises as `export` does."""
        return self._documents(search, seconds, all_pages=False)

    def export(self, search: Search, seconds: float = SECONDS) -> Iterator[Document]:
        """All documents that a search finds, in its order; page and limit do not count.

        The search is run at once, the documents are read as they are asked for. Raises SearchUnfinishedError
        where its budget was spent before all were found.
        """
        return self._documents(search, seconds, all_pages=True)

    def _documents(self, search: Search, seconds: float, *, all_pages: bool) -> Iterator[Document]:
        self._executor.prepare(search)
        execution = self._executor.run(search, self._budget(seconds), all_pages=all_pages, facets=())
        if not execution.candidates.complete:
            raise SearchUnfinishedError("this search took too long to find everything; ask for less")
        return self._catalogue.documents(self._index.forward.ids([key for key, _ in execution.ranked]))

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Completions of what is being typed, each with hits; the best first."""
        return self._suggester.suggest(text, limit)

    def beginnings(self, limit: int = 8) -> tuple[Suggestion, ...]:
        """Words of the season with their hits, for a reader who has typed nothing."""
        budget = Budget()
        counted = ((term, self._executor.count(term, budget)) for term in self.terms_of_season(limit))
        return tuple(Suggestion(term, "term", count) for term, count in counted if count)

    def related(self, key: str, limit: int = 5) -> tuple[Document, ...]:
        """Entries most like this one, itself left out."""
        own_key = document_key(key)
        words = self._feedback.distinctive_words([(own_key, 1.0)], RELATED_TERMS)
        if not words:
            return ()
        candidates = self._index.engine.retrieve(Retrieval(any_of_terms(words), limit=MAX_CANDIDATES))
        records = self._index.forward.records([other for other in candidates.keys if other != own_key])
        ranked = Reranker(records, self._vocabulary, self._postings).ranked(any_of_terms(words))
        return tuple(self._catalogue.documents([record.id for record, _ in ranked[:limit]]))

    def trend(self, query: str) -> Trend:
        """How often a query (search language included) is met, by month, without gaps. Weak matches are left
        out, where there are others."""
        candidates = self._executor.run(
            Search(text=query, sort="newest", limit=1), self._budget(SECONDS), facets=("month",)
        ).candidates
        totals = self._catalogue.values("month")
        counts = candidates.counts["month"]
        months = months_of(totals)
        points = [TrendPoint(month, counts.get(month, 0), totals.get(month, 0)) for month in months]
        return Trend(query, candidates.total, tuple(points))

    def terms_of_season(self, limit: int = 12) -> tuple[str, ...]:
        """Words that the latest issues say more often than the archive does."""
        recent = [document_key(key) for key in self._catalogue.recent_ids(SEASON)]
        holders = Counter(word for words in self._feedback.words_of(recent).values() for word in words)
        expected = len(recent) / max(1, self._vocabulary.size)
        gains: dict[str, float] = {}
        for word, count in holders.items():
            if count >= MIN_SEASON_DOCUMENTS and self._thesaurus.is_term(word):
                gain = count * math.log(count / (self._vocabulary.count(word) * expected))
                gains[word] = max(0.0, gain) * self._feedback.rarity(word)
        best = heapq.nlargest(limit, gains, key=lambda word: (gains[word], word))
        return tuple(self._suggester.written(word) for word in best if gains[word])

    def _budget(self, seconds: float) -> Budget:
        return Budget(seconds, self._index.forward.size, self._confirmed)

    def _titles(self, text: str, budget: Budget) -> list[str]:
        ids = self._index.forward.ids(self._executor.best(text, TITLES_READ, budget))
        return [document.title for document in self._catalogue.documents(ids)]

    def _hits(self, execution: Execution) -> tuple[Hit, ...]:
        highlighter = Highlighter.of(execution.query)
        ranked = (*execution.ranked, *execution.similar)
        documents = self._catalogue.documents(self._index.forward.ids([key for key, _ in ranked]))
        return tuple(
            Hit(
                document,
                score,
                highlighter.mark(document.title),
                highlighter.snippets(document.summary),
                similar=index >= len(execution.ranked),
            )
            for index, (document, (_, score)) in enumerate(zip(documents, ranked, strict=True))
        )

    def _unknown(self, execution: Execution) -> Iterator[UnknownValue]:
        unknown = (
            (field, value)
            for field in CHOSEN
            for value in filter_values(execution.filters, field)
            if value not in self._values(field)
        )
        for position, (field, value) in enumerate(unknown):
            nearest = self._values(field).nearest(value) if position < MAX_UNKNOWN_VALUES else []
            yield UnknownValue(field, value, tuple(nearest[:MAX_NEAREST_VALUES]))

    def _issues(self, search: Search, execution: Execution, budget: Budget) -> tuple[IssueHit, ...]:
        if search.page > 1 or not search.text.strip():
            return ()
        return self._pages.search(execution.plan.exact, execution.filters, budget)


def _months(filters: Mapping[str, Query]) -> tuple[str, str]:
    dates = filters.get("month")
    parts = dates.parts if isinstance(dates, And) else (dates,)
    bounds = [part for part in parts if isinstance(part, Filter)]
    low = max((part.low for part in bounds), default="")
    high = min((part.high for part in bounds if part.high), default="")
    return low, high
