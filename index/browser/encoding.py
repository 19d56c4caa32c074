"""Postings and shards as text: what every host compresses, and what a script of some lines reads."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

FIRST, DIGITS = 0x20, 47
"""Numbers are written in characters from a space on, 47 to the last one and 47 to those before it."""

LEVELS, LEAST, MOST = 93, 0.02, 50.0
"""A weighted frequency is one of so many levels between two bounds, each 9 % above the one before: no judged
figure changes by .001 against exact numbers."""

_STEP = math.log(MOST / LEAST) / (LEVELS - 1)

_FREQUENCIES = tuple(LEAST * math.exp(level * _STEP) for level in range(LEVELS))

SMALLEST, LARGEST = 3_000, 9_000
"""Bytes of a shard that are aimed at, in a small archive and in a large one."""

SHARDS = 200
"""Shards that are aimed at in between."""


def level_of(frequency: float) -> int:
    """The level next to a weighted frequency."""
    bounded = min(MOST, max(LEAST, frequency))
    return round(math.log(bounded / LEAST) / _STEP)


def frequency_of(level: int) -> float:
    """The frequency that a level stands for."""
    return _FREQUENCIES[level]


def pack_number(number: int) -> str:
    """A number from 0, in one character up to 46."""
    text = chr(FIRST + number % DIGITS)
    number //= DIGITS
    while number:
        number, digit = divmod(number, DIGITS)
        text = chr(FIRST + DIGITS + digit) + text
    return text


def pack_postings(documents: Sequence[int], levels: Sequence[int]) -> str:
    """Ascending numbers of documents, each by its distance, with their levels."""
    pieces = []
    last = -1
    for number, level in zip(documents, levels, strict=True):
        pieces.append(pack_number(number - last - 1) + chr(FIRST + level))
        last = number
    return "".join(pieces)


@dataclass(frozen=True, slots=True)
class Shard:
    """Lines of neighbouring keys."""

    first: str
    """The first key."""

    name: str
    """Of its file, by its content."""

    content: bytes


def shards_of(lines: Iterable[tuple[str, str]]) -> Iterator[Shard]:
    """Keys with the rest of their lines → files.

    A file ends where the hash of a key says so, at about the size aimed at: what is added elsewhere moves no
    boundary. Keys are ordered as JavaScript compares strings, by UTF-16.
    """
    ordered = sorted(lines, key=lambda line: line[0].encode("utf-16-be", "surrogatepass"))
    total = sum(len(key.encode()) + len(rest.encode()) + 2 for key, rest in ordered)
    aim = min(LARGEST, max(SMALLEST, total // SHARDS))
    held: list[str] = []
    first, size = "", 0
    for key, rest in ordered:
        line = f"{key}\t{rest}\n"
        length = len(line.encode())
        if held and (size > 2 * aim or (size > aim // 2 and _is_boundary(key))):
            yield _shard(first, held)
            held, size = [], 0
        first = first if held else key
        held.append(line)
        size += length
    if held:
        yield _shard(first, held)


def _is_boundary(key: str) -> bool:
    return hashlib.blake2b(key.encode("utf8", "surrogatepass"), digest_size=1).digest()[0] < 24


def _shard(first: str, lines: list[str]) -> Shard:
    content = "".join(lines).encode()
    return Shard(first, named(content), content)


def named(content: bytes) -> str:
    """A short name for a content."""
    return hashlib.sha256(content).hexdigest()[:10]
