"""What is searched for, as a tree of values that can be printed and compared. Imports nothing of ours.

Leaves hold folded text (index.text.folding). Every node finds documents and gives each a strength in 0 … 1;
what the strengths mean together stands in index.engines.evaluation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Term:
    """One word: as the analysis indexes it, whole or in part, or a Chinese run wherever it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Words that follow each other, whatever separates them: `mobilenet v3`, `mobilenet-v3`, `骁龙888`."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of characters exactly as it stands, punctuation included and white space left out."""

    text: str


@dataclass(frozen=True, slots=True)
class And:
    """All parts; a `Not` among them takes away."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any part; the strongest counts."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Parts that together weigh at least `share` of all; the rarer a part, the more it weighs."""

    parts: tuple[Query, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but."""

    part: Query


@dataclass(frozen=True, slots=True)
class Widen:
    """What `part` finds, and what only `other` finds; it weighs as `part` does, if that finds anything."""

    part: Query
    other: Query


@dataclass(frozen=True, slots=True)
class Boost:
    """The same documents, their strength multiplied."""

    part: Query
    factor: float


@dataclass(frozen=True, slots=True)
class Flat:
    """The same documents, all of full strength."""

    part: Query


@dataclass(frozen=True, slots=True)
class Weigh:
    """The same documents, just as strong; but among its siblings it weighs `factor` times as much."""

    part: Query
    factor: float


@dataclass(frozen=True, slots=True)
class Prefer:
    """What `part` finds; documents that `wish` finds too gain `factor` times its strength."""

    part: Query
    wish: Query
    factor: float


@dataclass(frozen=True, slots=True)
class Filter:
    """Documents with one of `values` in a field, or between `low` and `high`, inclusive; without strength.

    Bounds compare as text, and "" is no bound; documents without a value match no bounds.
    """

    field: str
    values: tuple[str, ...] = ()
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class MatchAll:
    """Every document."""


Query: TypeAlias = (
    "Term | Near | Phrase | And | Or | Some | Not | Widen | Boost | Flat | Weigh | Prefer | Filter | MatchAll"
)

MATCH_ALL: Final = MatchAll()


def leaves(query: Query) -> tuple[Term | Near | Phrase, ...]:
    """What a query looks for, from left to right; what it excludes is left out."""
    match query:
        case Term() | Near() | Phrase():
            return (query,)
        case And(parts) | Or(parts) | Some(parts):
            return tuple(leaf for part in parts for leaf in leaves(part))
        case Boost(part) | Flat(part) | Weigh(part):
            return leaves(part)
        case Prefer(part, wish) | Widen(part, wish):
            return (*leaves(part), *leaves(wish))
        case _:
            return ()
