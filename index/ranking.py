"""How strongly a document matches: every weight of the ranking, and the formulas that use them.

A word's strength is BM25F (Robertson, Zaragoza and Taylor, CIKM 2004): its occurrences are weighted by
place and length, added up, and then saturated. `tests/index/show_ranking.py` shows what a change does.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

PLACES = ("title", "tags", "summary", "rest")
"""Where a document's text stands; `rest` is byline, category and links."""

PLACE_WEIGHT = (5.0, 3.0, 1.0, 0.6)
"""An occurrence in each place."""

LENGTH_SHARE = (0.3, 0.0, 0.5, 0.0)
"""How much the length of each place counts against it: 0 not at all, 1 fully."""

SATURATION = 1.2
"""Weighted occurrences that give half of the full strength."""

RARITY_POWER = 1.0
COVERAGE_POWER = 1.0

WHOLE, PART, STEM, GRAM = 1.0, 0.6, 0.6, 0.5
"""A word as typed; part of a Latin word; another form of an English word; Chinese across words."""


def occurrence(place: int, count: float, length: int, average: float) -> float:
    """Weighted occurrences of a word that stands `count` times in a place of `length` words."""
    share = LENGTH_SHARE[place]
    norm = 1.0 - share + share * length / average if average else 1.0
    return PLACE_WEIGHT[place] * count / norm


def strength(occurrences: float) -> float:
    """Weighted occurrences → 0 … 1."""
    return occurrences / (SATURATION + occurrences)


def rarity(found: int, size: int) -> float:
    """Weight of something that `found` of `size` documents have: BM25's inverse document frequency."""
    return float(math.log(1.0 + (size - found + 0.5) / (found + 0.5)) ** RARITY_POWER)


def averages(lengths: Iterable[tuple[int, ...]]) -> tuple[float, ...]:
    """Mean length of each place, over documents that have something there."""
    columns = list(zip(*lengths, strict=True)) or [()] * len(PLACES)
    return tuple(sum(column) / max(1, sum(map(bool, column))) for column in columns)


# What else is searched for a typed word, against the word itself.
CORRECTED, MAINLAND, SAME, WIDER, COMPOUND, FRAGMENT = 0.9, 0.9, 0.8, 0.5, 0.5, 0.4

SINGLE = 0.3
"""Weight of a single Chinese character, where some words suffice."""

LOOSE_SHARE = 0.3
"""Share of a query's weight that a document must have where some words suffice."""

ENOUGH = 10
"""With fewer hits than these, some words suffice."""

VERBATIM = 0.1
"""Strength of what only holds the typed run somewhere, against what holds its words."""

ADJACENT = 0.3
"""Gain of a document where the typed words follow each other."""

EVERYDAY = (5.0, 10.0)
"""One in e**5 words of everyday text tells nothing, one in e**10 tells fully."""

LEAST_WEIGHT = 0.1


def everyday_weight(rareness: float | None) -> float:
    """Weight of a word by how rare it is in everyday text (index.segmenter.everyday_words)."""
    if rareness is None:
        return 1.0
    low, high = EVERYDAY
    return max(LEAST_WEIGHT, min(1.0, (rareness - low) / (high - low)))
