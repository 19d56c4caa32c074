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
- `Filter`, `Not` and `MATCH_ALL` only decide who is found, which the engine has done.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.forward.document_terms import CONCEPT_MARK, STEM_MARK
from index.forward.field_weights import ACROSS_WORDS
from index.forward.record import frequencies_of
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
from index.ranking.statistics import weight
from index.ranking.weights import combine, saturate
from index.text.analyzer import is_han
from index.text.phrases import phrase_pattern
from index.text.stemmer import stem

if TYPE_CHECKING:
    from index.forward.record import Record
    from index.forward.vocabulary import Vocabulary

LEAST_FREQUENCY = 0.05
"""Weighted frequencies below it are what rounding leaves of 0."""

Scores = Mapping[int, float]
"""Place of a candidate in the list → 0 … 1; those that a clause does not match are left out."""


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
    _known: dict[Query, Clause] = field(default_factory=dict)

    def ranked(self, query: Query) -> list[tuple[Record, float]]:
        """Candidates, best first; of equals the newer, then the earlier in its issue."""
        scores = self.clause(query).scores
        scored = [(record, scores.get(place, 0.0)) for place, record in enumerate(self.records)]
        return sorted(scored, key=lambda one: (-one[1], -one[0].newest_rank))

    def clause(self, query: Query) -> Clause:
        """Scores and weight of a part of a query; parts that stand in it twice are scored once."""
        known = self._known.get(query)
        if known is None:
            known = self._known[query] = self._clause(query)
        return known

    def _clause(self, query: Query) -> Clause:
        match query:
            case Term() | Concept() | Phrase() | Substring():
                return self._leaf(query)
            case And(parts):
                return self._all([self.clause(part) for part in parts if not isinstance(part, Not)])
            case Or(parts):
                return Clause(_any([self.clause(part) for part in parts]), weight(query, self.vocabulary))
            case AtLeast(parts):
                return self._some([self.clause(part) for part in parts])
            case Fallback(part, other):
                first, further = self.clause(part), self.clause(other)
                return Clause(_any([first, further]), weight(query, self.vocabulary))
            case Boost(part, factor):
                found = self.clause(part)
                scores = {place: score * factor for place, score in found.scores.items()}
                return Clause(scores, found.weight)
            case ConstantScore(part):
                found = self.clause(part)
                return Clause(dict.fromkeys(found.scores, 1.0), found.weight)
            case ClauseWeight(part, factor):
                found = self.clause(part)
                return Clause(found.scores, found.weight * factor)
            case Rescore(part, preferred, factor):
                return self._rescored(self.clause(part), self.clause(preferred), factor)
            case Not() | Filter() | MatchAll():
                return Clause(dict.fromkeys(range(len(self.records)), 0.0))

    def _leaf(self, leaf: Leaf) -> Clause:
        scores = {place: saturate(value) for place, value in self._frequencies(leaf).items()}
        return Clause(scores, weight(leaf, self.vocabulary))

    def _frequencies(self, leaf: Leaf) -> Mapping[int, float]:
        match leaf:
            case Concept(key, _, typed):
                found = frequencies_of([CONCEPT_MARK + key], self.records)
                own = frequencies_of([typed], self.records) if typed else {}
                others = {place: value - own.get(place, 0.0) for place, value in found.items()}
                return {place: value for place, value in others.items() if value > LEAST_FREQUENCY}
            case Term(text) if is_han(text):
                found = frequencies_of([text], self.records)
                return found | self._counted(lambda record: record.occurrences(text), ACROSS_WORDS, found)
            case Term(text):
                root = stem(text)
                return frequencies_of([text, STEM_MARK + root] if root else [text], self.records)
            case Phrase(words):
                pattern = phrase_pattern(words)
                return self._counted(lambda one: one.in_fields(lambda field: len(pattern.findall(field))))
            case Substring(text):
                return self._counted(lambda record: record.occurrences(text))

    def _counted(
        self, count: Callable[[Record], float], weight: float = 1.0, known: Collection[int] = ()
    ) -> dict[int, float]:
        """What is counted in the text of candidates, those that are known left out."""
        counted = (
            (place, weight * count(record)) for place, record in enumerate(self.records) if place not in known
        )
        return {place: value for place, value in counted if value}

    def _all(self, parts: Sequence[Clause]) -> Clause:
        total = sum(part.weight for part in parts)
        scores = dict.fromkeys(range(len(self.records)), 0.0)
        for part in parts:
            share = part.weight / (total or 1.0)
            held = part.scores
            scores = {place: score + held[place] * share for place, score in scores.items() if place in held}
        return Clause(scores, total)

    def _some(self, parts: Sequence[Clause]) -> Clause:
        total = sum(part.weight for part in parts)
        reached: dict[int, float] = {}
        scores: dict[int, float] = {}
        for part in parts:
            share = part.weight / (total or 1.0)
            for place, score in part.scores.items():
                reached[place] = reached.get(place, 0.0) + share
                scores[place] = scores.get(place, 0.0) + share * score
        return Clause({place: score * reached[place] for place, score in scores.items()}, total)

    def _rescored(self, part: Clause, preferred: Clause, factor: float) -> Clause:
        gains = preferred.scores
        scores = {place: score + factor * gains.get(place, 0.0) for place, score in part.scores.items()}
        return Clause(scores, part.weight)


def _any(clauses: Sequence[Clause]) -> Scores:
    best: dict[int, float] = {}
    for clause in clauses:
        for place, score in clause.scores.items():
            before = best.get(place)
            best[place] = score if before is None else combine(before, score)
    return best
