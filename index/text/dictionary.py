"""Look-ups in jieba's dictionary of 349,000 words on the disk: nothing is loaded beforehand.

From its first Chinese word on its lines are in the order of their first character: those of one character are
read at once, and a word among them is found by one search of a string. In memory, as jieba and rjieba have
it, it takes 60 MB and 0.2 s and more.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

import jieba

from index.text.sorted_file import SortedFile

TOTAL = 60_101_967
"""Words of running text that the dictionary was counted in."""

_FIRST_HAN_LINE = "一 ".encode()
"""Start of the Chinese words; some dozen lines with Latin letters precede them."""

_LAST = b"\xff"
"""Behind a character: greater than all words that begin with it."""

LOOKUP_CACHE_SIZE = 20_000


@cache
def _lines() -> SortedFile[bytes]:
    with jieba.dt.get_dict_file() as file:
        return SortedFile(Path(file.name), lambda line: line, first=_FIRST_HAN_LINE)


@lru_cache(maxsize=LOOKUP_CACHE_SIZE)
def frequency(word: str) -> int | None:
    """How often a Chinese word was counted; 0 for the beginning of a longer one, None for neither."""
    first, line_start = word[:1].encode(), b"\n" + word.encode()
    lines = b"\n" + _lines().between(first, first + _LAST)
    offset = lines.find(line_start + b" ")
    if offset >= 0:
        return int(lines[offset + len(line_start) + 1 : lines.find(b" ", offset + len(line_start) + 1)])
    return 0 if line_start in lines else None


class Frequencies:
    """The dictionary with a domain's words, as jieba asks for it: a word's frequency, 0 for a beginning."""

    def __init__(self, words: Iterable[tuple[str, int]], usual: int) -> None:
        """Words with frequency 0 count as `usual`, or more where the dictionary says so."""
        self._domain_words = dict(words)
        self._usual = usual
        self._sorted = sorted(self._domain_words)
        self.total = TOTAL + sum(count or usual for count in self._domain_words.values())

    def get(self, word: str, default: int | None = None) -> int | None:
        """The frequency; `default` for what neither is a word nor begins one."""
        domain_count = self._domain_words.get(word)
        if domain_count is not None:
            return domain_count or max(self._usual, frequency(word) or 0)
        count = frequency(word)
        return count if count is not None else 0 if self._begins(word) else default

    def __getitem__(self, word: str) -> int:
        return self.get(word) or 0

    def __contains__(self, word: str) -> bool:
        return self.get(word) is not None

    def _begins(self, text: str) -> bool:
        index = bisect_left(self._sorted, text)
        return index < len(self._sorted) and self._sorted[index].startswith(text)
