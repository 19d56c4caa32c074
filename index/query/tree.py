"""What is searched for, as a tree of frozen values that can be printed and compared.

Leaves hold folded text (`text.folding`). Every node says which documents match; `Boost`, `ConstantScore`,
`ClauseWeight`, `Rescore` and `Fallback` also say how strongly, which `ranking.reranker` reads. Engines
translate the tree to their own objects; nobody joins strings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Term:
    """One word: as the analysis indexes it, whole or in part, or a Chinese run wherever it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Concept:
    """Anything that has one of several names: indexed as one token beside the names' own words."""

    key: str
    """Of the concept, as `lexicon.thesaurus` gives it."""

    names: tuple[str, ...]
    """As the lexicon writes them: what a reader sees marked."""

    typed: str = ""
    """A name that is looked for beside it: its occurrences do not count twice."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row, whatever separates them: `mobilenet v3`, `mobilenet-v3`, `骁龙888`."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Substring:
    """A run of characters exactly as it stands, punctuation included and white space left out."""

    text: str
    candidates: Query
    """Finds every document that can hold the run, and some that do not: texts decide among them."""


@dataclass(frozen=True, slots=True)
class And:
    """All parts; a `Not` among them takes away."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any part; the strongest counts."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Parts that together have at least `share` of the weight of all."""

    parts: tuple[Query, ...]
    weights: tuple[float, ...]
    """Of each part, positive."""

    share: float
    """0 … 1."""

    @property
    def threshold(self) -> float:
        """The weight that a document must reach, less 1e-9, so that rounding in sums does not matter."""
        return self.share * sum(self.weights) - 1e-9


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but."""

    part: Query


@dataclass(frozen=True, slots=True)
class Fallback:
    """What `part` finds, and what only `other` finds."""

    part: Query
    other: Query


@dataclass(frozen=True, slots=True)
class Boost:
    """The same documents, their score multiplied."""

    part: Query
    factor: float


@dataclass(frozen=True, slots=True)
class ConstantScore:
    """The same documents, all with the full score."""

    part: Query


@dataclass(frozen=True, slots=True)
class ClauseWeight:
    """The same documents with the same score; among its siblings the clause weighs `factor` times as much."""

    part: Query
    factor: float


@dataclass(frozen=True, slots=True)
class Rescore:
    """What `part` finds; a document that `preferred` finds too gains `factor` times that score."""

    part: Query
    preferred: Query
    factor: float


@dataclass(frozen=True, slots=True)
class Filter:
    """Documents with one of `values` in a field, or between `low` and `high`, inclusive; without score.

    Bounds compare as text, and "" is no bound; documents without a value match no bounds.
    """

    field: str
    values: tuple[str, ...] = ()
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class MatchAll:
    """Every document."""


Leaf: TypeAlias = "Term | Concept | Phrase | Substring"
Query: TypeAlias = (
    "Leaf | And | Or | AtLeast | Not | Fallback | Boost | ConstantScore | ClauseWeight | Rescore | Filter"
    " | MatchAll"
)

MATCH_ALL: Final = MatchAll()


def leaves(query: Query) -> tuple[Leaf, ...]:
    """What a query looks for, from left to right; what it excludes is left out."""
    match query:
        case Term() | Concept() | Phrase() | Substring():
            return (query,)
        case And(parts) | Or(parts) | AtLeast(parts):
            return tuple(leaf for part in parts for leaf in leaves(part))
        case Boost(part) | ConstantScore(part) | ClauseWeight(part):
            return leaves(part)
        case Rescore(part, other) | Fallback(part, other):
            return (*leaves(part), *leaves(other))
        case _:
            return ()


def any_of(queries: tuple[Query, ...] | list[Query]) -> Query:
    """Any of some queries, each once."""
    distinct = tuple(dict.fromkeys(queries))
    return distinct[0] if len(distinct) == 1 else Or(distinct)


def all_of(queries: tuple[Query, ...] | list[Query]) -> Query:
    """All of some queries."""
    if len(queries) == 1 and not isinstance(queries[0], Not):
        return queries[0]
    return And(tuple(queries))
