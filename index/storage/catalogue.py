"""The issues and entries of one generation, read by name and id from an SQLite file.

Nothing is loaded beforehand, and nothing is kept: every question is a query, so that memory does not grow
with the archive. The file is written by `catalogue_writer` and never changes afterwards.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from index.documents import Document, Issue, IssueSummary, document_of
from index.errors import EngineError, IndexBrokenError
from index.storage.canonical_url import destination
from index.storage.catalogue_file import destinations, hashed, load_entry, load_issue, load_summary
from index.storage.data_folder import reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

CHUNK_SIZE = 200
"""Documents that are read at a time where many are wanted one after the other."""

DOCUMENTS_KEPT = 500
"""Documents in memory at most, some kilobytes each: other searches find the same ones."""

CACHE_KIBIBYTES = 1024
"""Pages that a connection keeps. The system keeps the file in memory as well."""

ISSUES_KEPT = 2
"""Issues that are kept as they were read: pages of one issue's entries each ask for the whole of it."""

LATEST = 12
"""Issues whose titles tell what a newsletter is called: some have changed their names."""

NAMES_KEPT = 64
"""Newsletters of which those are kept."""

_NEWEST = "sort_order DESC, date DESC, name DESC"
_OLDEST = "sort_order, date, name"
_DOCUMENT = (
    "SELECT entries.issue, summary, position, bodies.body"
    " FROM entries JOIN bodies USING (entry) JOIN issues USING (issue)"
)

_TRANSIENT = {sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN}
"""Errors that say nothing about the file: the same query may work a moment later."""


@dataclass(frozen=True, slots=True)
class Year:
    """What a year holds."""

    year: str
    """`YYYY`, or "" for issues without a date."""

    issues: int
    entries: int


@dataclass(frozen=True, slots=True)
class Span:
    """What a newsletter holds."""

    newsletter: str
    issues: int
    entries: int
    first_date: str
    last_date: str


class Catalogue:
    """An open catalogue. Safe to use from several threads: each query has a connection to itself.

    Every method raises IndexBrokenError where the file is damaged, and plain EngineError where only this
    moment is to blame.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: list[sqlite3.Connection] = []
        self._known_documents: dict[str, Document] = {}
        self._closed = False
        self._row("SELECT count(*) FROM issues")
        self.issue = lru_cache(maxsize=ISSUES_KEPT)(self._issue)
        """The issue of a name, with its entries; its parts have no text. None if there is none."""

        self.latest_titles = lru_cache(maxsize=NAMES_KEPT)(self._latest_titles)
        """Titles of a newsletter's latest issues, by which every page may call it."""

    def _issue(self, name: str) -> Issue | None:
        row = self._row("SELECT issue, body FROM issues WHERE name = ?", name)
        if row is None:
            return None
        key, body = row
        sections = "SELECT section, body FROM entries JOIN bodies USING (entry) WHERE issue = ?"
        rows = self._rows(f"{sections} ORDER BY position", key)
        with self._decoding():
            issue = load_issue(body)
            entries = [(section, load_entry(entry_body)) for section, entry_body in rows]
        return replace(
            issue,
            sections=tuple(
                replace(
                    section,
                    entries=tuple(
                        entry for entry_section, entry in entries if entry_section == section_number
                    ),
                )
                for section_number, section in enumerate(issue.sections)
            ),
        )

    def issue_summaries(
        self, *, offset: int = 0, limit: int | None = None, year: str | None = None, newsletter: str = ""
    ) -> tuple[IssueSummary, ...]:
        """Issues, newest first; of one year ("" means those without a date) or one newsletter, if given."""
        where, parameters = _of(year, newsletter)
        query = f"SELECT summary FROM issues {where} ORDER BY {_NEWEST} LIMIT ? OFFSET ?"
        return self._summaries(query, *parameters, -1 if limit is None else limit, offset)

    def _latest_titles(self, newsletter: str) -> tuple[str, ...]:
        return tuple(issue.title for issue in self.issue_summaries(limit=LATEST, newsletter=newsletter))

    def around(self, days: Sequence[str], before: str) -> tuple[IssueSummary, ...]:
        """Issues of these days (`MM-DD`) in years before `before` (`YYYY`), newest first."""
        marks = ",".join("?" * len(days))
        query = f"SELECT summary FROM issues WHERE date < ? AND substr(date, 6, 5) IN ({marks})"
        return self._summaries(f"{query} ORDER BY date DESC LIMIT 60", before, *days)

    def neighbours(self, name: str) -> tuple[IssueSummary | None, IssueSummary | None]:
        """The issue of the same newsletter after the one of this name, and the one before it."""
        key = self._row("SELECT newsletter, sort_order, date, name FROM issues WHERE name = ?", name)
        if key is None:
            return None, None
        beside = "SELECT summary FROM issues WHERE newsletter = ? AND (sort_order, date, name)"
        newer = f"{beside} > (?, ?, ?) ORDER BY {_OLDEST} LIMIT 1"
        older = f"{beside} < (?, ?, ?) ORDER BY {_NEWEST} LIMIT 1"
        return next(iter(self._summaries(newer, *key)), None), next(iter(self._summaries(older, *key)), None)

    def forward(self, name: str) -> str:
        """The name that an issue has now which was published under another; "" if there is none."""
        row = self._row("SELECT name FROM forwards WHERE old = ?", name)
        return row[0] if row else ""

    @cached_property
    def forwards(self) -> Mapping[str, str]:
        """Every name that leads to another, and that other."""
        return dict(self._rows("SELECT old, name FROM forwards ORDER BY old"))

    @staticmethod
    def destination_of(url: str) -> str:
        """The normal form of an address: the same for all that lead to one page."""
        return destination(url)

    @cached_property
    def years(self) -> tuple[Year, ...]:
        """Years that have issues, newest first, those without a date at the end."""
        return self.years_of("")

    def years_of(self, newsletter: str) -> tuple[Year, ...]:
        """Years that have issues of a newsletter; "" for all of them."""
        where, parameters = _of(None, newsletter)
        counts = "SELECT substr(date, 1, 4), count(*), sum(entries) FROM issues"
        return tuple(
            Year(*row) for row in self._rows(f"{counts} {where} GROUP BY 1 ORDER BY 1 DESC", *parameters)
        )

    @cached_property
    def newsletters(self) -> tuple[str, ...]:
        """Slugs of the newsletters that have issues, in alphabetical order."""
        rows = self._rows("SELECT DISTINCT newsletter FROM issues ORDER BY newsletter")
        return tuple(slug for (slug,) in rows if slug)

    def spans(self) -> tuple[Span, ...]:
        """What each newsletter holds, in alphabetical order of their slugs."""
        counts = "SELECT newsletter, count(*), sum(entries), min(nullif(date, '')), max(date) FROM issues"
        rows = self._rows(f"{counts} GROUP BY newsletter ORDER BY newsletter")
        return tuple(
            Span(slug, issues, entries or 0, first or "", last or "")
            for slug, issues, entries, first, last in rows
        )

    @cached_property
    def dates(self) -> tuple[str, str]:
        """Date of the first and of the last issue that has one; "" where none has."""
        row = self._row("SELECT min(date), max(date) FROM issues WHERE date <> ''")
        first, last = row or (None, None)
        return first or "", last or ""

    @cached_property
    def entries(self) -> int:
        """How many entries there are."""
        return sum(year.entries for year in self.years)

    def document(self, key: str) -> Document | None:
        """The document of this id; None if there is none."""
        return self._documents_by_id([key]).get(key)

    def documents(self, keys: Iterable[str]) -> Iterator[Document]:
        """The documents of these ids, in their order; read as they are asked for.

        Raises IndexBrokenError where one is missing: ids come from the engine of the same generation.
        """
        ids = tuple(keys)
        for start in range(0, len(ids), CHUNK_SIZE):
            chunk = ids[start : start + CHUNK_SIZE]
            documents = self._documents_by_id(chunk)
            for key in chunk:
                if key not in documents:
                    raise IndexBrokenError(f"{self._path}: the entry {key} is missing; run `jianbao reindex`")
                yield documents[key]

    def all_documents(self, *, oldest_first: bool = False) -> Iterator[Document]:
        """All documents: newest issue first, then in the order of its text; read as they are asked for."""
        order = _OLDEST if oldest_first else _NEWEST
        for (key,) in self._rows(f"SELECT issue FROM issues ORDER BY {order}"):
            yield from self._documents(f"{_DOCUMENT} WHERE entries.issue = ? ORDER BY position", key)

    def entry_ids(self, *, offset: int = 0, limit: int | None = None) -> tuple[tuple[str, str], ...]:
        """Id of each entry and date of its issue, newest issue first, then in the order of its text."""
        query = f"SELECT id, date FROM entries JOIN issues USING (issue) ORDER BY {_NEWEST}, position"
        return tuple(self._rows(f"{query} LIMIT ? OFFSET ?", -1 if limit is None else limit, offset))

    def recent_ids(self, issues: int) -> tuple[str, ...]:
        """Ids of the entries of the newest issues."""
        newest = f"SELECT issue FROM issues ORDER BY {_NEWEST} LIMIT ?"
        return tuple(
            key for (key,) in self._rows(f"SELECT id FROM entries WHERE issue IN ({newest})", issues)
        )

    def titles(self) -> Iterator[str]:
        """Titles of all entries, newest issue first."""
        for (key,) in self._rows(f"SELECT issue FROM issues ORDER BY {_NEWEST}"):
            rows = self._rows("SELECT title FROM entries WHERE issue = ? ORDER BY position", key)
            yield from (title for (title,) in rows)

    def values(self, field: str) -> Mapping[str, int]:
        """Values of `newsletter`, `category`, `source`, `tag` or `month` (`YYYY-MM`, "" = no date), with how
        many entries have each."""
        return dict(self._rows("SELECT value, entries FROM facets WHERE field = ? ORDER BY value", field))

    def appearances(self, url: str) -> tuple[Document, ...]:
        """Documents whose URL or links lead to the same address as `url`; newest first."""
        address = destination(url)
        linked = "entries.entry IN (SELECT entry FROM links WHERE destination = ?)"
        rows = self._rows(f"{_DOCUMENT} WHERE {linked} ORDER BY {_NEWEST}, position", hashed(address))
        with self._decoding():
            return tuple(
                document_of(load_summary(summary), entry, position)
                for _, summary, position, body in rows
                if address in destinations(entry := load_entry(body))
            )

    def close(self) -> None:
        """Close the file; later queries raise EngineError."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def _documents_by_id(self, keys: Sequence[str]) -> Mapping[str, Document]:
        known = self._known_documents
        missing = [key for key in keys if key not in known]
        if missing:
            query = f"{_DOCUMENT} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY {_OLDEST}"
            read = {document.id: document for document in self._documents(query, json.dumps(missing))}
            if len(known) + len(read) > DOCUMENTS_KEPT:
                known = {key: known[key] for key in keys if key in known}
            self._known_documents = known = known | read
        return known

    def _documents(self, query: str, *parameters: object) -> list[Document]:
        rows = self._rows(query, *parameters)
        with self._decoding():
            issues = {key: load_summary(text) for key, text in {row[0]: row[1] for row in rows}.items()}
            return [document_of(issues[row[0]], load_entry(row[3]), row[2]) for row in rows]

    def _summaries(self, query: str, *parameters: object) -> tuple[IssueSummary, ...]:
        rows = self._rows(query, *parameters)
        with self._decoding():
            return tuple(load_summary(text) for (text,) in rows)

    def _row(self, query: str, *parameters: object) -> Any:  # noqa: ANN401 - a row, as the query says
        return next(iter(self._rows(query, *parameters)), None)

    def _rows(self, query: str, *parameters: object) -> list[Any]:
        try:
            with self._connection() as connection:
                return connection.execute(query, parameters).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter where its message is damaged, too
            if getattr(error, "sqlite_errorcode", None) in _TRANSIENT:
                raise EngineError(f"{self._path}: cannot be read just now: {error}") from error
            raise self._broken() from error

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection that no other thread uses meanwhile. There are as many as questions at one time."""
        if self._closed:
            raise EngineError(f"{self._path}: the index has been closed; open it again")
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._connect()
        try:
            yield connection
        finally:
            if self._closed:
                connection.close()
            else:
                self._idle.append(connection)

    def _connect(self) -> sqlite3.Connection:
        with reading(self._path), self._path.open("rb"):
            pass  # SQLite does not tell a missing file from too many open ones
        where = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(where, uri=True, isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
        return connection

    @contextmanager
    def _decoding(self) -> Iterator[None]:
        try:
            yield
        except (ValueError, TypeError, zlib.error) as error:
            raise self._broken() from error

    def _broken(self) -> IndexBrokenError:
        return IndexBrokenError(f"{self._path}: damaged; run `jianbao reindex`")


def _of(year: str | None, newsletter: str) -> tuple[str, tuple[str, ...]]:
    """The condition on issues of a year and a newsletter, and its values."""
    conditions = {"substr(date, 1, 4)": year, "newsletter": newsletter or None}
    given = {column: value for column, value in conditions.items() if value is not None}
    where = " AND ".join(f"{column} = ?" for column in given)
    return (f"WHERE {where}" if where else ""), tuple(given.values())
