"""Request counts of clients, in memory shared by all workers.

The rate limiter's own storage is per process: with four workers a client had four times its limit. A server
for counts would be one more service to run; a file could be on a full disk.
"""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import struct
import tempfile
import threading
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from limits.storage import Storage

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENTS = 8192
"""Slots of the table; a further client replaces the one whose window ends first."""

PROBES = 8
"""Slots that are probed for a client."""

_ROW = struct.Struct("=Qdq")
"""Format of a slot: hash of the key, end of the window, count."""


class Visits:
    """The counts. Made before the workers are forked, so that they share them; 192 kB."""

    def __init__(self) -> None:
        self._rows = mmap.mmap(-1, CLIENTS * _ROW.size)
        self._threads = threading.Lock()
        try:
            self._file: IO[bytes] | None = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process
        except OSError:  # without a file to lock, two workers may now and then count one request for both
            self._file = None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other threads and processes out. The system gives the lock of a killed process back."""
        with self._threads:
            if self._file is None:
                yield
                return
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def add(self, key: str, seconds: float, amount: int) -> int:
        """Add to the count of the current window, or start one of so many seconds; returns the count."""
        now = time.time()
        with self._alone():
            slot, key_hash, end, count = self._find(key, now)
            end, count = (end, count + amount) if end > now else (now + seconds, amount)
            self._write(slot, key_hash, end, count)
        return count

    def look(self, key: str) -> tuple[int, float]:
        """The count of the time that runs, and when it ends; 0 and now where none does."""
        now = time.time()
        with self._alone():
            _, _, end, count = self._find(key, now)
        return (count, end) if end > now else (0, now)

    def forget(self, key: str) -> None:
        """Begin anew."""
        with self._alone():
            slot, key_hash, _, _ = self._find(key, time.time())
            self._write(slot, key_hash, 0.0, 0)

    def _find(self, key: str, now: float) -> tuple[int, int, float, int]:
        """Slot, hash, end and count of a key; for an unknown key, the slot whose window ends first."""
        key_hash = int.from_bytes(hashlib.blake2b(key.encode("utf8", "replace"), digest_size=8).digest())
        slots = [(key_hash + step) % CLIENTS for step in range(PROBES)]
        rows = [_ROW.unpack_from(self._rows, slot * _ROW.size) for slot in slots]
        for slot, (stored_hash, end, count) in zip(slots, rows, strict=True):
            if stored_hash == key_hash:
                return slot, key_hash, end, count
        oldest = min(range(PROBES), key=lambda step: rows[step][1])
        return slots[oldest], key_hash, now, 0

    def _write(self, slot: int, key_hash: int, end: float, count: int) -> None:
        _ROW.pack_into(self._rows, slot * _ROW.size, key_hash, end, count)


class SharedStorage(Storage):
    """The counts as the rate limiter asks for them."""

    STORAGE_SCHEME = ["shared"]  # noqa: RUF012 - the library's own form

    def __init__(self, uri: str | None = None, *, visits: Visits, **options: object) -> None:
        super().__init__(uri)
        self._visits = visits

    @property
    def base_exceptions(self) -> type[Exception]:
        """What the limiter may meet."""
        return OSError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count."""
        return self._visits.add(key, expiry, amount)

    def get(self, key: str) -> int:
        """The count."""
        return self._visits.look(key)[0]

    def get_expiry(self, key: str) -> float:
        """When the count begins anew."""
        return self._visits.look(key)[1]

    def check(self) -> bool:
        """Whether it works."""
        return True

    def reset(self) -> int | None:
        """Not needed."""
        return None

    def clear(self, key: str) -> None:
        """Begin anew."""
        self._visits.forget(key)
