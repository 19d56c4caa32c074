"""Latin runs → words whole and in parts: MobileNetV3-Large, ARMv8.2, C++, .NET, google/XNNPACK.

A chain is what stands between spaces, Chinese and strong punctuation; its words stand between `-`, `_`,
`.`, `/` and `'`; a word's parts stand between letters and digits and where lower case turns to upper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

HAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
"""Characters written without spaces between words, as a regular expression's class."""

LETTER = rf"[^\W_{HAN}]"
WORD = rf"{LETTER}+(?:\+\+(?![^\W\d_{HAN}])|\#(?!{LETTER}))?"
CHAIN = rf"(?:(?<!{LETTER})(?<![._])\.(?=[^\W\d_{HAN}]))?{WORD}(?:[-_./']{WORD})*"

MAX_JOINED_WORDS = 3
"""Words of a chain that are also indexed as one: enough for owner/repo and x86-64-v3."""

SINGLE_WORDS = frozenset(
    line
    for line in Path(__file__).with_name("single_words.txt").read_text(encoding="utf8").splitlines()
    if not line.startswith("#")
)
"""Names with a capital inside that are no two words."""

MAX_PARTS = 6
"""A word of more parts is a hash or an identifier, whose parts are not searched."""

_WORD = re.compile(WORD)
_PART = re.compile(rf"\d+|[^\W\d_{HAN}]+")
_LEADING_DOT = "."

CACHE_SIZE = 4096
"""Chains and words whose terms and parts are kept: few different ones make up most of a text."""


@lru_cache(maxsize=CACHE_SIZE)
def chain_terms(chain: str, original: str) -> tuple[tuple[str, bool], ...]:
    """All terms of a folded chain, each with whether it is whole words or part of one.

    `original` holds the unfolded character at each position of the chain: case shows where parts begin.
    """
    return tuple(_chain_terms(chain, original))


def _chain_terms(chain: str, original: str) -> Iterator[tuple[str, bool]]:
    words = list(_WORD.finditer(chain))
    if chain[0] == _LEADING_DOT:
        yield chain[: words[0].end()], True
    for first, word in enumerate(words):
        for last in range(first, min(first + MAX_JOINED_WORDS, len(words))):
            yield joined(chain[word.start() : words[last].end()]), True
        yield from _parts(word, original)
    if len(words) > MAX_JOINED_WORDS:
        yield joined(chain.lstrip(_LEADING_DOT)), True


def latin_words(folded: str) -> set[str]:
    """The Latin words of a folded text as they stand, without parts or what they are joined to."""
    return set(_WORD.findall(folded))


def joined(run: str) -> str:
    """A chain as one word: without its separators, except the point in a number."""
    return run[0] + re.sub(r"(?<!\d)\.|\.(?!\d)|[-_/']", "", run[1:])


def chain_words(chain: str) -> tuple[str, ...]:
    """The words of a chain: `c++` and `c#` of `c++/c#`; a chain that begins with a point is one word."""
    return (joined(chain),) if chain[0] == _LEADING_DOT else tuple(_WORD.findall(chain))


def slash_bounds(chain: str) -> list[tuple[int, int]]:
    """Where the smaller chains between slashes stand in a chain."""
    return [match.span() for match in re.finditer("[^/]+", chain)]


def chain_bounds(chain: str) -> list[tuple[int, int]]:
    """Where the words of a chain stand in it."""
    return [(0, len(chain))] if chain[0] == _LEADING_DOT else [word.span() for word in _WORD.finditer(chain)]


@lru_cache(maxsize=CACHE_SIZE)
def part_bounds(word: str, original: str) -> tuple[tuple[int, int], ...]:
    """Where the smallest parts of a folded word stand; `original` holds its characters unfolded."""
    bounds: list[tuple[int, int]] = []
    for run in _PART.finditer(word):
        for start, end in _case_spans(run.start(), run.end(), original):
            is_second = bool(bounds) and word[bounds[-1][0] : end] in SINGLE_WORDS
            bounds.append((bounds.pop()[0] if is_second else start, end))
    return tuple(bounds)


def _parts(word: re.Match[str], original: str) -> Iterator[tuple[str, bool]]:
    text = word.group()
    bounds = part_bounds(text, original[word.start() : word.end()])
    if len(bounds) > MAX_PARTS:
        return
    for first, (first_start, _) in enumerate(bounds):
        for _, last_end in bounds[first:]:
            if last_end - first_start < len(text):
                yield text[first_start:last_end], False


def _case_spans(start: int, end: int, original: str) -> Iterator[tuple[int, int]]:
    """Cut letters where case says so: Mobile|Net, XML|Parser, ARM|v, GPU|s."""
    part_start = start
    for position in range(start + 1, end):
        if _is_boundary(position, end, original):
            yield part_start, position
            part_start = position
    yield part_start, end


def _is_boundary(position: int, end: int, original: str) -> bool:
    previous, current = original[position - 1], original[position]
    following = original[position + 1] if position + 1 < end else ""
    if current.isupper():
        return previous.islower() or (
            previous.isupper()
            and following.islower()
            and position + 2 < end
            and original[position + 2].islower()
        )
    single = not following.islower()
    return (
        current.islower()
        and previous.isupper()
        and single
        and position >= 2
        and original[position - 2].isupper()
    )
