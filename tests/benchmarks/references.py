"""What stands beside jianbao: SQLite's FTS5 and tantivy as they come, Datasette, and an empty Flask answer.

All of them index the words that jianbao's own analysis cuts, over the same entries; queries are any of the
typed words, with facets, the best hits first. None of them rewrites, ranks, highlights or renders anything.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy

from index.lexicon.lexicon import load_lexicon
from index.text.analyzer import Analyzer, analyzer_of
from tests.benchmarks.corpora import Entry

FACETS = ("category", "source", "month")
CANDIDATES, PAGE = 200, 20
START_SECONDS = 60


def analyzer() -> Analyzer:
    """jianbao's own."""
    return analyzer_of(load_lexicon().words, many=True)


def words_of(entry: Entry, analyze: Analyzer) -> str:
    """The words of an entry between spaces."""
    text = " ".join(str(entry[name] or "") for name in ("title", "tags", "source", "category", "summary"))
    return " ".join(term for term, _ in analyze.analyse(text).terms)


def facets_of(entry: Entry) -> tuple[str, ...]:
    """Values of FACETS."""
    return str(entry["category"]), str(entry["source"]), str(entry["date"] or "")[:7]


class Fts5:
    """A table of the documents, and an index of their words."""

    def __init__(self, file: Path, entries: Sequence[tuple[Entry, str]]) -> None:
        self.file = file
        self._connection = sqlite3.connect(file)
        self._connection.executescript(
            "CREATE TABLE entries (id INTEGER PRIMARY KEY, title, summary, category, source, month, words);"
            "CREATE VIRTUAL TABLE entries_fts USING"
            " fts5(words, content='entries', content_rowid='id', tokenize='unicode61');"
        )
        rows = ((one["title"], one["summary"], *facets_of(one), words) for one, words in entries)
        columns = "title, summary, category, source, month, words"
        self._connection.executemany(f"INSERT INTO entries ({columns}) VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._connection.execute("INSERT INTO entries_fts (entries_fts) VALUES ('rebuild')")
        self._connection.commit()

    def search(self, words: Sequence[str]) -> int:
        """The best by BM25, with facets; how many there are."""
        match = fts_query(words)
        run = self._connection.execute
        found = run(
            "SELECT rowid FROM entries_fts WHERE entries_fts MATCH ? ORDER BY rank LIMIT ?",
            (match, CANDIDATES),
        ).fetchall()
        for name in FACETS:
            run(
                f"SELECT {name}, count(*) FROM entries WHERE id IN"
                f" (SELECT rowid FROM entries_fts WHERE entries_fts MATCH ?) GROUP BY {name}",
                (match,),
            ).fetchall()
        return len(found)

    def close(self) -> None:
        self._connection.close()


def fts_query(words: Sequence[str]) -> str:
    """Any of the words, in FTS5's language."""
    return " OR ".join('"' + word.replace('"', '""') + '"' for word in words) or '""'


class RawTantivy:
    """One field of words, and facets as fast fields."""

    def __init__(self, folder: Path, entries: Sequence[tuple[Entry, str]]) -> None:
        folder.mkdir()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
        for name in FACETS:
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
        self._schema = builder.build()
        index = tantivy.Index(self._schema, path=str(folder))
        writer = index.writer(100_000_000, num_threads=1)
        for entry, words in entries:
            values: dict[str, Any] = dict(zip(FACETS, ([value] for value in facets_of(entry)), strict=True))
            writer.add_document(tantivy.Document.from_dict(values | {"words": [words]}, self._schema))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def search(self, words: Sequence[str]) -> int:
        """The best by BM25, with facets; how many there are."""
        terms = [tantivy.Query.term_query(self._schema, "words", word) for word in words]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        found = self._searcher.search(query, limit=CANDIDATES)
        self._searcher.aggregate(query, {name: {"terms": {"field": name, "size": 1000}} for name in FACETS})
        return len(found.hits)


@contextmanager
def datasette(fts: Fts5, log: Path) -> Iterator[int]:
    """Datasette over the same file; gives its port."""
    limits = [f"{kind}_time_limit_ms" for kind in ("sql", "facet")]
    settings = [part for name in limits for part in ("--setting", name, "20000")]
    command = [sys.executable, "-m", "datasette", "serve", str(fts.file), "--port", "{port}", *settings]
    with _process(command, log) as port:
        yield port


def datasette_path(file: Path, words: Sequence[str]) -> str:
    """The same question in a URL."""
    pairs = [("_search", fts_query(words)), ("_searchmode", "raw"), ("_size", str(PAGE))]
    pairs += [("_facet", name) for name in FACETS]
    return f"/{file.stem}/entries.json?{urllib.parse.urlencode(pairs)}"


@contextmanager
def empty_flask(log: Path) -> Iterator[int]:
    """An app that answers with nothing, on jianbao's own server; gives its port."""
    with _process([sys.executable, "-m", "tests.benchmarks.empty_flask", "{port}"], log) as port:
        yield port


@contextmanager
def _process(command: Sequence[str], log: Path) -> Iterator[int]:
    port = free_port()
    with log.open("w") as out:
        filled = [one.format(port=port) for one in command]
        process = subprocess.Popen(filled, stdout=out, stderr=out, env=dict(os.environ))
    try:
        _wait_for(port, log)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"it did not start:\n{log.read_text()}")
