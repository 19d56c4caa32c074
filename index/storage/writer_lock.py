"""One writer at a time in a data folder. Kept apart from reading: readers never need filelock."""

from __future__ import annotations

import datetime as dt
import os
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from index.errors import IndexLockedError, IndexWriteError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = "lock"
"""Name of the lock file in the data folder. It stays there: only the system's lock on it counts."""


@contextmanager
def writing(data: Path) -> Iterator[None]:
    """Hold the right to write in `data`.

    The lock is the system's own (`flock`): it ends with the process that holds it, however that dies, so a
    file left behind blocks nobody. Raises IndexLockedError at once where another process holds it, and
    IndexWriteError or OSError where the file cannot be made.
    """
    path = data / LOCK
    if path.exists() and not path.is_file():  # to open a pipe may take for ever
        raise IndexWriteError(f"{path}: not a file; remove it and run `jianbao reindex`")
    lock = FileLock(path, blocking=False, fallback_to_soft=False, on_acquired=_sign)
    try:
        lock.acquire()
    except Timeout:
        raise IndexLockedError(f"{data}: {_holder(path)} is writing here; wait until it is done") from None
    try:
        yield
    finally:
        lock.release()


def _sign(handle: int) -> None:
    """Write into the lock file who holds it, for the one who comes second."""
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    text = f"process {os.getpid()} on {socket.gethostname()} (since {now})\n".encode()
    os.ftruncate(handle, 0)
    os.pwrite(handle, text, 0)


def _holder(path: Path) -> str:
    """What the holder wrote; the file may still be empty, or have another version's form."""
    text = path.read_text(encoding="utf8", errors="replace").strip()
    return text.splitlines()[0][:200] if text else "another process"
