"""Which documents a query matches: sets of their numbers from postings, combined along the query's tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from typing import Protocol

from index.engines.budget import Budget
from index.forward.document_terms import CONCEPT_MARK, STEM_MARK
from index.query.tree import (
    And,
    AtLeast,
    Boost,
    ClauseWeight,
    Concept,
    ConstantScore,
    Fallback,
    Filter,
    Leaf,
    MatchAll,
    Not,
    Or,
    Phrase,
    Query,
    Rescore,
    Substring,
    Term,
)
from index.text.analyzer import is_han
from index.text.stemmer import stem

Numbers = frozenset[int]
"""An index's own numbers of documents."""

NO_NUMBERS: Numbers = frozenset()


class Postings(Protocol):
    """An inverted index."""

    all_numbers: Numbers
    """All documents."""

    def of_term(self, term: str) -> Numbers:
        """Documents that hold a term."""
        ...

    def of_gram(self, gram: str) -> Numbers:
        """Documents that hold a Chinese character or pair."""
        ...

    def of_filter(self, condition: Filter) -> Numbers:
        """Documents that pass a filter."""
        ...

    def texts(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """Folded texts of documents, to confirm a run of characters."""
        ...


@dataclass(slots=True)
class Matching:
    """One retrieval. Once its budget is spent it finds nothing more."""

    postings: Postings
    budget: Budget
    _of_terms: dict[str, Numbers] = field(default_factory=dict)
    """A plan may ask for a term many times: as typed, relaxed, among the forms of others."""

    def of(self, query: Query) -> Numbers:
        """The documents that match, or fewer once the budget is spent."""
        if self.budget.spent:
            return NO_NUMBERS
        match query:
            case Term(text):
                return self._word(text)
            case Concept():
                return self._forms(query)
            case Phrase() | Substring():
                return self._confirmed(query)
            case And(parts):
                return self._all(parts)
            case Or(parts):
                return NO_NUMBERS.union(*map(self.of, parts))
            case AtLeast(parts, weights):
                return self._at_least(parts, weights, query.threshold)
            case Fallback(part, other):
                return self.of(part) | self.of(other)
            case Not(part):
                return self.postings.all_numbers - self.of(part)
            case Boost(part) | ClauseWeight(part) | ConstantScore(part) | Rescore(part):
                return self.of(part)
            case Filter():
                return self.postings.of_filter(query)
            case MatchAll():
                return self.postings.all_numbers

    def _all(self, parts: Sequence[Query]) -> Numbers:
        included = [part for part in parts if not isinstance(part, Not)]
        numbers = intersection(map(self.of, included)) if included else self.postings.all_numbers
        for part in parts:
            if isinstance(part, Not) and numbers:
                numbers -= self.of(part.part)
        return numbers

    def _at_least(self, parts: Sequence[Query], weights: Sequence[float], threshold: float) -> Numbers:
        weight_of: dict[int, float] = defaultdict(float)
        for part, weight in zip(parts, weights, strict=True):
            for number in self.of(part):
                weight_of[number] += weight
        return frozenset(number for number, weight in weight_of.items() if weight >= threshold)

    def _confirmed(self, leaf: Phrase | Substring) -> Numbers:
        def proposed() -> list[int]:
            return list(self.of(candidates_of(leaf)))

        return frozenset(self.budget.confirmed(leaf, proposed, self.postings.texts))

    def _word(self, text: str) -> Numbers:
        """A Chinese run wherever it stands, as its pairs of characters tell; other words in all forms."""
        if not is_han(text):
            return self._forms(Term(text))
        by_grams = intersection(map(self.postings.of_gram, grams_of(text)))
        return by_grams if len(text) < 3 else by_grams | self._of_term(text)

    def _forms(self, leaf: Leaf) -> Numbers:
        return NO_NUMBERS.union(*map(self._of_term, terms_of(leaf)))

    def _of_term(self, term: str) -> Numbers:
        numbers = self._of_terms.get(term)
        if numbers is None:
            numbers = self._of_terms[term] = self.postings.of_term(term)
        return numbers


def terms_of(leaf: Leaf) -> tuple[str, ...]:
    """The terms that a leaf looks for."""
    match leaf:
        case Term(text):
            root = "" if is_han(text) else stem(text)
            return (text, STEM_MARK + root) if root else (text,)
        case Concept(key):
            return (CONCEPT_MARK + key,)
        case Phrase(words):
            return tuple(term for word in words for term in terms_of(Term(word)))
        case Substring():
            return ()


def candidates_of(leaf: Phrase | Substring) -> Query:
    """Finds every document that can hold a leaf which texts decide, and some that do not."""
    return leaf.candidates if isinstance(leaf, Substring) else And(tuple(map(Term, leaf.words)))


def grams_of(run: str) -> list[str]:
    """The pairs of characters of a Chinese run; the character itself where it is one."""
    return list(map("".join, pairwise(run))) or [run]


def intersection(sets: Iterable[Numbers]) -> Numbers:
    """The intersection of one or more sets, smallest first; behind an empty one none is asked for."""
    known: list[Numbers] = []
    for numbers in sets:
        if not numbers:
            return NO_NUMBERS
        known.append(numbers)
    return reduce(lambda first, second: first & second, sorted(known, key=len))
