"""The tables of a catalogue, and how values stand in them. Reading is in `catalogue`, writing in
`catalogue_writer`.

Columns are only what queries ask for. Everything else of an issue or an entry stands in one compressed JSON
value, made from its dataclass: a field that is added there needs no change here.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import zlib
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from index.documents import Document, Entry, Issue, IssueSummary
from index.storage.canonical_url import destination

if TYPE_CHECKING:
    from collections.abc import Iterable

SCHEMA = """
CREATE TABLE issues (
    issue INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    sort_order INTEGER NOT NULL,  -- greater is newer; equals are told apart by date, then by name
    date TEXT NOT NULL,
    newsletter TEXT NOT NULL,
    entries INTEGER NOT NULL,
    summary TEXT NOT NULL,
    body BLOB NOT NULL  -- the issue without its entries
);
CREATE INDEX issues_by_age ON issues (sort_order, date, name);
CREATE INDEX issues_by_newsletter ON issues (newsletter, sort_order, date, name);
CREATE TABLE entries (
    entry INTEGER PRIMARY KEY,
    id TEXT NOT NULL,  -- not UNIQUE: whoever forges the id of another issue's entry must not stop a reindex
    issue INTEGER NOT NULL,
    section INTEGER NOT NULL,
    position INTEGER NOT NULL,
    title TEXT NOT NULL
);
CREATE INDEX entries_by_id ON entries (id);
CREATE INDEX entries_by_issue ON entries (issue, position);
CREATE TABLE bodies (entry INTEGER PRIMARY KEY, body BLOB NOT NULL);  -- apart: titles are read in one sweep
CREATE TABLE links (destination INTEGER, entry INTEGER, PRIMARY KEY (destination, entry)) WITHOUT ROWID;
CREATE TABLE forwards (old TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE facets (
    field TEXT, value TEXT, entries INTEGER NOT NULL, PRIMARY KEY (field, value)
) WITHOUT ROWID;
"""

_ISSUE = TypeAdapter(Issue)
_SUMMARY = TypeAdapter(IssueSummary)
_ENTRY = TypeAdapter(Entry)

_NAMES = json.dumps({field.name: "" for field in dataclasses.fields(Entry)}).encode()
"""What every entry's JSON repeats. Given to the compression beforehand it takes a sixth off the catalogue."""


def dump_summary(summary: IssueSummary) -> str:
    """A summary as JSON."""
    return _SUMMARY.dump_json(summary).decode()


def load_summary(text: str) -> IssueSummary:
    """What `dump_summary` wrote; ValueError where it did not."""
    return _SUMMARY.validate_json(text)


def dump_issue(issue: Issue) -> bytes:
    """An issue without its entries, which are kept once, and without the text of its parts, which stands in
    its Markdown at their lines."""
    sections = tuple(dataclasses.replace(section, entries=()) for section in issue.sections)
    parts = tuple(dataclasses.replace(part, text="") for part in issue.parts)
    return zlib.compress(_ISSUE.dump_json(dataclasses.replace(issue, sections=sections, parts=parts)))


def load_issue(body: bytes) -> Issue:
    """What `dump_issue` wrote; ValueError or zlib.error where it did not."""
    return _ISSUE.validate_json(zlib.decompress(body))


def dump_entry(entry: Entry) -> bytes:
    """An entry, compressed."""
    compressor = zlib.compressobj(zdict=_NAMES)
    return compressor.compress(_ENTRY.dump_json(entry)) + compressor.flush()


def load_entry(body: bytes) -> Entry:
    """What `dump_entry` wrote; ValueError or zlib.error where it did not."""
    return _ENTRY.validate_json(zlib.decompressobj(zdict=_NAMES).decompress(body))


def destinations(entry: Entry | Document) -> set[str]:
    """Canonical addresses of all that an entry points to."""
    urls: Iterable[str | None] = (entry.url, *(link.url for link in entry.links))
    return {destination(url) for url in urls if url}


def hashed(address: str) -> int:
    """A canonical address as the integer that `links` keeps: a tenth of its length. Readers compare the
    addresses themselves, so that two with the same hash do no harm."""
    return int.from_bytes(hashlib.blake2b(address.encode(), digest_size=8).digest(), signed=True)
