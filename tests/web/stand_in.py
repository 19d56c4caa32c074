"""A library in memory that finds plain substrings: real values, no engine. For tests of pages alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from index.documents import Document, Issue, documents_of
from index.request import Search
from index.results import (
    Bucket,
    FacetResult,
    Health,
    Hit,
    IssueHit,
    Marked,
    SearchResults,
    Stats,
    Suggestion,
    Trend,
    TrendPoint,
)

FACETS: dict[str, Callable[[Document], tuple[str, ...]]] = {
    "category": lambda one: (one.category,),
    "source": lambda one: (one.source,) if one.source else (),
    "tag": lambda one: one.tags,
    "issue": lambda one: (one.issue,),
}


@dataclass(frozen=True, slots=True)
class StandIn:
    """Implements `index.library.Library` over the issues it is given."""

    known: tuple[Issue, ...]
    generation: str = "stand-in"

    def documents(self) -> tuple[Document, ...]:
        return tuple(document for issue in self.issues() for document in documents_of(issue))

    def search(self, search: Search) -> SearchResults:
        found = self._found(search, without="")
        first = (search.page - 1) * search.limit
        return SearchResults(
            total=len(found),
            page=search.page,
            pages=max(1, -(-len(found) // search.limit)),
            limit=search.limit,
            hits=tuple(_hit(one, search.text) for one in found[first : first + search.limit]),
            facets=tuple(self._facet(search, name) for name in ("category", "source", "tag", "month")),
            rewrites=(),
            suggestion=None,
            understood=(),
            issues=tuple(self._issue_hits(search)) if search.page == 1 else (),
            generation=self.generation,
            complete=True,
            took_ms=1.0,
        )

    def export(self, search: Search) -> tuple[Document, ...]:
        return tuple(self._found(search, without=""))

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        counts = Counter(one.source for one in self.documents() if one.source)
        found = [name for name in counts if text and text.casefold() in name.casefold()]
        return tuple(Suggestion(name, "source", counts[name]) for name in found[:limit])

    def entry(self, key: str) -> Document | None:
        return next((one for one in self.documents() if one.id == key), None)

    def related(self, key: str, limit: int = 5) -> tuple[Document, ...]:
        own = self.entry(key)
        return tuple(one for one in self.documents() if own and one.category == own.category and one != own)[
            :limit
        ]

    def appearances(self, url: str) -> tuple[Document, ...]:
        return tuple(one for one in self.documents() if url in (one.url, *(link.url for link in one.links)))

    def issues(self) -> tuple[Issue, ...]:
        return tuple(
            sorted(self.known, key=lambda one: one.date.isoformat() if one.date else "", reverse=True)
        )

    def issue(self, name: str) -> Issue | None:
        return next((one for one in self.known if one.name == name), None)

    def trend(self, query: str) -> Trend:
        totals = Counter(one.month for one in self.documents() if one.month)
        counts = Counter(one.month for one in self._found(Search(text=query), without="") if one.month)
        points = tuple(TrendPoint(month, counts[month], totals[month]) for month in sorted(totals))
        return Trend(query, sum(counts.values()), points)

    def terms_of_season(self, limit: int = 12) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.source for one in self.documents() if one.source))[:limit]

    def stats(self) -> Stats:
        documents = self.documents()
        dates = sorted(one.date for one in documents if one.date) or [""]
        return Stats(
            issues=len(self.known),
            entries=len(documents),
            sources=len({one.source for one in documents}),
            categories=len({one.category for one in documents}),
            first_date=dates[0],
            last_date=dates[-1],
            generation=self.generation,
            built_at="2024-01-01T00:00:00+00:00",
            bytes=0,
            analysis="none",
        )

    def health(self) -> Health:
        return Health(True, "", self.generation, self.stats().built_at, 0, len(self.documents()))

    def _found(self, search: Search, without: str) -> list[Document]:
        words = [word.casefold() for word in search.text.split()]
        found = [
            one
            for one in self.documents()
            if all(word in f"{one.title} {one.summary} {one.source}".casefold() for word in words)
            and all(_holds(one, search, name) for name in FACETS if name != without)
            and (without == "month" or _within(one.date, search.date_from, search.date_to))
        ]
        return found[::-1] if search.sort == "oldest" else found

    def _facet(self, search: Search, name: str) -> FacetResult:
        values: Iterable[str] = (
            value
            for one in self._found(search, without=name)
            for value in ((one.month,) if name == "month" else FACETS[name](one))
        )
        counts = Counter(values)
        chosen: Sequence[str] = () if name == "month" else getattr(search, name)
        for value in chosen:
            counts.setdefault(value, 0)
        order = sorted(counts) if name == "month" else [value for value, _ in counts.most_common()]
        return FacetResult(name, tuple(Bucket(one, one, counts[one], one in chosen) for one in order))

    def _issue_hits(self, search: Search) -> Iterable[IssueHit]:
        for issue in self.issues():
            marks = _marks(issue.lead, search.text)
            if marks:
                date = issue.date.isoformat() if issue.date else ""
                yield IssueHit(issue.name, issue.title, date, Marked(issue.lead, marks))


def _holds(document: Document, search: Search, name: str) -> bool:
    chosen = getattr(search, name)
    return not chosen or bool(set(chosen) & set(FACETS[name](document)))


def _within(date: str, first: str, last: str) -> bool:
    if not (first or last):
        return True
    return bool(date) and (not first or date >= first) and (not last or date[: len(last)] <= last)


def _hit(document: Document, text: str) -> Hit:
    summary = document.summary[:160]
    snippet = Marked(summary, _marks(summary, text), cut_end=len(document.summary) > 160)
    return Hit(document, 1.0, Marked(document.title, _marks(document.title, text)), (snippet,))


def _marks(text: str, asked: str) -> tuple[tuple[int, int], ...]:
    words = [re.escape(word) for word in asked.split()]
    return tuple(found.span() for found in re.finditer("|".join(words), text, re.IGNORECASE)) if words else ()
