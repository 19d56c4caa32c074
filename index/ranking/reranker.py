"""Candidates of an engine → their final order: one ranking for every engine.

The tree of a query is read off the candidates' records, clause by clause:

- a leaf scores 0 … 1 by its weighted frequency, saturated, and weighs by its rarity (idf) in the archive;
- `And` and `AtLeast` give the mean of their parts, weighted by rarity; `AtLeast` multiplies it by the share
  of the weight that was found; together they weigh what their parts weigh;
- `Or` gives the strongest part, a little stronger where others agree, and weighs as its commonest part, so
  that a concept with many names weighs as one;
- `Fallback` scores as `Or`, and weighs as `part` does, if the archive holds that;
- `Boost` multiplies scores, `ConstantScore` makes them full, `ClauseWeight` multiplies weights, `Rescore`
  adds;
- `Filter`, `Not` and `MATCH_ALL` only decide which documents match, which the engine has done.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.forward.document_terms import CONCEPT_MARK, STEM_MARK
from index.forward.field_weights import ACROSS_WORDS
from index.forward.postings import frequencies
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
    leaves,
)
from index.ranking.statistics import weight
from index.ranking.weights import combine, saturate
from index.text.analyzer import is_han
from index.text.phrases import phrase_pattern
from index.text.stemmer import stem

if TYPE_CHECKING:
    from index.forward.postings import Postings
    from index.forward.record import Record
    from index.forward.vocabulary import Vocabulary

MIN_FREQUENCY = 0.05
"""Weighted frequencies below it are rounding errors of 0."""

Scores = Mapping[int, float]
"""Index of a candidate in the list → 0 … 1; those that a clause does not match are left out."""


@dataclass(frozen=True, slots=True)
class Clause:
    """What a part of a query scored, and how much it weighs among its siblings."""

    scores: Scores
    weight: float = 0.0


@dataclass(slots=True)
class Reranker:
    """Scores the candidates of one search."""

    records: Sequence[Record]
    vocabulary: Vocabulary
    postings: Postings
    _cache: dict[Query, Clause] = field(default_factory=dict)
    _indices: dict[int, int] = field(init=False)
    """Number of a candidate → its index in the list."""

    def __post_init__(self) -> None:
        self._indices = {record.number: index for index, record in enumerate(self.records)}

    def ranked(self, query: Query) -> list[tuple[Record, float]]:
        """Candidates, best first; of equals the newer, then the earlier in its issue."""
        self.postings.of(term for leaf in leaves(query) for term in _terms_of(leaf))  # read all at once
        scores = self.clause(query).scores
        scored = [(record, scores.get(index, 0.0)) for index, record in enumerate(self.records)]
        return sorted(scored, key=lambda item: (-item[1], -item[0].newest_rank))

    def clause(self, query: Query) -> Clause:
        """Scores and weight of a part of a query; parts that stand in it twice are scored once."""
        clause = self._cache.get(query)
        if clause is None:
            clause = self._cache[query] = self._clause(query)
        return clause

    def _clause(self, query: Query) -> Clause:
        match query:
            case Term() | Concept() | Phrase() | Substring():
                return self._leaf(query)
            case And(parts):
                return self._all([self.clause(part) for part in parts if not isinstance(part, Not)])
            case Or(parts):
                return Clause(_any([self.clause(part) for part in parts]), weight(query, self.vocabulary))
            case AtLeast(parts):
                return self._at_least([self.clause(part) for part in parts])
            case Fallback(part, other):
                first, further = self.clause(part), self.clause(other)
                return Clause(_any([first, further]), weight(query, self.vocabulary))
            case Boost(part, factor):
                clause = self.clause(part)
                scores = {index: score * factor for index, score in clause.scores.items()}
                return Clause(scores, clause.weight)
            case ConstantScore(part):
                clause = self.clause(part)
                return Clause(dict.fromkeys(clause.scores, 1.0), clause.weight)
            case ClauseWeight(part, factor):
                clause = self.clause(part)
                return Clause(clause.scores, clause.weight * factor)
            case Rescore(part, preferred, factor):
                return self._rescored(self.clause(part), self.clause(preferred), factor)
            case Not() | Filter() | MatchAll():
                return Clause(dict.fromkeys(range(len(self.records)), 0.0))

    def _leaf(self, leaf: Leaf) -> Clause:
        scores = {index: saturate(value) for index, value in self._frequencies(leaf).items()}
        return Clause(scores, weight(leaf, self.vocabulary))

    def _frequencies(self, leaf: Leaf) -> Mapping[int, float]:
        match leaf:
            case Concept():
                by_any_name, *by_typed_name = self._by_term(leaf)
                typed: Mapping[int, float] = by_typed_name[0] if by_typed_name else {}
                others = {index: value - typed.get(index, 0.0) for index, value in by_any_name.items()}
                return {index: value for index, value in others.items() if value > MIN_FREQUENCY}
            case Term(text) if is_han(text):
                (as_word,) = self._by_term(leaf)
                if self.vocabulary.stands_across_words(text):
                    across = self._occurrences(text, as_word)
                    as_word |= {index: ACROSS_WORDS * count for index, count in across.items()}
                return as_word
            case Term():
                as_word, *as_stem = self._by_term(leaf)
                for index, value in as_stem[0].items() if as_stem else ():
                    as_word[index] = as_word.get(index, 0.0) + value
                return as_word
            case Phrase(words):
                return self._phrases(words)
            case Substring(text):
                return self._occurrences(text)

    def _by_term(self, leaf: Leaf) -> list[dict[int, float]]:
        """For each term of a leaf its weighted frequency in the candidates that hold it."""
        terms = _terms_of(leaf)
        postings = self.postings.of(terms)
        return [frequencies(postings[term], self._indices) for term in terms]

    def _occurrences(self, run: str, excluded: Collection[int] = ()) -> dict[int, float]:
        """Weighted counts of a run of characters in candidates that hold it, without the excluded ones."""
        return {
            index: record.occurrences(run)
            for index, record in enumerate(self.records)
            if run in record.squeezed and index not in excluded
        }

    def _phrases(self, words: tuple[str, ...]) -> dict[int, float]:
        """Weighted counts of a phrase in the candidates that hold it."""
        pattern = phrase_pattern(words)
        counted = {
            index: record.in_fields(lambda field: len(pattern.findall(field)))
            for index, record in enumerate(self.records)
            if all(word in record.text for word in words)
        }
        return {index: value for index, value in counted.items() if value}

    def _all(self, parts: Sequence[Clause]) -> Clause:
        total = sum(part.weight for part in parts)
        scores = dict.fromkeys(range(len(self.records)), 0.0)
        for part in parts:
            share = part.weight / (total or 1.0)
            part_scores = part.scores
            scores = {
                index: score + part_scores[index] * share
                for index, score in scores.items()
                if index in part_scores
            }
        return Clause(scores, total)

    def _at_least(self, parts: Sequence[Clause]) -> Clause:
        total = sum(part.weight for part in parts)
        reached: dict[int, float] = {}
        scores: dict[int, float] = {}
        for part in parts:
            share = part.weight / (total or 1.0)
            for index, score in part.scores.items():
                reached[index] = reached.get(index, 0.0) + share
                scores[index] = scores.get(index, 0.0) + share * score
        return Clause({index: score * reached[index] for index, score in scores.items()}, total)

    def _rescored(self, part: Clause, preferred: Clause, factor: float) -> Clause:
        gains = preferred.scores
        scores = {index: score + factor * gains.get(index, 0.0) for index, score in part.scores.items()}
        return Clause(scores, part.weight)


def _terms_of(leaf: Leaf) -> tuple[str, ...]:
    """Terms whose postings a leaf reads."""
    match leaf:
        case Concept(key, _, typed):
            return (CONCEPT_MARK + key, typed) if typed else (CONCEPT_MARK + key,)
        case Term(text):
            root = "" if is_han(text) else stem(text)
            return (text, STEM_MARK + root) if root else (text,)
        case _:
            return ()


def _any(clauses: Sequence[Clause]) -> Scores:
    best: dict[int, float] = {}
    for clause in clauses:
        for index, score in clause.scores.items():
            current = best.get(index)
            best[index] = score if current is None else combine(current, score)
    return best
