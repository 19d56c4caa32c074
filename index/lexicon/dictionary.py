"""A general Chinese–English dictionary, both ways: permafrost is 永久冻土. The file says where it comes from.

It is mapped into memory, which all processes share, and its lines are in order, so that a word is found by
bisection: nothing is loaded, and there is no table of 100,000 words in every worker.
"""

from __future__ import annotations

import mmap
from functools import cache, lru_cache
from pathlib import Path

from index.text.mapped_entries import find_entry, mapped

FILE = Path(__file__).parent / "data" / "dictionary.txt"

MARK = "|"
"""Around each word of a line: a word, then those of the other language. Lines are in the order of their bytes
up to the second mark."""

CACHE_SIZE = 2000


@lru_cache(maxsize=CACHE_SIZE)
def translations(word: str) -> tuple[str, ...]:
    """A folded word in the other language; () where the dictionary has none."""
    if not word or MARK in word:
        return ()
    file, key = _file(), f"{MARK}{word}{MARK}".encode()
    line = find_entry(file, key, _word_of, (0, len(file)))
    return tuple(line[len(key) :].decode().strip().strip(MARK).split(MARK)) if line else ()


def _word_of(line: bytes) -> bytes:
    """The word that a line begins with, in its marks; comments stand before all of them."""
    return line[: line.find(MARK.encode(), 1) + 1]


@cache
def _file() -> mmap.mmap:
    return mapped(FILE)
