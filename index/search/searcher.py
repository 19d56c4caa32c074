"""Answers the questions of a library from one generation."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from index.documents import Document, Issue
from index.engines.protocol import EngineRequest, EngineResults, SearchEngine
from index.lexicon.lexicon import Lexicon
from index.lexicon.thesaurus import thesaurus_of
from index.query.dates import months_between
from index.query.parser import understood
from index.query.tree import And, Filter, Query
from index.results import Hit, IssueHit, SearchResults, Suggestion, Trend, TrendPoint
from index.rewriting.rewriter import Rewriter
from index.rewriting.vocabulary import Vocabulary
from index.search.executor import Execution, Executor
from index.search.facets import facet_results
from index.search.feedback import Feedback, like
from index.search.highlighter import Highlighter
from index.search.issue_texts import IssueTexts
from index.search.planner import Planner
from index.search.suggester import Suggester
from index.search_request import Search
from index.text.analyzer import analyzer_of

SEASON = 3
"""Issues that make a season."""

MOST_TOTALS = 20_000
"""Texts whose number of hits is kept; then the counting starts anew."""

WARMING = "dachuan 词语 misspelt qzqz"
"""A text that needs everything: Han, pinyin, first letters, and a Latin word that no issue has."""

SECONDS = 2.0
"""How long a search may take before it stops with what it has."""


class Documents(Protocol):
    """What a searcher asks of a catalogue."""

    @property
    def entries(self) -> int:
        """How many documents there are."""
        ...

    def documents(self, keys: Iterable[str]) -> Iterator[Document]:
        """The documents of these ids, in their order."""
        ...

    def titles(self) -> Iterator[str]:
        """Titles of all documents, newest issue first."""
        ...

    def values(self, field: str) -> Mapping[str, int]:
        """Values of `category`, `source`, `tag` or `month` with how many documents have each."""
        ...

    def recent_ids(self, issues: int) -> tuple[str, ...]:
        """Ids of the documents of the newest issues."""
        ...

    def issues_without_entries(self) -> Iterator[Issue]:
        """All issues with headings, lead and notes, newest first."""
        ...


class Searcher:
    """Searches one generation, and answers what follows from searching. Safe to use from several threads."""

    def __init__(self, generation: str, engine: SearchEngine, catalogue: Documents, lexicon: Lexicon) -> None:
        self._generation = generation
        self._engine = engine
        self._totals: dict[str, int] = {}
        self._catalogue = catalogue
        analyzer, thesaurus = analyzer_of(lexicon.words), thesaurus_of(lexicon)
        words = engine.vocabulary("words")
        vocabulary = Vocabulary(words)
        size = catalogue.entries
        self._feedback = Feedback(analyzer, thesaurus, vocabulary, self._document, size, self._count)
        planner = Planner(Rewriter(analyzer, thesaurus, vocabulary, self._count), engine.vocabulary)
        self._executor = Executor(engine, planner, self._feedback)
        self._issue_texts = IssueTexts(catalogue.issues_without_entries(), analyzer)
        self._suggester = Suggester(
            catalogue.titles, lexicon, analyzer, thesaurus, words, engine.vocabulary, self._total
        )

    def search(self, search: Search) -> SearchResults:
        """A page of hits with facets, and what was searched beside what was typed."""
        start = time.monotonic()
        done = self._executor.run(search, SECONDS)
        found = done.found
        return SearchResults(
            total=found.total,
            page=search.page,
            pages=max(1, math.ceil(found.total / max(1, search.limit))),
            limit=search.limit,
            hits=self._hits(found, done.asked),
            facets=facet_results(found.counts, self._executor.chosen(search), _months(done.request)),
            rewrites=done.rewrites,
            suggestion=self._suggestion(search, done),
            understood=understood(done.parsed),
            issues=self._issues(search, done),
            generation=self._generation,
            complete=found.complete,
            took_ms=(time.monotonic() - start) * 1000,
        )

    def warm(self) -> None:
        """Load what the first answers would have to wait for: dictionaries, readings of characters, and the
        tables of suggestions."""
        self.search(Search(text=WARMING))
        self.suggest(WARMING)
        self.terms_of_season()

    def export(self, search: Search) -> Iterator[Document]:
        """All documents that a search finds, in its order; page and limit do not count.

        The search is run at once, the documents are read as they are asked for.
        """
        return self._catalogue.documents(self._executor.run(search, whole=True).found.keys)

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Completions of what is being typed, each with hits; the best first."""
        return self._suggester.suggest(text, limit)

    def related(self, key: str, limit: int = 5) -> tuple[Document, ...]:
        """Entries most like this one, itself left out."""
        words = self._feedback.told_by(key)
        if not words:
            return ()
        found = self._engine.search(EngineRequest(like(words), limit=limit + 1))
        others = [other for other in found.keys if other != key]
        return tuple(self._catalogue.documents(others[:limit]))

    def trend(self, query: str) -> Trend:
        """How often a query (search language included) is met, by month, without gaps. Weak matches are left
        out, where there are others."""
        found = self._executor.run(Search(text=query, sort="newest", limit=1)).found
        totals = self._catalogue.values("month")
        counts = found.counts["month"]
        dated = sorted(filter(None, totals))
        months = months_between(dated[0], dated[-1]) if dated else ()
        points = [TrendPoint(month, counts.get(month, 0), totals.get(month, 0)) for month in months]
        return Trend(query, found.total, tuple(points))

    def terms_of_season(self, limit: int = 12) -> tuple[str, ...]:
        """Words that the latest issues say more often than the archive does."""
        words = self._feedback.season(self._catalogue.recent_ids(SEASON), limit)
        return tuple(self._suggester.written(word) for word in words)

    def _document(self, key: str) -> Document:
        return next(self._catalogue.documents((key,)))

    def _count(self, query: Query) -> int:
        return self._engine.search(EngineRequest(query, limit=0)).total

    def _hits(self, found: EngineResults, query: Query) -> tuple[Hit, ...]:
        highlighter = Highlighter.of(query)
        documents = self._catalogue.documents(found.keys)
        return tuple(
            Hit(document, score, highlighter.mark(document.title), highlighter.snippets(document.summary))
            for document, score in zip(documents, found.scores, strict=True)
        )

    def _issues(self, search: Search, done: Execution) -> tuple[IssueHit, ...]:
        if search.page > 1 or not search.text.strip():
            return ()
        return self._issue_texts.search(done.plan.words, done.request.filters)

    def _total(self, text: str) -> int:
        if text not in self._totals:
            if len(self._totals) > MOST_TOTALS:
                self._totals.clear()
            self._totals[text] = self._executor.count(text)
        return self._totals[text]

    def _suggestion(self, search: Search, done: Execution) -> str | None:
        """The corrected text, where a search for just that finds something."""
        text = done.plan.correction
        if not text:
            return None
        planned = self._executor.run(Search(text=text, literal=True, limit=1))
        return text if planned.found.total else None


def _months(request: EngineRequest) -> tuple[str, str]:
    dates = request.filters.get("month")
    parts = dates.parts if isinstance(dates, And) else (dates,)
    bounds = [part for part in parts if isinstance(part, Filter)]
    low = max((part.low for part in bounds), default="")
    high = min((part.high for part in bounds if part.high), default="")
    return low, high
