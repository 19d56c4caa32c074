"""Queries without hits: their texts with counts and days, and nothing about readers.

A file of its own beside the generations, which it outlives. Its size is bounded: once it is full, a new text
replaces the one that was searched least.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import unicodedata
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import IndexBrokenError, IndexWriteError
from index.storage.data_folder import require
from index.storage.durable_files import PRIVATE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MISSED = "missed.sqlite"
"""Name of the file in the data folder."""

MAX_TEXTS = 2000
MAX_LENGTH = 80
"""Characters of a text; a longer one was pasted, and may be anything."""

RETENTION_DAYS = 366
"""Days after which a text that was not searched again is removed."""

LOCK_SECONDS = 1.0
"""Seconds for another worker to finish its row."""


@dataclass(frozen=True, slots=True)
class MissedText:
    """A text that had no hits."""

    text: str
    times: int
    first_day: str
    last_day: str


def add_missed(data: Path, text: str, day: dt.date) -> None:
    """Count a text. Raises IndexWriteError where it cannot be kept."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if not plain or len(plain) > MAX_LENGTH:
        return
    oldest = day - dt.timedelta(days=RETENTION_DAYS)
    with _open(data) as connection:
        connection.execute(
            "INSERT INTO missed VALUES (?, 1, ?, ?) ON CONFLICT (text) DO UPDATE "
            "SET times = times + 1, last_day = excluded.last_day",
            (plain, str(day), str(day)),
        )
        connection.execute("DELETE FROM missed WHERE last_day < ?", (str(oldest),))
        connection.execute(
            "DELETE FROM missed WHERE text IN "
            "(SELECT text FROM missed WHERE text != ? ORDER BY times DESC, last_day DESC LIMIT -1 OFFSET ?)",
            (plain, MAX_TEXTS - 1),
        )


def missed_texts(data: Path, min_times: int = 1) -> tuple[MissedText, ...]:
    """All texts that were sought so many times or more, the most sought first. Raises EngineError."""
    require(data)
    if not (data / MISSED).is_file():
        return ()
    with _open(data) as connection:
        rows = connection.execute(
            "SELECT text, times, first_day, last_day FROM missed WHERE times >= ? "
            "ORDER BY times DESC, last_day DESC, text",
            (min_times,),
        ).fetchall()
    return tuple(MissedText(*row) for row in rows)


def forget_missed(data: Path) -> None:
    """Remove all of it. Raises EngineError."""
    require(data)
    try:
        (data / MISSED).unlink(missing_ok=True)
    except OSError as error:
        raise IndexWriteError(f"{data / MISSED}: cannot write ({error.strerror}); check the disk") from error


@contextmanager
def _open(data: Path) -> Iterator[sqlite3.Connection]:
    file = data / MISSED
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, PRIVATE))
        with closing(sqlite3.connect(file, timeout=LOCK_SECONDS)) as connection, connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS missed (text TEXT PRIMARY KEY, times INTEGER NOT NULL, "
                "first_day TEXT NOT NULL, last_day TEXT NOT NULL) WITHOUT ROWID"
            )
            yield connection
    except sqlite3.OperationalError as error:
        raise IndexWriteError(f"{file}: cannot write ({error}); check the disk") from error
    except sqlite3.DatabaseError as error:
        raise IndexBrokenError(f"{file}: damaged; run `jianbao missed --forget`") from error
    except OSError as error:
        raise IndexWriteError(f"{file}: cannot write ({error.strerror}); check the disk") from error
