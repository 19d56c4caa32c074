"""How Chinese words are read, without tones: the only module that knows pypinyin.

A word has as many readings as its characters have common ones; 银行 is in pypinyin's dictionary of
phrases, and so has one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache
from importlib.util import find_spec
from itertools import islice, product
from pathlib import Path
from unicodedata import combining, normalize

from index.text.sorted_file import Key, SortedFile

MAX_CHARACTER_READINGS = 2
"""Readings of a character that count; the further ones are rare."""

BLURRED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))
"""Sounds that many speakers, above all in the south, do not distinguish."""

MAX_WORD_READINGS = 8
"""Readings of a word that count."""

_END_OF_PHRASE = b"]\n],\n"
"""What stands in pypinyin's file behind a phrase and the readings of its characters."""


@cache
def _phrases() -> SortedFile[bytes]:
    """Loaded, pypinyin's two dictionaries take 30 and 8 MB and 0.3 s. They are in order."""
    return _opened("phrases_dict.json", _key_of, _END_OF_PHRASE)


@cache
def _characters() -> SortedFile[int]:
    return _opened("pinyin_dict.json", lambda line: int(_key_of(line)), b"\n")


def _opened(name: str, key_of: Callable[[bytes], Key], end: bytes) -> SortedFile[Key]:
    package = find_spec("pypinyin")
    folders = package.submodule_search_locations if package else None
    assert folders  # noqa: S101 - it is required
    return SortedFile(Path(folders[0]) / name, key_of, end=end, first=b'"', last=b"}")


def readings(word: str) -> tuple[str, ...]:
    """Readings of a Chinese word, syllables joined: 高通 is `gaotong`; none where a character has none."""
    return _distinct("".join(syllables) for syllables in _syllables(word))


def possible_readings(word: str) -> tuple[str, ...]:
    """The same by characters alone: some more than a word has."""
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
    phrase = _phrase(word)
    if phrase:
        return [tuple(without_tone(readings[0]) for readings in phrase)]
    return _readings_by_character(word)


def _phrase(word: str) -> list[list[str]]:
    """Readings of each character of a phrase, with tones; [] where pypinyin does not have it."""
    entry = _phrases().find(word.encode())
    found: dict[str, list[list[str]]] = json.loads(b"{%s}" % entry.rstrip(b",\n"))
    return found.get(word, [])


def _readings_by_character(word: str) -> list[tuple[str, ...]]:
    choices = [_character_readings(character) for character in word]
    return list(islice(product(*choices), MAX_WORD_READINGS)) if all(choices) else []


def _listed_readings(code: int) -> str:
    """What pypinyin lists for a character, with tones, separated by commas."""
    line = _characters().find(code)
    found: dict[str, str] = json.loads(b"{%s}" % line.rstrip(b",\n"))
    return found.get(str(code), "")


def _key_of(entry: bytes) -> bytes:
    return entry[1 : entry.index(b'"', 1)]


@cache
def _character_readings(character: str) -> tuple[str, ...]:
    listed = _listed_readings(ord(character))
    return _distinct(map(without_tone, filter(None, listed.split(","))))[:MAX_CHARACTER_READINGS]


@cache
def without_tone(syllable: str) -> str:
    """A syllable as it is typed: without its tone, ü as v."""
    letters = normalize("NFD", syllable.replace("ü", "v").replace("Ü", "v"))
    letters = letters.replace("u\u0308", "v")
    return "".join(letter for letter in letters if not combining(letter))
