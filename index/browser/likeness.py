"""Related documents, computed for all documents at once: one search for each took 40 ms."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection

from index.browser.collected import CollectedPostings
from index.browser.encoding import frequency_of
from index.ranking.weights import idf, saturate

MAX_WORD_DOCUMENTS = 60
"""Documents that hold a word at most, for it to relate them."""

MAX_WORDS = 12
"""Words of a document by which related ones are looked for."""

MAX_RELATED = 5
"""Related documents that are kept of each."""


def related(collected: CollectedPostings, distinctive: Collection[str]) -> tuple[tuple[int, ...], ...]:
    """For each document the numbers of those that share most of its distinctive words."""
    strongest: list[list[tuple[float, str]]] = [[] for _ in range(collected.documents)]
    for word in distinctive:
        documents, levels = collected.postings(word)
        if not 1 < len(documents) <= MAX_WORD_DOCUMENTS:
            continue
        rarity = idf(len(documents), collected.documents)
        for number, level in zip(documents, levels, strict=True):
            strongest[number].append((saturate(frequency_of(level)) * rarity, word))
    return tuple(_most_similar(number, words, collected) for number, words in enumerate(strongest))


def _most_similar(
    document: int, words: list[tuple[float, str]], collected: CollectedPostings
) -> tuple[int, ...]:
    scores: dict[int, float] = defaultdict(float)
    for weight, word in heapq.nlargest(MAX_WORDS, words):
        documents, levels = collected.postings(word)
        for number, level in zip(documents, levels, strict=True):
            scores[number] += weight * saturate(frequency_of(level))
    scores.pop(document, None)
    return tuple(heapq.nlargest(MAX_RELATED, scores, key=lambda number: (scores[number], number)))
