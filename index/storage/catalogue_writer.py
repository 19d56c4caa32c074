"""Writes the catalogue of a generation: all of it, or the previous one with some issues replaced."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from types import MappingProxyType
from typing import TYPE_CHECKING

from index.documents import Entry, Issue, IssueSummary, summary_of
from index.errors import IndexWriteError
from index.storage.catalogue_file import (
    SCHEMA,
    destinations,
    dump_entry,
    dump_issue,
    dump_summary,
    hashed,
    load_entry,
    load_summary,
)
from index.tags import tag_values

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    Facets = Counter[tuple[str, str]]

_FAST = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
"""
"""A generation that is not finished is thrown away, and a finished one is pushed to the disk as a whole."""

MAX_FREE_SHARE = 0.25
"""Share of unused pages from which on the file is written anew."""


def write_catalogue(
    path: Path,
    issues: Iterable[Issue],
    *,
    base: Path | None = None,
    drop: Collection[str] = (),
    forwards: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Fill a new file: with the catalogue `base` less the issues in `drop`, if given, plus `issues`.

    `forwards` are all names that lead to another.

    Raises IndexWriteError where the disk does not let us, OSError where `base` cannot be copied.
    """
    if base:
        shutil.copyfile(base, path)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.executescript(_FAST if base else _FAST + SCHEMA)
            connection.execute("BEGIN")
            _Writer(connection).replace(issues, drop)
            connection.execute("DELETE FROM forwards")
            connection.executemany("INSERT INTO forwards VALUES (?, ?)", forwards.items())
            connection.execute("COMMIT")
            _shrink(connection)
    except sqlite3.Error as error:
        why = f"{path}: the catalogue could not be written ({error})"
        raise IndexWriteError(f"{why}; check the disk, the old index serves on") from error


def _shrink(connection: sqlite3.Connection) -> None:
    (free,) = connection.execute("PRAGMA freelist_count").fetchone()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    if free > MAX_FREE_SHARE * pages:
        connection.execute("VACUUM")


class _Writer:
    """Adds and removes whole issues. Counts of values follow from what is added and removed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute
        self._run_many = connection.executemany
        self._facets: Facets = Counter()

    def replace(self, issues: Iterable[Issue], drop: Collection[str]) -> None:
        for name in sorted(drop):
            self._remove(name)
        for issue in issues:
            self._add(issue)
        self._count()

    def _add(self, issue: Issue) -> None:
        summary = summary_of(issue)
        row = (
            issue.name,
            summary.order,
            summary.date,
            summary.newsletter,
            summary.entries,
            dump_summary(summary),
            dump_issue(issue),
        )
        columns = "name, sort_order, date, newsletter, entries, summary, body"
        key = self._run(f"INSERT INTO issues ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", row).lastrowid
        numbered = [
            (number, entry) for number, section in enumerate(issue.sections) for entry in section.entries
        ]
        for position, (section, entry) in enumerate(numbered):
            self._add_entry((entry.id, key, section, position, entry.title), entry)
        self._facets.update(_facets(summary, [entry for _, entry in numbered]))

    def _add_entry(self, row: tuple[object, ...], entry: Entry) -> None:
        columns = "id, issue, section, position, title"
        key = self._run(f"INSERT INTO entries ({columns}) VALUES (?, ?, ?, ?, ?)", row).lastrowid
        self._run("INSERT INTO bodies VALUES (?, ?)", (key, dump_entry(entry)))
        self._run_many("INSERT INTO links VALUES (?, ?)", _links(key, entry))

    def _remove(self, name: str) -> None:
        row = self._run("SELECT issue, summary FROM issues WHERE name = ?", (name,)).fetchone()
        if row is None:
            return
        issue, summary = row
        query = "SELECT entry, body FROM entries JOIN bodies USING (entry) WHERE issue = ?"
        entries = [(key, load_entry(body)) for key, body in self._run(query, (issue,))]
        for key, entry in entries:
            self._run_many("DELETE FROM links WHERE destination = ? AND entry = ?", _links(key, entry))
            self._run("DELETE FROM bodies WHERE entry = ?", (key,))
        self._run("DELETE FROM entries WHERE issue = ?", (issue,))
        self._run("DELETE FROM issues WHERE issue = ?", (issue,))
        self._facets.subtract(_facets(load_summary(summary), [entry for _, entry in entries]))

    def _count(self) -> None:
        changed = [(field, value, count) for (field, value), count in self._facets.items() if count]
        self._run_many(
            "INSERT INTO facets VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET entries = entries + excluded.entries",
            changed,
        )
        self._run("DELETE FROM facets WHERE entries = 0")


def _links(key: int | None, entry: Entry) -> list[tuple[int, int | None]]:
    return [(number, key) for number in {hashed(address) for address in destinations(entry)}]


def _facets(issue: IssueSummary, entries: Sequence[Entry]) -> Facets:
    """How many entries have each newsletter, category, source, tag and month."""
    counts: Facets = Counter()
    counts[("newsletter", issue.newsletter)] += len(entries)
    for entry in entries:
        counts.update([("category", entry.category), ("source", entry.source), ("month", issue.date[:7])])
        counts.update({("tag", tag) for tag in tag_values(entry.tags)})
    return counts
