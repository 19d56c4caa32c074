"""Entries of a file in order: one is found by a single short read, and nothing is loaded.

Of each block the first key is kept, some hundred for a file of megabytes. The file is not mapped into memory:
mapped pages count to each process that looks at them, what is read stays the system's.
"""

from __future__ import annotations

import os
import weakref
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

Key = TypeVar("Key", bytes, int)

BLOCK_SIZE = 4096
"""Bytes of a block at least: it ends where an entry does."""


class SortedFile(Generic[Key]):
    """Entries that end with `end`, in the order of their keys.

    They stand between the first occurrence of `first` and the last one of `last`, where those are given; the
    last of them may lack its end.
    """

    def __init__(
        self,
        file: Path,
        key_of: Callable[[bytes], Key],
        *,
        end: bytes = b"\n",
        first: bytes = b"",
        last: bytes = b"",
    ) -> None:
        """Raises OSError where the file cannot be read."""
        self._key_of: Callable[[bytes], Key] = key_of
        self._end = end
        self._handle = os.open(file, os.O_RDONLY)
        weakref.finalize(self, os.close, self._handle)
        content = file.read_bytes()
        position, stop = max(0, content.find(first)), content.rfind(last) if last else len(content)
        self._starts: list[int] = []
        """Where blocks begin, and where the last one ends."""
        self._keys: list[Key] = []
        """Of the first entry of each block."""
        while position < stop:
            self._starts.append(position)
            self._keys.append(key_of(content[position : self._entry_end(content, position, stop)]))
            position = self._entry_end(content, min(stop, position + BLOCK_SIZE), stop)
        self._starts.append(stop)

    def find(self, key: Key) -> bytes:
        """The entry with a key, with its end; b"" where there is none."""
        block = bisect_right(self._keys, key)
        entries = self._read(block - 1, block) if block else b""
        low, high = 0, len(entries)
        while low < high:
            before = entries.rfind(self._end, low, (low + high) // 2)
            start = before + len(self._end) if before >= 0 else low
            stop = self._entry_end(entries, start, high)
            found = self._key_of(entries[start:stop])
            if found == key:
                return entries[start:stop]
            low, high = (stop, high) if found < key else (low, start)
        return b""

    def between(self, low: Key, high: Key) -> bytes:
        """All entries with keys from `low` to `high`, and some before and behind them."""
        return self._read(max(0, bisect_left(self._keys, low) - 1), bisect_right(self._keys, high))

    def _read(self, first: int, stop: int) -> bytes:
        """Some blocks: what other threads and forks read meanwhile does not matter."""
        start = self._starts[first]
        return os.pread(self._handle, self._starts[stop] - start, start)

    def _entry_end(self, content: bytes, start: int, stop: int) -> int:
        behind = content.find(self._end, start, stop)
        return behind + len(self._end) if behind >= 0 else stop
