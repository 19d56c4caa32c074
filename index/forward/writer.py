"""Writing the forward index: from scratch, or from the one before with some issues dropped and added."""

from __future__ import annotations

import shutil
import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexWriteError
from index.forward.completions import TitleRuns, completions_of, prefixes_of
from index.forward.document_terms import IndexedDocument
from index.forward.postings import MAX_DOCUMENTS, NO_POSTINGS, hundredths, packed, updated
from index.forward.record import PackedTerms, pack_norms, pack_terms, pack_text
from index.forward.store import FILE, SCHEMA
from index.forward.vocabulary import BLURRED, FULL, INITIALS, MIN_INITIALS_LENGTH
from index.lexicon.dictionary import translations
from index.lexicon.mined import explained_names, trust, untranslated_words
from index.text.analyzer import Analyzer, is_han, name_key
from index.text.pinyin import blurred, initials, readings

DROP = (
    "DELETE FROM record_terms WHERE key IN (SELECT key FROM record WHERE issue = ?)",
    "DELETE FROM record WHERE issue = ?",
    "DELETE FROM page_term WHERE page IN (SELECT number FROM page WHERE name = ?)",
    "DELETE FROM page WHERE name = ?",
)


class ForwardWriter:
    """Writes the forward index of one generation into a folder."""

    def __init__(self, folder: Path, base: Path | None, runs: TitleRuns, analyzer: Analyzer) -> None:
        self._file = folder / FILE
        self._runs = runs
        self._cut = analyzer.segmenter.cut
        self._added: dict[str, array[int]] = defaultdict(lambda: array("I"))
        self._dropped: dict[str, set[int]] = defaultdict(set)
        self._explained: Counter[tuple[str, str]] = Counter()
        self._untranslated: Counter[str] = Counter()
        self._titles: Counter[tuple[str, str]] = Counter()
        self._is_new = base is None
        with _writing(self._file):
            if base is not None:
                shutil.copyfile(base / FILE, self._file)
            self._connection = sqlite3.connect(self._file, isolation_level=None)
            # No reader opens the file before it is complete, and publishing syncs it to the disk.
            self._connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
            if base is None:
                self._connection.executescript(SCHEMA)
            self._connection.execute("BEGIN")
            self._numbers = self._free_numbers()

    def drop(self, issues: Iterable[str]) -> None:
        """Leave out all documents, and the page, of some issues."""
        with _writing(self._file):
            for issue in issues:
                rows = self._connection.execute(
                    "SELECT number, title, text, terms, frequencies, topical"
                    " FROM record JOIN record_terms USING (key) WHERE issue = ?",
                    (issue,),
                )
                for number, title, text, *packed_terms in rows:
                    for term, _ in PackedTerms(*packed_terms).in_hundredths():
                        self._dropped[term].add(number)
                    self._titles.subtract(self._runs.of(title))
                    self._explained.subtract(explained_names(text, self._cut))
                    self._untranslated.subtract(untranslated_words(text))
                for statement in DROP:
                    self._connection.execute(statement, (issue,))

    def add(self, document: IndexedDocument) -> None:
        """Add a document. Raises IndexWriteError where there are more than MAX_DOCUMENTS."""
        number, terms = next(self._numbers, MAX_DOCUMENTS), pack_terms(document)
        if number == MAX_DOCUMENTS:
            raise IndexWriteError(f"{self._file}: an archive holds {MAX_DOCUMENTS:,} entries at most")
        text = pack_text(document)
        row = (
            document.key,
            document.id,
            number,
            document.issue,
            document.newest_rank,
            document.title,
            pack_norms(document),
            text,
        )
        row_of_terms = (document.key, terms.terms, terms.frequencies, terms.topical)
        with _writing(self._file):
            self._connection.execute("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            self._connection.execute("INSERT OR REPLACE INTO record_terms VALUES (?, ?, ?, ?)", row_of_terms)
        for term, frequency in terms.in_hundredths():
            self._added[term].append(packed(number, frequency))
        self._titles.update(self._runs.of(document.title))
        self._explained.update(explained_names(text, self._cut))
        self._untranslated.update(untranslated_words(text))

    def add_page(self, page: IndexedDocument, date: str, written: str) -> None:
        """Add the text of an issue outside its entries, and how it is written."""
        row = (
            page.issue,
            page.title,
            "".join(page.values["newsletter"]),
            date,
            page.newest_rank,
            pack_norms(page),
            pack_text(page),
            written,
        )
        with _writing(self._file):
            insert = (
                "INSERT INTO page (name, title, newsletter, date, rank, norms, text, written)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            )
            number = self._connection.execute(insert, row).lastrowid
            frequencies = dict.fromkeys(page.grams, 0)
            frequencies |= {term: hundredths(frequency) for term, frequency in page.terms.items()}
            terms = ((term, number, frequency) for term, frequency in frequencies.items())
            self._connection.executemany("INSERT INTO page_term VALUES (?, ?, ?)", terms)

    def commit(self) -> None:
        """Bring words and completions up to date with what was dropped and added, and close the file."""
        with _writing(self._file):
            self._write_words()
            self._write_completions()
            self._write_explained()
            self._write_untranslated()
            self._connection.execute("COMMIT")
            if self._is_new:
                self._connection.execute("VACUUM")  # what came in no order fills its pages by two thirds
            self._connection.close()

    def _write_words(self) -> None:
        run = self._connection.executemany
        words = sorted(self._added.keys() | self._dropped.keys())
        before = {} if self._is_new else {word: self._postings_before(word) for word in words}
        now = {
            word: updated(
                before.get(word, NO_POSTINGS), self._dropped.get(word, ()), self._added.get(word, ())
            )
            for word in words
        }
        run(
            "INSERT OR REPLACE INTO word VALUES (?, ?, ?)",
            ((word, len(postings), postings) for word, postings in now.items() if postings),
        )
        run("DELETE FROM word WHERE word = ?", ((word,) for word, postings in now.items() if not postings))
        new = (word for word in words if not before.get(word) and len(word) > 1 and is_han(word))
        run(
            "INSERT OR IGNORE INTO reading VALUES (?, ?, ?)", (row for word in new for row in _readings(word))
        )

    def _postings_before(self, word: str) -> array[int]:
        row = self._connection.execute("SELECT postings FROM word WHERE word = ?", (word,)).fetchone()
        return array("I", row[0] if row else b"")

    def _free_numbers(self) -> Iterator[int]:
        """Numbers that no document has, the lowest first; those of what this writer drops are not among
        them, so that a posting tells by its number whether it was dropped."""
        used = {number for (number,) in self._connection.execute("SELECT number FROM record")}
        return (number for number in range(MAX_DOCUMENTS) if number not in used)

    def _write_completions(self) -> None:
        changed = [(key, written, count) for (key, written), count in self._titles.items() if count]
        self._connection.executemany(
            "INSERT INTO title_run VALUES (?, ?, ?) ON CONFLICT (key, written)"
            " DO UPDATE SET documents = documents + excluded.documents",
            changed,
        )
        self._connection.execute("DELETE FROM title_run WHERE documents <= 0")
        named = {word for word in (*self._added, *self._dropped) if word in self._runs.names}
        for key in named.union(key for key, _, _ in changed):
            if not self._is_new:
                outdated = [(prefix, key) for prefix, _, _ in prefixes_of(key)]
                self._connection.executemany("DELETE FROM completion WHERE prefix = ? AND key = ?", outdated)
            titles = self._scalar("SELECT sum(documents) FROM title_run WHERE key = ?", key)
            documents = self._scalar("SELECT documents FROM word WHERE word = ?", key)
            rows = completions_of(key, titles=titles, documents=documents, named=key in self._runs.names)
            self._connection.executemany("INSERT OR IGNORE INTO completion VALUES (?, ?, ?, ?)", rows)

    def _write_explained(self) -> None:
        changed = [(pair, count) for pair, count in self._explained.items() if count]
        self._connection.executemany(
            "INSERT INTO explained VALUES (?, ?, ?) ON CONFLICT (key, name)"
            " DO UPDATE SET trust = trust + excluded.trust",
            [
                (name_key(name), other, count * trust(first, second))
                for (first, second), count in changed
                for name, other in ((first, second), (second, first))
            ],
        )
        self._connection.execute("DELETE FROM explained WHERE trust <= 0")

    def _write_untranslated(self) -> None:
        counts = self._untranslated.items()
        changed = [(word, count) for word, count in counts if count and translations(word)]
        self._connection.executemany(
            "INSERT INTO untranslated VALUES (?, ?) ON CONFLICT (word)"
            " DO UPDATE SET documents = documents + excluded.documents",
            changed,
        )
        self._connection.execute("DELETE FROM untranslated WHERE documents <= 0")

    def _scalar(self, statement: str, value: str) -> int:
        row = self._connection.execute(statement, (value,)).fetchone()
        return int(row[0] or 0) if row else 0


def _readings(word: str) -> Iterator[tuple[str, str, str]]:
    full = readings(word)
    yield from ((reading, FULL, word) for reading in full)
    yield from (
        (blurred_reading, BLURRED, word)
        for reading in full
        if (blurred_reading := blurred(reading)) != reading
    )
    if len(word) >= MIN_INITIALS_LENGTH:
        yield from ((letters, INITIALS, word) for letters in initials(word))


@contextmanager
def _writing(file: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        why = f"the forward index could not be written ({' '.join(str(error).split())})"
        raise IndexWriteError(f"{file}: {why}; check the disk, the old index serves on") from error
