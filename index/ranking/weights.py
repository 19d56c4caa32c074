"""Every weight of the ranking, and the formulas that use them.

A word's score is BM25F (Robertson, Zaragoza and Taylor, CIKM 2004): `forward.field_weights` adds up its
weighted occurrences when a document is indexed, and here they are saturated. `docs/ranking.md` explains
each weight; `python -m tests.index.show_ranking NAME=VALUE` shows what a change does.
"""

from __future__ import annotations

import math

K1 = 1.2
"""Weighted frequency that gives half of the full score."""


def saturate(frequency: float) -> float:
    """Weighted frequency → 0 … 1."""
    return frequency / (K1 + frequency)


def idf(documents: float, size: int) -> float:
    """Weight of something that `documents` of `size` have: BM25's inverse document frequency."""
    return math.log(1.0 + max(0.0, size - documents + 0.5) / (documents + 0.5))


# What else is searched for a typed word, against the word itself.
CORRECTED, MAINLAND, SYNONYM, EXPLAINED, TRANSLATED, WIDER = 0.9, 0.9, 0.85, 0.7, 0.6, 0.5
COMPOUND, FRAGMENT = 0.5, 0.4

SINGLE = 0.7
"""Weight of a single Chinese character, where some words suffice."""

EVERYDAY = 0.5
"""Weight of a word at least, however common it is in everyday text: 图片 and 命令 may be the topic."""

NUMBER = 0.5
"""Weight of a bare number, which means little without the word that it belongs to: 800 of 含光800."""

RELATED = 0.5
"""Score of what is only related, where too few documents say what was typed."""

FURTHER = 0.6
"""Share of what is left to the full score that a second name of the same thing can add."""

COMPOUND_WEIGHT = 0.8
"""Weight that each further word of a name adds: 人脸检测 asks for more than 模型."""

PREFIX = 0.3
"""Score of the word that a word begins with (模拟 for 模拟器), where some words suffice."""

NEIGHBOUR = 0.45
"""Score of a word that is used like the typed one (餐馆 for 饭店), where some words suffice."""

SEPARATED = 0.7
"""Score of a verb and its object apart (发…邮件 for 发邮件), where some words suffice."""

PARTS_SHARE = 0.5
"""Share of the weight of a name's words that a document must have where some words suffice."""

RELAXED_SHARE = 0.15
"""Share of a query's weight that a document must have where some words suffice."""

ENOUGH_HITS = 10
"""With fewer hits than these, some words suffice."""

FEEDBACK_GAIN = 0.25
"""Gain of a document that shares the words of the best ones, where some words suffice."""

NEGATED_GAIN = 0.5
"""Gain of a document that says of a word what the query does: 无需 Docker for 不用 Docker."""

FEW_HITS = 3
"""With fewer hits than these, documents that share a rare name with them are added: a paper's number finds
what is written about the paper (+.004 over all queries)."""

SIMILAR_SHARE = 0.4
"""Share of the words which few hits have in common that another document must have to stand after them."""

SIMILAR_SCORE = 0.01
"""Score of such a document: less than of any that was asked for."""

FEEDBACK_DOCUMENTS = 6
FEEDBACK_TERMS = 10
FEEDBACK_MIN_DOCUMENTS = 2
"""How many of the best documents are read, how many of their words count, and in how many of them each."""


def combine(first: float, second: float) -> float:
    """Score of a document that is found twice, under two names of one thing."""
    higher, lower = (first, second) if first >= second else (second, first)
    return higher + FURTHER * (1.0 - higher) * lower
