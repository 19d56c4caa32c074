"""How Chinese words are read, without tones: the only module that knows pypinyin.

A word has as many readings as its characters have common ones; 银行 is in pypinyin's dictionary of
phrases, and so has one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import islice, product
from unicodedata import combining, normalize

READINGS_OF_CHARACTER = 2
"""Readings of a character that count; the further ones are rare."""

BLURRED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
"""Sounds that are told apart in the north, and hardly in the south."""

READINGS_OF_WORD = 8
"""Readings of a word that count."""


@cache
def _characters() -> Mapping[int, str]:
    # pypinyin loads its phrases unasked, unless told not to: 0.2 s and 40 MB.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415 - most processes never need it

    return pinyin_dict


@cache
def _phrases() -> Mapping[str, list[list[str]]]:
    _characters()
    # 0.3 s and 30 MB for 47,000 phrases: only whoever writes an index pays for them.
    from pypinyin.phrases_dict import phrases_dict  # noqa: PLC0415

    return phrases_dict


def readings(word: str) -> tuple[str, ...]:
    """Readings of a Chinese word, syllables joined: 高通 is `gaotong`; none where a character has none."""
    return _distinct("".join(syllables) for syllables in _syllables(word))


def possible_readings(word: str) -> tuple[str, ...]:
    """The same by characters alone, so that the phrases need not be loaded: some more than a word has."""
    return _distinct("".join(syllables) for syllables in _by_character(word))


def usual_reading(run: str) -> str:
    """A run read character by character, each as it is usually read; "" where one has no reading.

    For what no dictionary of phrases holds: a run that somebody mistyped.
    """
    syllables = [_of_character(character)[:1] for character in run]
    return "".join(syllable[0] for syllable in syllables) if all(syllables) else ""


def initials(word: str) -> tuple[str, ...]:
    """First letters of a word's syllables: 量化 is `lh`."""
    return _distinct("".join(syllable[0] for syllable in syllables) for syllables in _syllables(word))


def possible_initials(word: str) -> tuple[str, ...]:
    """First letters of `possible_readings`."""
    return _distinct("".join(syllable[0] for syllable in syllables) for syllables in _by_character(word))


def blurred(reading: str) -> str:
    """A reading as it sounds to many: zh as z, ng as n. Who types by ear mixes these up."""
    for clear, alike in BLURRED:
        reading = reading.replace(clear, alike)
    return reading


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _syllables(word: str) -> list[tuple[str, ...]]:
    phrase = _phrases().get(word)
    if phrase:
        return [tuple(plain(readings[0]) for readings in phrase)]
    return _by_character(word)


def _by_character(word: str) -> list[tuple[str, ...]]:
    choices = [_of_character(character) for character in word]
    return list(islice(product(*choices), READINGS_OF_WORD)) if all(choices) else []


@cache
def _of_character(character: str) -> tuple[str, ...]:
    listed = _characters().get(ord(character), "")
    return _distinct(map(plain, filter(None, listed.split(","))))[:READINGS_OF_CHARACTER]


@cache
def plain(syllable: str) -> str:
    """A syllable as it is typed: without its tone, ü as v."""
    letters = normalize("NFD", syllable.replace("ü", "v").replace("Ü", "v"))
    letters = letters.replace("u\u0308", "v")
    return "".join(letter for letter in letters if not combining(letter))
