"""Traditional and simplified script: the only module that knows OpenCC."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import opencc

HAN_BLOCKS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x2A6E0))
"""Unicode blocks of ideographs that have simplified forms; half-open."""


@cache
def _characters() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def simplified_form(character: str) -> str:
    """The simplified form of a traditional character; others stay as they are.

    OpenCC also converts whole phrases. Here each character is alone, so that a text keeps its length and the
    same character always becomes the same character, in a query as in an issue.
    """
    code = ord(character)
    if not any(start <= code < end for start, end in HAN_BLOCKS):
        return character
    converted: str = _characters().convert(character)
    return converted if len(converted) == 1 else character


@cache
def _taiwan_to_mainland() -> opencc.OpenCC:
    return opencc.OpenCC("tw2sp")


def simplified(text: str) -> str:
    """A text in simplified script, character by character: as long as before."""
    return "".join(map(simplified_form, text))


def mainland_phrases(text: str) -> str:
    """A text in simplified script with the mainland's words for Taiwan's: 軟體 is 软件, 人工智慧 is 人工智能.

    By OpenCC's tables of phrases. Only queries are so converted: what an issue says is kept as it is.
    """
    converted: str = _taiwan_to_mainland().convert(text)
    return converted


@cache
def _mainland_to_taiwan() -> opencc.OpenCC:
    return opencc.OpenCC("s2twp")


def taiwan_words(words: Iterable[str]) -> dict[str, str]:
    """Taiwan's words for some words of the mainland, in simplified script → the mainland's word."""
    mainland_words = sorted(words)
    converted = _mainland_to_taiwan().convert("\n".join(mainland_words)).splitlines()
    pairs = (
        (simplified(taiwanese), mainland)
        for mainland, taiwanese in zip(mainland_words, converted, strict=True)
    )
    return {taiwanese: mainland for taiwanese, mainland in pairs if taiwanese != mainland}
