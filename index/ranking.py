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
    return math.log(1.0 + (size - found + 0.5) / (found + 0.5))


def averages(lengths: Iterable[tuple[int, ...]]) -> tuple[float, ...]:
    """Mean length of each place, over documents that have something there."""
    columns = list(zip(*lengths, strict=True)) or [()] * len(PLACES)
    return tuple(sum(column) / max(1, sum(map(bool, column))) for column in columns)
