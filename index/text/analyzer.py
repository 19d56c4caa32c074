"""Text → words and terms: one analysis for index, query and highlight. Knows no engine.

Han runs become words of the dictionary, with the shorter words inside them; Latin runs become words
whole, joined and in parts. Every word knows where it stands in the original text. Beside the terms
stand Han grams: single characters and pairs, which find what no dictionary knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from index.text.folding import Folded, fold, fold_text, squeeze
from index.text.latin import (
    CHAIN,
    HAN,
    chain_bounds,
    chain_terms,
    chain_words,
    joined,
    part_bounds,
    slash_bounds,
)
from index.text.segmenter import RUNS_BEFORE_LOADING, Segmenter

ANALYSIS_VERSION = 14
"""Counts up with every change of what a text becomes, or of how it is kept: an index of another version is
rebuilt."""

_RUN = re.compile(rf"(?P<han>[{HAN}]+)|(?P<latin>{CHAIN})")
_HAN_RUN = re.compile(rf"[{HAN}]+")
_SEPARATORS = str.maketrans("", "", " -_/'")
_PLAIN_NAME = re.compile(rf"[a-z0-9{HAN}]+")
_DICTIONARY_RUN = re.compile(r"[\u4e00-\u9fd5]+|.", re.DOTALL)
"""What jieba's dictionary covers; characters beyond it stand alone."""


class Word(NamedTuple):
    """A word of a query."""

    key: str
    """Folded; a Latin chain joined (`risc-v` is `riscv`)."""

    parts: tuple[str, ...]
    """The smallest parts of a Latin chain; else the word alone."""

    chain: tuple[str, ...]
    """The words of a Latin chain; else the word alone."""

    start: int
    end: int
    """Half-open character range in the original text."""

    capitals: bool = False
    """Written in capitals only, two or more: US is no word of English grammar."""


def whole_word(key: str, start: int, end: int) -> Word:
    """A word that is no chain and has no parts."""
    return Word(key, (key,), (key,), start, end)


def joined_characters(words: Sequence[Word]) -> str:
    """The run that several Chinese words of one character each are which touch; "" where they are none."""
    run = "".join(word.key for word in words)
    touching = words[-1].end - words[0].start == len(run) == len(words) > 1
    return run if touching and is_han(run) else ""


class Analysis(NamedTuple):
    """All that indexing needs of a text."""

    folded: str
    terms: list[tuple[str, bool]]
    """In the order of the text; each is whole, or a part of a Latin word (`net` in MobileNet)."""

    words: list[Word]
    """The words that put together are the text."""


class Analyzer:
    """The analysis with one domain's dictionary. Safe to use from several threads."""

    def __init__(self, segmenter: Segmenter) -> None:
        self.segmenter = segmenter

    def analyse(self, text: str) -> Analysis:
        """Terms and words of a text, cut once."""
        folded = fold(text)
        terms: list[tuple[str, bool]] = []
        words = []
        for run in _RUN.finditer(folded.text):
            if run.lastgroup == "han":
                for start, end in self._han_word_spans(run.group(), run.start()):
                    word = folded.text[start:end]
                    words.append(whole_word(word, *folded.span(start, end)))
                    terms.append((word, True))
                    terms += [(word[first:last], True) for first, last in self.segmenter.parts(word)]
            else:
                original = folded.original(text, *run.span())
                terms += chain_terms(run.group(), original)
                words.append(self._word(folded, text, *run.span()))
        return Analysis(folded.text, terms, words)

    def words(self, text: str) -> list[Word]:
        """The words that put together are the text: nothing twice, chains whole."""
        folded = fold(text)
        return [self._word(folded, text, *bounds) for bounds in self._word_spans(folded.text)]

    def subchains(self, word: Word, text: str) -> list[Word]:
        """The smaller chains of a Latin chain: what stands between its slashes, or else its words."""
        folded = fold(text[word.start : word.end])
        bounds = slash_bounds(folded.text)
        if len(bounds) < 2:
            bounds = chain_bounds(folded.text)
        chains = [self._word(folded, text[word.start : word.end], start, end) for start, end in bounds]
        return [
            chain._replace(start=chain.start + word.start, end=chain.end + word.start) for chain in chains
        ]

    def split(self, word: str) -> tuple[str, ...]:
        """The shorter words that together are a Chinese word; () where a character would be left over."""
        words = tuple(word[start:end] for start, end in self.segmenter.split(word))
        return words if sum(map(len, words)) == len(word) else ()

    def _word(self, folded: Folded, text: str, start: int, end: int) -> Word:
        written = folded.text[start:end]
        span = folded.span(start, end)
        if is_han(written):
            return whole_word(written, *span)
        original = folded.original(text, start, end)
        parts = tuple(written[first:last] for first, last in part_bounds(written, original))
        capitals = len(original) > 1 and all(map(str.isupper, original))
        return Word(joined(written), parts, chain_words(written), *span, capitals)

    def _word_spans(self, folded: str) -> Iterator[tuple[int, int]]:
        for run in _RUN.finditer(folded):
            if run.lastgroup == "han":
                yield from self._han_word_spans(run.group(), run.start())
            else:
                yield run.span()

    def _han_word_spans(self, run: str, start: int) -> Iterator[tuple[int, int]]:
        position = start
        for stretch in _DICTIONARY_RUN.findall(run):
            for word in self.segmenter.cut(stretch):
                yield position, position + len(word)
                position += len(word)


@lru_cache(maxsize=8)
def analyzer_of(words: tuple[tuple[str, int], ...], *, many: bool = False) -> Analyzer:
    """One analyzer for the domain words of each lexicon; `many` texts may have to be read."""
    return Analyzer(Segmenter(words, load_after=RUNS_BEFORE_LOADING if many else None))


def grams(text: str) -> set[str]:
    """Single characters and pairs of the Han runs of a text, white space squeezed out of it."""
    return folded_grams(squeeze(fold_text(text)))


def folded_grams(squeezed: str) -> set[str]:
    """The same of a text that is folded and squeezed already."""
    gram_set: set[str] = set()
    for run in _HAN_RUN.findall(squeezed):
        gram_set.update(run)
        gram_set.update(map("".join, pairwise(run)))
    return gram_set


def name_key(text: str) -> str:
    """A name as it is looked up: case, width, script, spaces and hyphens do not count."""
    folded = fold_text(text)
    letters = folded.translate(_SEPARATORS)
    if _PLAIN_NAME.fullmatch(letters):
        return letters  # most names
    runs = _RUN.finditer(folded)
    return "".join(run.group() if run.lastgroup == "han" else joined(run.group()) for run in runs)


def is_han(text: str) -> bool:
    """Whether a folded text is written without spaces between words, from end to end."""
    return _HAN_RUN.fullmatch(text) is not None
