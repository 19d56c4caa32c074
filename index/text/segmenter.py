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

EVERYDAY = (5.0, 15.0)
"""One in e**5 words of everyday text tells nothing, one in e**15 tells fully."""

LEAST_WEIGHT = 0.1

WORD_FREQUENCY = 2000
"""How common a domain word counts: more than the product of its parts, less than everyday words."""

SHORTEST_WITH_PARTS = 3
LONGEST_PART = 8

LEFT_OVER = 1.1
"""A character that belongs to no shorter word costs a little more than a word."""


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
    with jieba.dt.get_dict_file() as file:
        listed = _EVERYDAY.findall(file.read().decode("utf8"))
    return {word: math.log(DICTIONARY_WORDS / int(count)) for word, count in listed}


def everyday_weight(word: str) -> float:
    """How much a word tells by how rare it is in everyday text: LEAST_WEIGHT … 1."""
    rareness = everyday_words().get(word)
    if rareness is None:
        return 1.0
    low, high = EVERYDAY
    return max(LEAST_WEIGHT, min(1.0, (rareness - low) / (high - low)))


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

    def knows(self, word: str) -> bool:
        """Whether the dictionary has a word."""
        return self._cutter.knows(word)

    def split(self, word: str) -> tuple[tuple[int, int], ...]:
        """Where the shorter words stand that a word is made of: 卷积|神经网络; () where it is made of none.

        Few words and few characters left over: 模拟|器, and 轻量|化, but not 轻|量化.
        """
        if len(word) < SHORTEST_WITH_PARTS:
            return ()
        best: list[tuple[float, tuple[tuple[int, int], ...]]] = [(0.0, ())]
        for end in range(1, len(word) + 1):
            cost, bounds = best[end - 1]
            choices = [(cost + LEFT_OVER, bounds)]
            for start in range(max(0, end - LONGEST_PART), end - 1):
                if end - start < len(word) and self._cutter.knows(word[start:end]):
                    cost, bounds = best[start]
                    choices.append((cost + 1.0, (*bounds, (start, end))))
            best.append(min(choices))
        return best[-1][1]

    def parts(self, word: str) -> tuple[tuple[int, int], ...]:
        """Where shorter words stand inside a word, and again inside these."""
        found = self.split(word)
        inner = [
            (start + left, start + right)
            for start, end in found
            for left, right in self.parts(word[start:end])
        ]
        return (*found, *inner)
