"""Latin runs → words whole and in parts: MobileNetV3-Large, ARMv8.2, C++, .NET, google/XNNPACK.

A chain is what stands between spaces, Chinese and strong punctuation; its words stand between `-`, `_`,
`.`, `/` and `'`; a word's parts stand between letters and digits and where lower case turns to upper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

HAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
"""Characters written without spaces between words, as a regular expression's class."""

LETTER = rf"[^\W_{HAN}]"
WORD = rf"{LETTER}+(?:\+\+(?![^\W\d_{HAN}])|\#(?!{LETTER}))?"
CHAIN = rf"(?:(?<!{LETTER})(?<![._])\.(?=[^\W\d_{HAN}]))?{WORD}(?:[-_./']{WORD})*"

LONGEST_JOIN = 3
"""Words of a chain that are also indexed as one: enough for owner/repo and x86-64-v3."""

SINGLE_WORDS = frozenset(
    line
    for line in Path(__file__).with_name("single_words.txt").read_text(encoding="utf8").splitlines()
    if not line.startswith("#")
)
"""Names with a capital inside that are no two words."""

MOST_PARTS = 6
"""A word of more parts is a hash or an identifier; nobody searches for its pieces."""

_WORD = re.compile(WORD)
_PART = re.compile(rf"\d+|[^\W\d_{HAN}]+")
_LEADING_DOT = "."


class Piece(NamedTuple):
    """A run of a folded text that is a term: whole words, or part of one."""

    text: str
    start: int
    end: int
    whole: bool


def pieces(chain: str, offset: int, original: Sequence[str]) -> Iterator[Piece]:
    """All terms of a chain that starts at `offset` of a folded text.

    `original` holds the unfolded character at each place of the chain: case shows where parts begin.
    """
    words = list(_WORD.finditer(chain))
    if chain[0] == _LEADING_DOT:
        yield Piece(chain[: words[0].end()], offset, offset + words[0].end(), True)
    for first, word in enumerate(words):
        for last in range(first, min(first + LONGEST_JOIN, len(words))):
            start, end = word.start(), words[last].end()
            yield Piece(joined(chain[start:end]), offset + start, offset + end, True)
        yield from _parts(word, offset, original)
    if len(words) > LONGEST_JOIN:
        yield Piece(joined(chain.lstrip(_LEADING_DOT)), offset + words[0].start(), offset + len(chain), True)


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
    return [piece.span() for piece in re.finditer("[^/]+", chain)]


def chain_bounds(chain: str) -> list[tuple[int, int]]:
    """Where the words of a chain stand in it."""
    return [(0, len(chain))] if chain[0] == _LEADING_DOT else [word.span() for word in _WORD.finditer(chain)]


def part_bounds(word: str, original: Sequence[str]) -> list[tuple[int, int]]:
    """Where the smallest parts of a folded word stand; `original` holds its characters unfolded."""
    found: list[tuple[int, int]] = []
    for run in _PART.finditer(word):
        for start, end in _humps(run.start(), run.end(), original):
            is_second = bool(found) and word[found[-1][0] : end] in SINGLE_WORDS
            found.append((found.pop()[0] if is_second else start, end))
    return found


def _parts(word: re.Match[str], offset: int, original: Sequence[str]) -> Iterator[Piece]:
    text, start = word.group(), word.start()
    bounds = part_bounds(text, original[start : word.end()])
    if len(bounds) > MOST_PARTS:
        return
    for first, (left, _) in enumerate(bounds):
        for _, right in bounds[first:]:
            if right - left < len(text):
                yield Piece(text[left:right], offset + start + left, offset + start + right, False)


def _humps(start: int, end: int, original: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Cut letters where case says so: Mobile|Net, XML|Parser, ARM|v, GPU|s."""
    left = start
    for place in range(start + 1, end):
        if _turns(place, end, original):
            yield left, place
            left = place
    yield left, end


def _turns(place: int, end: int, original: Sequence[str]) -> bool:
    before, here = original[place - 1], original[place]
    after = original[place + 1] if place + 1 < end else ""
    if here.isupper():
        return before.islower() or (
            before.isupper() and after.islower() and place + 2 < end and original[place + 2].islower()
        )
    single = not after.islower()
    return here.islower() and before.isupper() and single and place >= 2 and original[place - 2].isupper()
