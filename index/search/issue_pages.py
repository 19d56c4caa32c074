"""Text that stands in an issue but in none of its entries (headline, lead, notes), searched on its own."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from index.engines.budget import Budget
from index.engines.matching import Matching, Numbers
from index.forward.postings import Postings, packed
from index.forward.record import Record
from index.forward.store import ForwardIndex
from index.forward.vocabulary import Vocabulary
from index.query.tree import Filter, Query
from index.ranking.reranker import Reranker
from index.results import IssueHit
from index.search.highlighter import Highlighter

MAX_HITS = 5
"""Issues that are shown beside the entries."""

MAX_RANKED = 200
"""Pages that are ranked, the newest."""

ISSUE_FILTERS = frozenset({"newsletter", "month", "issue"})
"""Filters that an issue can pass."""


class _Page(NamedTuple):
    number: int
    name: str
    title: str
    newsletter: str
    date: str
    rank: int
    norms: str
    text: str
    written: str

    def record(self) -> Record:
        """The page as ranking reads it."""
        norms = tuple(map(float, self.norms.split()))
        return Record(self.number, self.name, self.number, self.rank, norms, self.text)


class IssuePages:
    """The pages of one snapshot."""

    def __init__(self, forward: ForwardIndex, vocabulary: Vocabulary) -> None:
        self._forward = forward
        self._vocabulary = vocabulary
        self._pages = _PageNumbers(forward)
        self._postings = Postings(self._read_postings)

    def search(self, query: Query, filters: Mapping[str, Query], budget: Budget) -> tuple[IssueHit, ...]:
        """The issues whose own text is found; filters that only entries can pass let none through."""
        if not filters.keys() <= ISSUE_FILTERS or not self._pages.all_numbers:
            return ()
        matching = Matching(self._pages, budget)
        numbers = matching.of(query)
        for part in filters.values():
            numbers &= matching.of(part)
        pages = {page.number: page for page in self._newest(numbers)}
        records = [page.record() for page in pages.values()]
        ranked = Reranker(records, self._vocabulary, self._postings).ranked(query)[:MAX_HITS]
        highlighter = Highlighter.of(query)
        return tuple(_hit(pages[record.key], highlighter) for record, _ in ranked)

    def _read_postings(self, terms: str) -> Mapping[str, array[int]]:
        statement = (
            "SELECT term, page, hundredths FROM page_term"
            " WHERE hundredths AND term IN (SELECT value FROM json_each(?)) ORDER BY page"
        )
        postings: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for term, page, hundredths in self._forward.rows(statement, (terms,)):
            postings[term].append(packed(page, hundredths))
        return postings

    def _newest(self, numbers: Numbers) -> list[_Page]:
        marks = ",".join(map(str, numbers))
        statement = f"SELECT * FROM page WHERE number IN ({marks}) ORDER BY rank DESC LIMIT ?"  # noqa: S608
        return [_Page(*row) for row in self._forward.rows(statement, (MAX_RANKED,))]


class _PageNumbers:
    """`engines.matching.Postings` of the pages, in the forward index."""

    def __init__(self, forward: ForwardIndex) -> None:
        self._forward = forward
        self.all_numbers: Numbers = self._numbers("SELECT number FROM page", ())

    def of_term(self, term: str) -> Numbers:
        """Pages that hold a term."""
        return self._numbers("SELECT page FROM page_term WHERE term = ?", (term,))

    of_gram = of_term

    def of_filter(self, condition: Filter) -> Numbers:
        """Pages of some newsletters or issues, or between two days."""
        column = {"issue": "name", "newsletter": "newsletter"}.get(condition.field)
        if column:
            marks = ",".join("?" * len(condition.values))
            return self._numbers(f"SELECT number FROM page WHERE {column} IN ({marks})", condition.values)  # noqa: S608
        if condition.field != "date" or condition.values:
            return frozenset()
        between = "SELECT number FROM page WHERE date >= ? AND date <= ?"
        return self._numbers(between, (condition.low or "0", (condition.high or "9999") + "\uffff"))

    def texts(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """Folded texts of pages, to confirm a run of characters."""
        marks = ",".join(map(str, numbers))
        return dict(self._forward.rows(f"SELECT number, text FROM page WHERE number IN ({marks})"))  # noqa: S608

    def _numbers(self, statement: str, values: tuple[str, ...]) -> Numbers:
        return frozenset(number for (number,) in self._forward.rows(statement, values))


def _hit(page: _Page, highlighter: Highlighter) -> IssueHit:
    return IssueHit(page.name, page.title, page.date, highlighter.snippets(page.written)[0])
