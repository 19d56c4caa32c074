"""Makes index/lexicon/data/neighbours.txt from word vectors.

    pip install numpy
    python -m tests.index.lexicon.make_neighbours words.vector

`words.vector` is a file of the package Synonyms 3.10.2 (MIT licence), in the binary form of word2vec: vectors
of 100 numbers that Hai Liang Wang and Hu Ying Xi trained on the Chinese Wikipedia. A line of ours is a word
and those that are used most like it, the nearest first. Both must be among the nearest of the other: else
words that stand everywhere are near to everything. Words that jieba's dictionary does not have, or hardly,
are left out: no text is cut into them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import jieba
import numpy as np

from index.lexicon.dictionary import MARK, NEIGHBOURS
from index.text.analyzer import is_han
from index.text.simplified import simplified
from tests.index.lexicon.make_dictionary import is_common

HEAD = """\
# Chinese words, each with those that are used like it, made by tests/index/lexicon/make_neighbours.py of the
# word vectors of Synonyms 3.10.2 (https://pypi.org/project/synonyms/3.10.2/). MIT licence, copyright
# Hai Liang Wang and Hu Ying Xi: anybody may deal in it without restriction, free of charge, who keeps this
# notice; it is provided as it is, without warranty of any kind.
"""

MIN_LIKENESS = 0.6
"""Cosine of two vectors at least."""

MUTUAL = 15
"""Each word must be among so many nearest of the other."""

MOST = 6
"""Neighbours of a word."""

BATCH = 1000


def main(source: Path) -> None:
    words, vectors = read(source)
    nearest = list(nearest_of(vectors))
    lines = []
    for number, word in enumerate(words):
        mutual = [words[other] for other in nearest[number] if number in nearest[other]]
        if mutual:
            lines.append(f"{MARK}{word}{MARK}{MARK.join(mutual[:MOST])}{MARK}\n")
    NEIGHBOURS.write_text(HEAD + "".join(sorted(lines, key=str.encode)), encoding="utf8")


def read(source: Path) -> tuple[list[str], np.ndarray]:
    """The words that are kept, and their vectors, each of length 1."""
    content = source.read_bytes()
    head = content.index(b"\n")
    count, size = map(int, content[:head].split())
    words, vectors = [], []
    position = head + 1
    for _ in range(count):
        end = content.index(b" ", position)
        word = content[position:end].strip().decode(errors="replace")
        if len(word) > 1 and is_han(word) and is_common(word) and simplified(word) == word:
            words.append(word)
            vectors.append(np.frombuffer(content, dtype=np.float32, count=size, offset=end + 1))
        position = end + 1 + 4 * size
    stacked = np.array(vectors)
    return words, stacked / np.linalg.norm(stacked, axis=1, keepdims=True)


def nearest_of(vectors: np.ndarray) -> Iterator[list[int]]:
    """For each vector the numbers of those nearest to it, itself left out."""
    for start in range(0, len(vectors), BATCH):
        likeness = vectors[start : start + BATCH] @ vectors.T
        for offset, row in enumerate(likeness):
            row[start + offset] = 0.0
            best = np.argsort(-row)[:MUTUAL]
            yield [int(other) for other in best if row[other] >= MIN_LIKENESS]


if __name__ == "__main__":
    jieba.initialize()
    main(Path(sys.argv[1]))
