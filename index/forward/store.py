"""The forward index of a generation: one SQLite file, read by key.

    record       what ranking reads of each document (forward.record)
    record_terms its terms, apart: who looks through the texts of an archive reads none of them
    word         each term with the number of documents that hold it, and which they are (forward.postings)
    reading      how Chinese words are read: in full, blurred, by first letters
    title_run    words and runs of words of titles, as they are written
    completion   what typed letters can be completed to
    explained    names that documents explain by each other (lexicon.mined), by key, from either side
    untranslated English words that Chinese text leaves as they are, with the documents that do so
    page, page_term   text that stands in an issue outside its entries, and the terms of it

It is written once, by forward.writer, and only read afterwards.
"""

from __future__ import annotations

import sqlite3
import threading
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from index.errors import EngineError, IndexBrokenError, IndexMissingError
from index.forward.record import PackedTerms, Record

FILE = "forward.sqlite"

CACHE_KIBIBYTES = 256
"""Of SQLite, for each thread: the system keeps the file in memory once for all of them."""

RECORD_CACHE_SIZE = 2000
"""Records in memory at most, some kilobytes each: the same words are searched again a moment later."""

BATCH_SIZE = 500
"""Keys that one statement asks for."""

SCHEMA = """
PRAGMA page_size=2048;  -- of larger pages a record of 3 kB leaves the rest empty
CREATE TABLE record (key INTEGER PRIMARY KEY, id TEXT NOT NULL, number INTEGER NOT NULL, issue TEXT NOT NULL,
                     rank INTEGER NOT NULL, title TEXT NOT NULL, norms TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE record_terms (key INTEGER PRIMARY KEY, terms TEXT NOT NULL, frequencies BLOB NOT NULL,
                           topical INTEGER NOT NULL);
CREATE INDEX record_issue ON record (issue, number);  -- numbers are read without the texts
CREATE TABLE word (word TEXT PRIMARY KEY, documents INTEGER NOT NULL, postings BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE reading (reading TEXT NOT NULL, kind TEXT NOT NULL, word TEXT NOT NULL,
                      PRIMARY KEY (reading, kind, word)) WITHOUT ROWID;
CREATE TABLE title_run (key TEXT NOT NULL, written TEXT NOT NULL, documents INTEGER NOT NULL,
                        PRIMARY KEY (key, written)) WITHOUT ROWID;
CREATE TABLE completion (prefix TEXT NOT NULL, key TEXT NOT NULL, kind INTEGER NOT NULL, worth REAL NOT NULL,
                         PRIMARY KEY (prefix, key)) WITHOUT ROWID;
CREATE INDEX completion_worth ON completion (worth DESC, prefix);
CREATE TABLE explained (key TEXT NOT NULL, name TEXT NOT NULL, trust INTEGER NOT NULL,
                        PRIMARY KEY (key, name)) WITHOUT ROWID;
CREATE TABLE untranslated (word TEXT PRIMARY KEY, documents INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE page (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
                   newsletter TEXT NOT NULL, date TEXT NOT NULL, rank INTEGER NOT NULL,
                   norms TEXT NOT NULL, text TEXT NOT NULL, written TEXT NOT NULL);
CREATE TABLE page_term (term TEXT NOT NULL, page INTEGER NOT NULL, hundredths INTEGER NOT NULL,
                        PRIMARY KEY (term, page)) WITHOUT ROWID;
"""


class ForwardIndex:
    """The forward index of an open generation. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        if not self._file.is_file():
            raise IndexMissingError(f"{self._file}: no index here; run `jianbao reindex`")
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._closed = False
        self._lock = threading.Lock()
        self._cache: dict[int, Record] = {}
        self.size: int = self.rows("SELECT count(*) FROM record")[0][0]
        """Documents."""

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Rows of a statement. Raises IndexBrokenError where the file is damaged."""
        connection = self._connection()
        try:
            return connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            if self._closed:
                raise self._closed_error() from error
            raise _broken(self._file, error) from error

    def records(self, keys: Sequence[int]) -> list[Record]:
        """Records in the order of their keys; keys without a document are left out."""
        cache = self._cache
        missing = [key for key in keys if key not in cache]
        for row in self._by_keys("key, id, number, rank, norms, text", missing):
            cache[row[0]] = _record(*row)
        records = [cache[key] for key in keys if key in cache]
        if len(cache) > RECORD_CACHE_SIZE:
            self._cache = {}
        return records

    def terms(self, keys: Sequence[int]) -> Mapping[int, PackedTerms]:
        """Terms of documents."""
        rows = self._by_keys("key, terms, frequencies, topical", keys, "record_terms")
        return {key: PackedTerms(*packed_terms) for key, *packed_terms in rows}

    def postings(self, terms: str) -> Mapping[str, array[int]]:
        """The postings of terms, which are a list in JSON; without those that no document holds."""
        statement = "SELECT word, postings FROM word WHERE word IN (SELECT value FROM json_each(?))"
        return {word: array("I", blob) for word, blob in self.rows(statement, (terms,))}

    def texts(self, keys: Sequence[int]) -> Mapping[int, str]:
        """Folded text of documents, to confirm a run of characters."""
        cache = self._cache
        known = {key: cache[key].text for key in keys if key in cache}
        return known | dict(self._by_keys("key, text", [key for key in keys if key not in known]))

    def holding(self, run: str) -> list[int]:
        """Keys of all documents whose folded text holds a run of characters, spaces left out. SQLite looks
        through them in half the time that it takes to read them."""
        return [
            key
            for (key,) in self.rows("SELECT key FROM record WHERE instr(replace(text, ' ', ''), ?)", (run,))
        ]

    def ids(self, keys: Sequence[int]) -> list[str]:
        """Ids of documents in the order of their keys."""
        ids = dict(self._by_keys("key, id", keys))
        return [ids[key] for key in keys if key in ids]

    def titles(self, keys: Sequence[int]) -> list[str]:
        """Titles of documents as they are written."""
        return [title for _, title in self._by_keys("key, title", keys)]

    def close(self) -> None:
        """Close all connections; later calls raise EngineError."""
        with self._lock:
            self._closed = True
            for connection in self._open:
                connection.close()
            self._open.clear()

    def _by_keys(self, fields: str, keys: Sequence[int], table: str = "record") -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = []
        for start in range(0, len(keys), BATCH_SIZE):
            batch = keys[start : start + BATCH_SIZE]
            marks = ",".join("?" * len(batch))
            rows += self.rows(f"SELECT {fields} FROM {table} WHERE key IN ({marks})", batch)  # noqa: S608
        return rows

    def _connection(self) -> sqlite3.Connection:
        if self._closed:
            raise self._closed_error()
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            # Nothing writes to a published file, so SQLite needs no locks.
            uri = f"{self._file.resolve().as_uri()}?mode=ro&immutable=1"
            try:
                connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
                connection.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")  # reads the file's head
            except sqlite3.Error as error:
                raise _broken(self._file, error) from error
            with self._lock:
                self._open.append(connection)
            self._local.connection = connection
        return connection

    def _closed_error(self) -> EngineError:
        return EngineError(f"{self._file}: the index has been closed; open it again")


def _record(key: int, document_id: str, number: int, rank: int, norms: str, text: str) -> Record:
    return Record(key, document_id, number, rank, tuple(map(float, norms.split())), text)


def _broken(file: Path, error: sqlite3.Error) -> IndexBrokenError:
    why = " ".join(str(error).split())
    return IndexBrokenError(f"{file}: the index is damaged ({why}); run `jianbao reindex --full`")
