"""Entries of a file in order, mapped into memory: one is found by bisection, and nothing is loaded.

All processes share the mapped pages.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Key = TypeVar("Key", bytes, int)


def mapped(file: Path) -> mmap.mmap:
    """A file that is read through a memory map."""
    with file.open("rb") as opened:
        return mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)


def find_entry(
    file: mmap.mmap, key: Key, key_of: Callable[[bytes], Key], bounds: tuple[int, int], end: bytes = b"\n"
) -> bytes:
    """The entry with a key, with the `end` that entries have; b"" where there is none.

    Entries stand between the half-open `bounds`, in the order of their keys.
    """
    low, high = bounds
    while low < high:
        before = file.rfind(end, low, (low + high) // 2)
        start = before + len(end) if before >= 0 else low
        behind = file.find(end, start, high)
        stop = behind + len(end) if behind >= 0 else high
        entry = file[start:stop]
        found = key_of(entry)
        if found == key:
            return entry
        low, high = (stop, high) if found < key else (low, start)
    return b""
