"""Chinese runs → words: the only module that knows jieba and rjieba.

rjieba is jieba in Rust. On runs of Chinese characters their words are the same, and it is 15 times as
fast; so it is taken where it is installed. Neither sees Latin: runs are cut apart before.
"""

from __future__ import annotations

import logging
import math
import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import Protocol

import jieba

try:
    import rjieba
except ImportError:  # an extra: pip install jianbao[fast]
    IS_NATIVE = False
else:
    IS_NATIVE = True

jieba.setLogLevel(logging.WARNING)

DICTIONARY_WORDS = 60_101_967
"""Words of running text that jieba's dictionary was counted in."""

_EVERYDAY = re.compile(r"^(\S+) (\d{4,}) ", re.MULTILINE)
"""Lines of words that stand there a thousand times or more."""

WORD_FREQUENCY = 2000
"""How common a domain word counts: more than the product of its parts, less than everyday words."""

SHORTEST_WORD = 2
SHORTEST_WITH_PARTS = 3


class Cutter(Protocol):
    """What both libraries can do."""

    def cut(self, run: str) -> Sequence[str]:
        """Words that put together give the run."""
        ...

    def knows(self, word: str) -> bool:
        """Whether the dictionary has the word."""
        ...

    def add(self, word: str, frequency: int) -> None:
        """Put a word into the dictionary."""
        ...


class JiebaCutter:
    """jieba with a dictionary of its own.

    Its own loader would keep a cache in the folder for temporary files that all users share, and would
    write to standard error. Reading the dictionary anew costs half a second.
    """

    def __init__(self) -> None:
        self._tokenizer = jieba.Tokenizer()
        words, total = self._tokenizer.gen_pfdict(self._tokenizer.get_dict_file())
        self._tokenizer.FREQ, self._tokenizer.total = words, total
        self._tokenizer.initialized = True

    def cut(self, run: str) -> Sequence[str]:
        """Without the hidden Markov model: it invents words by context, and a query has none."""
        return list(self._tokenizer.cut(run, HMM=False))

    def knows(self, word: str) -> bool:
        """Prefixes of words stand in jieba's dictionary too, with frequency 0."""
        return bool(self._tokenizer.FREQ.get(word))

    def add(self, word: str, frequency: int) -> None:
        """Put a word into the dictionary."""
        self._tokenizer.add_word(word, frequency)


class RustCutter:
    """rjieba; its dictionary is part of it."""

    def __init__(self) -> None:
        self._jieba = rjieba.Jieba()

    def cut(self, run: str) -> Sequence[str]:
        """Without the hidden Markov model, as above."""
        words: list[str] = self._jieba.cut(run, False)
        return words

    def knows(self, word: str) -> bool:
        """Whether the dictionary has the word."""
        return bool(self._jieba.has_word(word))

    def add(self, word: str, frequency: int) -> None:
        """Put a word into the dictionary."""
        self._jieba.add_word(word, frequency, "n")


@cache
def everyday_words() -> Mapping[str, float]:
    """Common Chinese words with how rare they are in everyday text: the logarithm of one in so many words.

    Counted in jieba's dictionary. A word that is missing here is rarer than all that are not.
    """
    listed = _EVERYDAY.findall(jieba.dt.get_dict_file().read().decode("utf8"))
    return {word: math.log(DICTIONARY_WORDS / int(count)) for word, count in listed}


class Segmenter:
    """Cuts runs of Chinese characters into words of jieba's dictionary and of a domain's.

    The dictionary is read at the first cut. Safe to use from several threads.
    """

    def __init__(self, words: Iterable[tuple[str, int]] = (), *, native: bool = True) -> None:
        """`words` with their frequencies (0: as usual); `native` false keeps to jieba itself."""
        self._words = tuple(words)
        self._native = native
        self._lock = threading.Lock()

    @cached_property
    def _cutter(self) -> Cutter:
        with self._lock:
            cutter: Cutter = RustCutter() if self._native and IS_NATIVE else JiebaCutter()
            for word, frequency in self._words:
                if frequency or list(cutter.cut(word)) != [word]:
                    cutter.add(word, frequency or WORD_FREQUENCY)
            return cutter

    def cut(self, run: str) -> Sequence[str]:
        """Words that put together give the run."""
        return self._cutter.cut(run)

    def parts(self, word: str) -> Sequence[tuple[int, int]]:
        """Where shorter words of the dictionary stand inside a word: 神经网络 in 卷积神经网络."""
        size = len(word)
        if size < SHORTEST_WITH_PARTS:
            return ()
        return [
            (start, end)
            for start in range(size - 1)
            for end in range(start + SHORTEST_WORD, size + 1)
            if end - start < size and self._cutter.knows(word[start:end])
        ]

    def split(self, word: str) -> tuple[str, ...]:
        """The fewest shorter words that put together are a word; () where it has none: 卷积|神经网络."""
        best: dict[int, tuple[str, ...]] = {0: ()}
        for start, end in sorted(self.parts(word), key=lambda bounds: (bounds[1], bounds[0])):
            if start in best and (end not in best or len(best[start]) + 1 < len(best[end])):
                best[end] = (*best[start], word[start:end])
        return best.get(len(word), ())
