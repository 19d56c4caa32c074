"""How strongly a document matches: every weight of the ranking, and the formulas that use them.

A word's strength is BM25F (Robertson, Zaragoza and Taylor, CIKM 2004): its occurrences are weighted by
place and length, added up, and then saturated. `tests/index/show_ranking.py` shows what a change does.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

PLACES = ("title", "tags", "summary", "rest", "links")
"""Where a document's text stands; `rest` is byline, publisher, category, labelled lines
above the summary and labels of links, `links` their URLs."""

PLACE_WEIGHT = (5.0, 3.0, 1.0, 0.6, 0.4)
"""An occurrence in each place."""

LENGTH_SHARE = (0.6, 0.0, 0.5, 0.0, 0.0)
"""How much the length of each place counts against it: 0 not at all, 1 fully."""

SATURATION = 1.2
"""Weighted occurrences that give half of the full strength."""

WHOLE, PART, STEM, GRAM = 1.0, 0.6, 0.6, 0.1
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


# What else is searched for a typed word, against the word itself.
CORRECTED, MAINLAND, SAME, WIDER, COMPOUND, FRAGMENT = 0.9, 0.9, 0.85, 0.5, 0.5, 0.4

SINGLE = 0.3
"""Weight of a single Chinese character, where some words suffice."""

NUMBER = 0.5
"""Weight of a bare number, which tells little without the word that it belongs to: 800 of 含光800."""

RELATED = 0.5
"""Strength of what is only related, where too few documents say what was typed."""

FURTHER = 0.6
"""Share of what is left to full strength that a second name of the same thing can add."""

COMPOUND_WEIGHT = 0.8
"""Weight that each further word of a name adds: 人脸检测 asks for more than 模型."""

PREFIX = 0.3
"""Strength of the word that a word begins with (模拟 for 模拟器), where some words suffice."""

PARTS_SHARE = 0.5
"""Share of a compound's weight that its parts in a document must have where some words suffice."""

LOOSE_SHARE = 0.3
"""Share of a query's weight that a document must have where some words suffice."""

ENOUGH = 10
"""With fewer hits than these, some words suffice."""

LITERAL = 0.5
"""Gain of a document that says all that was typed: no other name in a better place outweighs it."""

VERBATIM = 0.1
"""Strength of what only holds the typed run somewhere, against what holds its words."""

FEEDBACK = 0.15
"""Gain of a document that says what the best ones say, where some words suffice."""

FEW = 3
"""With fewer hits than these, even of some words, documents that share a rare name with them are added."""

FEEDBACK_DOCUMENTS = 6
FEEDBACK_TERMS = 10
FEEDBACK_LEAST = 2
"""How many of the best documents are read, how many of their words count, and in how many of them each."""

ADJACENT = 0.15
"""Gain of a document where the typed words follow each other."""

EVERYDAY = (5.0, 15.0)
"""One in e**5 words of everyday text tells nothing, one in e**15 tells fully."""

LEAST_WEIGHT = 0.1


def together(one: float, other: float) -> float:
    """Strength of a document that is found twice, under two names of one thing."""
    most, least = (one, other) if one >= other else (other, one)
    return most + FURTHER * (1.0 - most) * least


def everyday_weight(rareness: float | None) -> float:
    """Weight of a word by how rare it is in everyday text (index.text.segmenter.everyday_words)."""
    if rareness is None:
        return 1.0
    low, high = EVERYDAY
    return max(LEAST_WEIGHT, min(1.0, (rareness - low) / (high - low)))
