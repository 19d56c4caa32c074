"""A general Chinese–English dictionary, both ways: permafrost is 永久冻土. The file says where it comes from.

It is mapped into memory, which all processes share, and its lines are in order, so that a word is found by
bisection: nothing is loaded, and there is no table of 100,000 words in every worker.
"""

from __future__ import annotations

import mmap
from functools import cache, lru_cache
from pathlib import Path

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
    file, entry = _file(), f"{MARK}{word}{MARK}".encode()
    low, high = 0, len(file)
    while low < high:
        middle = file.rfind(b"\n", low, (low + high) // 2) + 1 or low
        end = file.find(b"\n", middle, high)
        end = end + 1 if end >= 0 else high
        if file[middle : middle + len(entry)] == entry:
            return tuple(file[middle + len(entry) : end].decode().strip().strip(MARK).split(MARK))
        if file[middle : file.find(b"|", middle + 1, end) + 1] < entry:
            low = end
        else:
            high = middle
    return ()


@cache
def _file() -> mmap.mmap:
    with FILE.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
