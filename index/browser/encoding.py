"""Postings and shards encoded as text, which every host compresses and a short script decodes."""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

FIRST, DIGITS = 0x20, 47
"""Numbers are written in characters from a space on, 47 to the last one and 47 to those before it."""

LEVELS, MIN_FREQUENCY, MAX_FREQUENCY = 93, 0.02, 50.0
"""A weighted frequency is one of so many levels between two bounds, each 9 % above the one before: no judged
figure changes by .001 against exact numbers."""

_STEP = math.log(MAX_FREQUENCY / MIN_FREQUENCY) / (LEVELS - 1)

_FREQUENCIES = tuple(MIN_FREQUENCY * math.exp(level * _STEP) for level in range(LEVELS))

MIN_SHARD_BYTES, MAX_SHARD_BYTES = 3_000, 9_000
"""Bytes of a shard that are aimed at, in a small archive and in a large one."""

SHARDS = 200
"""Shards that are aimed at in between."""

BUCKET_BYTES = 2_000
"""Bytes of a bucket that are aimed at: half as many at least, twice as many at most, on the average."""


def level_of(frequency: float) -> int:
    """The level next to a weighted frequency."""
    bounded = min(MAX_FREQUENCY, max(MIN_FREQUENCY, frequency))
    return round(math.log(bounded / MIN_FREQUENCY) / _STEP)


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
    parts = []
    previous = -1
    for number, level in zip(documents, levels, strict=True):
        parts.append(pack_number(number - previous - 1) + chr(FIRST + level))
        previous = number
    return "".join(parts)


def postings_by(keys: Iterable[Iterable[str]]) -> Iterator[tuple[str, str]]:
    """The different keys of each document, in their order → each key with the postings of those that hold it,
    all at one level."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, own in enumerate(keys):
        for key in own:
            numbers[key].append(number)
    return ((key, pack_postings(holders, [0] * len(holders))) for key, holders in numbers.items())


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
    ordered = _written(sorted(lines, key=lambda line: line[0].encode("utf-16-be", "surrogatepass")))
    total = sum(len(line.encode()) for _, line in ordered)
    aim = min(MAX_SHARD_BYTES, max(MIN_SHARD_BYTES, total // SHARDS))
    shard_lines: list[str] = []
    first, size = "", 0
    for key, line in ordered:
        length = len(line.encode())
        if shard_lines and (size > 2 * aim or (size > aim // 2 and _is_boundary(key))):
            yield _shard(first, shard_lines)
            shard_lines, size = [], 0
        first = first if shard_lines else key
        shard_lines.append(line)
        size += length
    if shard_lines:
        yield _shard(first, shard_lines)


def _written(lines: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Keys with their whole lines as files hold them."""
    return [(key, f"{key}\t{value}\n") for key, value in lines]


def _is_boundary(key: str) -> bool:
    return hashlib.blake2b(key.encode("utf8", "surrogatepass"), digest_size=1).digest()[0] < 24


def _shard(first: str, lines: list[str]) -> Shard:
    content = "".join(lines).encode()
    return Shard(first, content_name(content), content)


def buckets_of(lines: Iterable[tuple[str, str]]) -> tuple[bytes, ...]:
    """Keys with the rest of their lines → files by the keys' hashes, for what is only looked up whole.

    Their number is a power of two, so that it seldom changes, and no table is needed to find a key.
    """
    ordered = _written(sorted(lines))
    total = sum(len(line.encode()) for _, line in ordered)
    buckets = [""] * (1 << max(0, round(math.log2(max(1, total) / BUCKET_BYTES))))
    for key, line in ordered:
        buckets[bucket_of(key, len(buckets))] += line
    return tuple(bucket.encode() for bucket in buckets)


def bucket_of(key: str, buckets: int) -> int:
    """The bucket of a key: FNV-1a over its UTF-16, which JavaScript computes in a line."""
    units = key.encode("utf-16-le", "surrogatepass")
    code = 0x811C9DC5
    for place in range(0, len(units), 2):
        code = (code ^ int.from_bytes(units[place : place + 2], "little")) * 0x01000193 & 0xFFFFFFFF
    return (code ^ code >> 15) % buckets


def content_name(content: bytes) -> str:
    """A short name for a content."""
    return hashlib.sha256(content).hexdigest()[:10]
