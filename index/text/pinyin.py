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

MAX_CHARACTER_READINGS = 2
"""Readings of a character that count; the further ones are rare."""

BLURRED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
"""Sounds that many speakers, above all in the south, do not distinguish."""

MAX_WORD_READINGS = 8
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
    # 0.3 s and 30 MB for 47,000 phrases: loaded only where an index is written.
    from pypinyin.phrases_dict import phrases_dict  # noqa: PLC0415

    return phrases_dict


def readings(word: str) -> tuple[str, ...]:
    """Readings of a Chinese word, syllables joined: 高通 is `gaotong`; none where a character has none."""
    return _distinct("".join(syllables) for syllables in _syllables(word))


def possible_readings(word: str) -> tuple[str, ...]:
    """The same by characters alone, so that the phrases need not be loaded: some more than a word has."""
    return _distinct("".join(syllables) for syllables in _readings_by_character(word))


def usual_reading(run: str) -> str:
    """A run read character by character, each as it is usually read; "" where one has no reading.

    For runs that no dictionary of phrases has, such as mistyped ones.
    """
    syllables = [_character_readings(character)[:1] for character in run]
    return "".join(syllable[0] for syllable in syllables) if all(syllables) else ""


def initials(word: str) -> tuple[str, ...]:
    """First letters of a word's syllables: 量化 is `lh`."""
    return _distinct("".join(syllable[0] for syllable in syllables) for syllables in _syllables(word))


def possible_initials(word: str) -> tuple[str, ...]:
    """First letters of `possible_readings`."""
    return _distinct(
        "".join(syllable[0] for syllable in syllables) for syllables in _readings_by_character(word)
    )


def blurred(reading: str) -> str:
    """A reading with similar sounds merged: zh as z, ng as n, which readers confuse as they type."""
    for sound, blurred_sound in BLURRED:
        reading = reading.replace(sound, blurred_sound)
    return reading


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _syllables(word: str) -> list[tuple[str, ...]]:
    phrase = _phrases().get(word)
    if phrase:
        return [tuple(without_tone(readings[0]) for readings in phrase)]
    return _readings_by_character(word)


def _readings_by_character(word: str) -> list[tuple[str, ...]]:
    choices = [_character_readings(character) for character in word]
    return list(islice(product(*choices), MAX_WORD_READINGS)) if all(choices) else []


@cache
def _character_readings(character: str) -> tuple[str, ...]:
    listed = _characters().get(ord(character), "")
    return _distinct(map(without_tone, filter(None, listed.split(","))))[:MAX_CHARACTER_READINGS]


@cache
def without_tone(syllable: str) -> str:
    """A syllable as it is typed: without its tone, ü as v."""
    letters = normalize("NFD", syllable.replace("ü", "v").replace("Ü", "v"))
    letters = letters.replace("u\u0308", "v")
    return "".join(letter for letter in letters if not combining(letter))
