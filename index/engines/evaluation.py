"""A query over postings → the documents found, each with its strength; whole sets at a time.

The meaning of the tree, for every engine:

- a leaf (`Term`, `Near`, `Phrase`) gives each document a strength in 0 … 1 and weighs by its rarity;
- `And` and `Some` give the mean of their parts, weighted by rarity, and `Some` multiplies it by the share
  of the weight that was found; together they weigh what their parts weigh;
- `Or` gives the strongest part, a little stronger where others agree, and weighs by the rarity of what all
  parts find together, so that a concept with many names weighs as one;
- `Widen` adds documents of another part without changing the weight;
- `Boost` multiplies strengths and `Flat` makes them full, `Weigh` multiplies weights, `Prefer` adds;
- `Filter`, `Not` and `MATCH_ALL` only decide who is found.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Protocol

from index.query.tree import (
    And,
    Boost,
    Filter,
    Flat,
    MatchAll,
    Near,
    Not,
    Or,
    Phrase,
    Prefer,
    Query,
    Some,
    Term,
    Weigh,
    Widen,
)
from index.ranking.weights import rarity, together

Strengths = Mapping[int, float]


class Postings(Protocol):
    """What an inverted index knows; documents are numbered by it."""

    size: int

    def term(self, text: str) -> Strengths:
        """Documents that hold a word, and how strongly."""
        ...

    def near(self, words: tuple[str, ...]) -> Strengths:
        """Documents where words follow each other, whatever separates them."""
        ...

    def phrase(self, text: str) -> Strengths:
        """Documents that hold a run of characters."""
        ...

    def matching(self, wanted: Filter) -> Set[int]:
        """Documents that pass a filter."""
        ...

    def everything(self) -> Set[int]:
        """All documents."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """What a node found, and how much it weighs among its siblings."""

    strengths: Strengths
    weight: float = 0.0


NOTHING = Found({})


@dataclass(slots=True)
class Evaluation:
    """One run of one query. Past the deadline every node finds less than it could, never more."""

    postings: Postings
    deadline: float | None = None
    complete: bool = field(default=True, init=False)

    def run(self, query: Query) -> Found:
        """Documents and strengths; look at `complete` afterwards."""
        if self._late():
            return NOTHING
        match query:
            case Term(text):
                return self._weighed(self.postings.term(text))
            case Near(words):
                return self._weighed(self.postings.near(words))
            case Phrase(text):
                return self._weighed(self.postings.phrase(text))
            case And(parts):
                return self._all(parts)
            case Or(parts):
                return self._any(parts)
            case Some(parts, share):
                return self._some(parts, share)
            case Widen(part, other):
                return self._widened(part, other)
            case Boost(part, factor):
                found = self.run(part)
                return Found({key: value * factor for key, value in found.strengths.items()}, found.weight)
            case Flat(part):
                found = self.run(part)
                return Found(dict.fromkeys(found.strengths, 1.0), found.weight)
            case Weigh(part, factor):
                found = self.run(part)
                return Found(found.strengths, found.weight * factor)
            case Prefer(part, wish, factor):
                return self._preferred(part, wish, factor)
            case Not():
                return self._all((query,))
            case Filter():
                return Found(dict.fromkeys(self.postings.matching(query), 0.0))
            case MatchAll():
                return Found(dict.fromkeys(self.postings.everything(), 0.0))

    def _late(self) -> bool:
        if self.deadline is not None and time.monotonic() > self.deadline:
            self.complete = False
        return not self.complete

    def _weighed(self, strengths: Strengths) -> Found:
        return Found(strengths, rarity(len(strengths), self.postings.size))

    def _all(self, parts: Sequence[Query]) -> Found:
        wanted = [self.run(part) for part in parts if not isinstance(part, Not)]
        unwanted = [self.run(part.part) for part in parts if isinstance(part, Not)]
        if not self.complete:
            return NOTHING
        keys = self._common(wanted)
        for found in unwanted:
            keys -= found.strengths.keys()
        weight = sum(found.weight for found in wanted)
        shares = [(found.strengths, found.weight / weight) for found in wanted if found.weight]
        return Found({key: sum(part[key] * share for part, share in shares) for key in keys}, weight)

    def _common(self, wanted: Sequence[Found]) -> set[int]:
        if not wanted:
            return set(self.postings.everything())
        smallest, *others = sorted(wanted, key=lambda found: len(found.strengths))
        keys = set(smallest.strengths)
        for found in others:
            keys &= found.strengths.keys()
        return keys

    def _any(self, parts: Sequence[Query]) -> Found:
        best: dict[int, float] = {}
        for part in parts:
            _add(best, self.run(part).strengths)
        return self._weighed(best)

    def _widened(self, part: Query, other: Query) -> Found:
        found, further = self.run(part), self.run(other)
        strengths = dict(found.strengths)
        _add(strengths, further.strengths)
        return Found(strengths, (found if found.strengths else further).weight)

    def _some(self, parts: Sequence[Query], share: float) -> Found:
        founds = [found for found in map(self.run, parts) if found.strengths]
        weight = sum(found.weight for found in founds)
        reached: dict[int, float] = {}
        total: dict[int, float] = {}
        for found in founds:
            portion = found.weight / (weight or 1.0)
            for key, value in found.strengths.items():
                reached[key] = reached.get(key, 0.0) + portion
                total[key] = total.get(key, 0.0) + portion * value
        strengths = {key: total[key] * part for key, part in reached.items() if part >= share}
        return Found(strengths, weight)

    def _preferred(self, part: Query, wish: Query, factor: float) -> Found:
        found = self.run(part)
        wished = self.run(wish).strengths
        return Found(
            {key: value + factor * wished.get(key, 0.0) for key, value in found.strengths.items()},
            found.weight,
        )


def _add(best: dict[int, float], further: Strengths) -> None:
    for key, value in further.items():
        before = best.get(key)
        best[key] = value if before is None else together(before, value)
