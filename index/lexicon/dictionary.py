"""What is known of words in general: their translations, and the words that are used like them.

Each file says where it comes from. Its lines are in order, so that a word is found by one short read: there
is no table of 100,000 words in every worker.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from index.text.sorted_file import SortedFile

FILE = Path(__file__).parent / "data" / "dictionary.txt"
NEIGHBOURS = Path(__file__).parent / "data" / "neighbours.txt"

MARK = "|"
"""Around each word of a line: a word, then those that it leads to. Lines are in the order of their bytes
up to the second mark."""

CACHE_SIZE = 2000


@lru_cache(maxsize=CACHE_SIZE)
def translations(word: str) -> tuple[str, ...]:
    """A folded word in the other language, Chinese or English; () where the dictionary has none."""
    return _line_of(FILE, word)


@lru_cache(maxsize=CACHE_SIZE)
def neighbours(word: str) -> tuple[str, ...]:
    """Chinese words that stand in the same surroundings as this one, the most alike first: 餐馆 for 饭店.

    The nearest vectors of word2vec (Mikolov et al., 2013): mostly synonyms and kinds of the same thing, but
    also opposites.
    """
    return _line_of(NEIGHBOURS, word)


def _line_of(file: Path, word: str) -> tuple[str, ...]:
    if not word or MARK in word:
        return ()
    key = f"{MARK}{word}{MARK}".encode()
    line = _opened(file).find(key)
    return tuple(line[len(key) :].decode().strip().strip(MARK).split(MARK)) if line else ()


def _word_of(line: bytes) -> bytes:
    """The word that a line begins with, in its marks; comments stand before all of them."""
    return line[: line.find(MARK.encode(), 1) + 1]


@cache
def _opened(file: Path) -> SortedFile[bytes]:
    return SortedFile(file, _word_of)
