"""Chinese runs → words: the only module that knows how jieba and rjieba cut.

A query cuts a few runs and must start at once: it uses jieba with the dictionary on the disk. Indexing
cuts many: after as many as a new issue has the dictionary is loaded, into rjieba (jieba in Rust, 15 times as
fast) where that is installed. All give the same words; only of two orders of the same words, which are
equally likely, rounding takes one or the other (量|量量, 量量|量). None of them sees Latin text: Latin and
Chinese runs are separated before.
"""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from importlib.util import find_spec
from typing import Any, Protocol

import jieba

from index.text.dictionary import TOTAL, Frequencies, frequency

jieba.setLogLevel(logging.WARNING)

MIN_EVERYDAY_COUNT = 1000
"""Occurrences of a word in the dictionary's corpus from which on its rarity counts."""

EVERYDAY_RANGE = (5.0, 15.0)
"""A word that is one in e**5 words of everyday text weighs least, one in e**15 or rarer weighs 1."""

MIN_EVERYDAY_WEIGHT = 0.1

WORD_FREQUENCY = 2000
"""How common a domain word counts at least: more than the product of its parts, less than everyday words."""

SHORTEST_WITH_PARTS = 3
LONGEST_PART = 8

RUNS_BEFORE_LOADING = 1500
"""As many as a new issue has: with the dictionary on the disk they take 0.05 s, to load it takes 0.3 s."""

WORDS_KEPT = 4096
"""Words whose parts are kept: few different ones make up most of a text."""

LEFTOVER_COST = 1.1
"""A character that belongs to no shorter word costs a little more than a word."""


class Cutter(Protocol):
    """What both libraries can do."""

    def cut(self, run: str) -> Sequence[str]:
        """Words that put together give the run."""
        ...

    def knows(self, word: str) -> bool:
        """Whether the dictionary has the word."""
        ...


def _tokenizer(words: Any, total: int) -> jieba.Tokenizer:  # noqa: ANN401 - a mapping as jieba wants it
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = words, total, True
    return tokenizer


class DiskCutter:
    """jieba with the dictionary on the disk: it starts at once, and takes 0.1 ms for a question."""

    def __init__(self, words: Iterable[tuple[str, int]]) -> None:
        self._words = Frequencies(words, WORD_FREQUENCY)
        self._tokenizer = _tokenizer(self._words, self._words.total)

    def cut(self, run: str) -> Sequence[str]:
        """Without the hidden Markov model: it invents words by context, and a query has none."""
        return list(self._tokenizer.cut(run, HMM=False))

    def knows(self, word: str) -> bool:
        """Beginnings of words stand in the dictionary too, with frequency 0."""
        return bool(self._words.get(word))


class JiebaCutter:
    """jieba with a dictionary of its own in memory.

    Its own loader would keep a cache in the folder for temporary files that all users share, and would
    write to standard error. Reading the dictionary anew costs half a second.
    """

    def __init__(self, words: Iterable[tuple[str, int]]) -> None:
        frequencies, total = jieba.Tokenizer.gen_pfdict(jieba.dt.get_dict_file())
        self._tokenizer = _tokenizer(frequencies, total)
        for word, count in words:
            self._tokenizer.add_word(word, count or max(WORD_FREQUENCY, frequency(word) or 0))

    def cut(self, run: str) -> Sequence[str]:
        """Without the hidden Markov model, as above."""
        return list(self._tokenizer.cut(run, HMM=False))

    def knows(self, word: str) -> bool:
        """As above."""
        return bool(self._tokenizer.FREQ.get(word))


class RustCutter:
    """rjieba; its dictionary is part of it."""

    def __init__(self, words: Iterable[tuple[str, int]]) -> None:
        # 34 MB and 0.1 s: loaded only for indexing.
        import rjieba  # noqa: PLC0415

        self._jieba = rjieba.Jieba()
        for word, count in words:
            self._jieba.add_word(word, count or max(WORD_FREQUENCY, frequency(word) or 0), "n")

    def cut(self, run: str) -> Sequence[str]:
        """Without the hidden Markov model, as above."""
        words: list[str] = self._jieba.cut(run, False)
        return words

    def knows(self, word: str) -> bool:
        """Whether the dictionary has the word."""
        return bool(self._jieba.has_word(word))


def rareness(word: str) -> float | None:
    """The logarithm of one in how many words of running text a word is; None where it was never counted."""
    count = frequency(word)
    return math.log(TOTAL / count) if count else None


def everyday_weight(word: str) -> float:
    """Weight of a word by its rarity in everyday text, as counted for jieba's dictionary:
    MIN_EVERYDAY_WEIGHT … 1. A word with fewer than MIN_EVERYDAY_COUNT occurrences weighs 1."""
    count = frequency(word) or 0
    if count < MIN_EVERYDAY_COUNT:
        return 1.0
    low, high = EVERYDAY_RANGE
    return max(MIN_EVERYDAY_WEIGHT, min(1.0, (math.log(TOTAL / count) - low) / (high - low)))


class Segmenter:
    """Cuts runs of Chinese characters into words of jieba's dictionary and of a domain's.

    Safe to use from several threads.
    """

    def __init__(
        self, words: Iterable[tuple[str, int]] = (), *, load_after: int | None = None, native: bool = True
    ) -> None:
        """`words` with their frequencies (0: as usual). The dictionary is loaded after `load_after` runs, or
        never; `native` false loads it into jieba itself."""
        self._words = tuple(words)
        self._runs_before_loading = load_after
        self._native = native
        self._lock = threading.Lock()
        self.parts = lru_cache(maxsize=WORDS_KEPT)(self._parts)
        """Where shorter words stand inside a word, and again inside these: half-open ranges."""

    @property
    def _cutter(self) -> Cutter:
        return self._loaded if self._runs_before_loading == 0 else self._on_disk

    @cached_property
    def _on_disk(self) -> Cutter:
        with self._lock:
            return DiskCutter(self._words)

    @cached_property
    def _loaded(self) -> Cutter:
        with self._lock:
            if self._native and find_spec("rjieba") is not None:  # an extra: pip install jianbao[fast]
                return RustCutter(self._words)
            return JiebaCutter(self._words)

    def cut(self, run: str) -> Sequence[str]:
        """Words that put together give the run."""
        cutter = self._cutter
        if self._runs_before_loading is not None:
            self._runs_before_loading = max(0, self._runs_before_loading - 1)
        return cutter.cut(run)

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
            choices = [(cost + LEFTOVER_COST, bounds)]
            for start in range(max(0, end - LONGEST_PART), end - 1):
                if end - start < len(word) and self.knows(word[start:end]):
                    cost, bounds = best[start]
                    choices.append((cost + 1.0, (*bounds, (start, end))))
            best.append(min(choices))
        return best[-1][1]

    def _parts(self, word: str) -> tuple[tuple[int, int], ...]:
        spans = self.split(word)
        inner = [
            (start + left, start + right)
            for start, end in spans
            for left, right in self.parts(word[start:end])
        ]
        return (*spans, *inner)
