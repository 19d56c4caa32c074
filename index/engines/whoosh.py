"""The engine on disk: Whoosh keeps the postings. The only module that knows Whoosh.

Whoosh is given the tokens of `text.analyzer` as they are, in fields that need no analyzer of ours, so that
no class of this project stands in its pickled schema. It answers who has a term and how often; what a
query means is said in index.engines.evaluation. Only what the whole 2.7 line has is used.
"""

from __future__ import annotations

import pickle
import shutil
import struct
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import whoosh.fields
import whoosh.index
import whoosh.reading
import whoosh.writing

from index.documents import Document
from index.engines.collecting import collect
from index.engines.columns import Columns, columns_of, dump
from index.engines.document_terms import TERM_FIELDS, WORDS, indexed
from index.engines.postings import InvertedPostings, Occurrences
from index.engines.protocol import EngineRequest, EngineResults
from index.engines.schema import FILTERS
from index.errors import EngineError, IndexBrokenError, IndexLockedError, IndexMissingError, IndexWriteError
from index.lexicon.lexicon import Lexicon
from index.storage.durable_files import link_or_copy
from index.text.analyzer import ANALYSIS_VERSION, analyzer_of

BROKEN = (
    OSError, EOFError, ValueError, TypeError, KeyError, IndexError, AttributeError, ImportError,
    AssertionError, NotImplementedError, RecursionError, MemoryError, struct.error, pickle.UnpicklingError,
    whoosh.index.IndexError, whoosh.reading.ReaderClosed,
)  # fmt: skip
"""What comes out of Whoosh when its files are damaged: it checks little of what it reads."""

LONGEST_REASON = 200

MOST_DELETED = 0.25
"""Share of deleted documents from which on a write leaves them behind: that writes everything anew."""

WRITER_MEGABYTES = 256
"""Postings that are held in memory before Whoosh writes them out."""


class WhooshStore:
    """Writes and opens Whoosh indexes in a generation's folder."""

    name = "whoosh"

    def __init__(self, lexicon: Lexicon) -> None:
        self._analyzer = analyzer_of(lexicon.words)
        self.analysis = f"{ANALYSIS_VERSION}-{lexicon.digest}"

    def write(
        self, folder: Path, documents: Iterable[Document], *, base: Path | None, drop: Set[str]
    ) -> None:
        """Fill `folder` as `EngineStore.write` says; raises IndexWriteError or IndexLockedError."""
        try:
            self._write(folder, documents, base, drop)
        except whoosh.index.LockError as error:
            raise IndexLockedError(f"{folder}: another process is writing; wait until it is done") from error
        except (*BROKEN, whoosh.writing.IndexingError) as error:
            why = f"the index could not be written ({_reason(error)})"
            raise IndexWriteError(f"{folder}: {why}; check the disk, the old index serves on") from error

    def open(self, folder: Path) -> WhooshEngine:
        """Raise IndexMissingError or IndexBrokenError where the folder holds no index of this engine."""
        try:
            if not whoosh.index.exists_in(str(folder)):
                raise IndexMissingError(f"{folder}: no index here; run `jianbao reindex`")
            index = whoosh.index.open_dir(str(folder), readonly=True)
            return WhooshEngine(folder, index.reader())
        except BROKEN as error:
            raise _broken(folder, error) from error

    def _write(self, folder: Path, documents: Iterable[Document], base: Path | None, drop: Set[str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if base is None:
            index = whoosh.index.create_in(str(folder), _schema())
        else:
            shutil.copytree(base, folder, dirs_exist_ok=True, copy_function=link_or_copy)
            index = whoosh.index.open_dir(str(folder))
        writer = index.writer(limitmb=WRITER_MEGABYTES)
        deleted = index.doc_count_all() - index.doc_count()
        for issue in sorted(drop):
            deleted += writer.delete_by_term("issue", issue)
        for document in documents:
            writer.add_document(**self._fields(document))
        writer.commit(optimize=deleted > MOST_DELETED * index.doc_count_all())
        index.close()

    def _fields(self, document: Document) -> dict[str, str | Sequence[str]]:
        kept = indexed(document, self._analyzer)
        words = " ".join(kept.terms[WORDS])
        return {"issue": document.issue, "record": dump(kept.record), "held": words, **kept.terms}


class WhooshEngine:
    """One open snapshot. Whoosh's files have one reading position each, so that reads take turns."""

    def __init__(self, folder: Path, reader: whoosh.reading.IndexReader) -> None:
        self._folder = folder
        self._reader = reader
        self._lock = threading.Lock()
        self._closed = False
        self._columns: Columns = columns_of(
            (number, stored["record"]) for number, stored in reader.iter_docs()
        )
        self._postings = InvertedPostings(self, self._columns)

    def search(self, request: EngineRequest) -> EngineResults:
        """Raise IndexBrokenError where the files cannot be read."""
        return collect(request, self._postings, self._columns)

    def vocabulary(self, field: str) -> Mapping[str, int]:
        """Terms of `words`, or values of a filter, with the number of documents that hold each."""
        if field in FILTERS:
            return self._columns.values(field)
        with self._reading():
            return self._words()

    def _words(self) -> Mapping[str, int]:
        """Whoosh counts deleted documents in; their words are taken off again."""
        decoded = self._reader.schema[WORDS].from_bytes
        counted: Counter[str] = Counter()
        for segment, _ in self._reader.leaf_readers():
            counted.update({decoded(term): info.doc_frequency() for term, info in segment.iter_field(WORDS)})
            for number in filter(segment.is_deleted, range(segment.doc_count_all())):
                counted.subtract(segment.stored_fields(number)["held"].split(" "))
        return {word: count for word, count in counted.items() if count > 0}

    def occurrences(self, field: str, term: str) -> Occurrences:
        """Documents, and how often each holds the term in that field; empty if none does."""
        with self._reading():
            try:
                matcher = self._reader.postings(field, term)
            except whoosh.reading.TermNotFound:
                return ()
            return list(_drain(matcher))

    def close(self) -> None:
        """Give files back; searching afterwards is an error."""
        with self._lock:
            self._closed = True
            self._reader.close()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._lock:
            if self._closed:
                raise EngineError(f"{self._folder}: the index has been closed; open it again")
            try:
                yield
            except BROKEN as error:
                raise _broken(self._folder, error) from error


def _drain(matcher: Any) -> Iterator[tuple[int, float]]:  # noqa: ANN401 - Whoosh has no types
    while matcher.is_active():
        yield matcher.id(), matcher.weight()
        matcher.next()


def _schema() -> whoosh.fields.Schema:
    terms = {name: whoosh.fields.KEYWORD(scorable=True) for name in TERM_FIELDS}
    return whoosh.fields.Schema(
        issue=whoosh.fields.ID(), record=whoosh.fields.STORED(), held=whoosh.fields.STORED(), **terms
    )


def _broken(folder: Path, error: Exception) -> IndexBrokenError:
    return IndexBrokenError(
        f"{folder}: the index is damaged or was not made by this program ({_reason(error)});"
        " run `jianbao reindex --full`"
    )


def _reason(error: Exception) -> str:
    """An error in one line of bearable length; of a copy that failed, why its first file did."""
    said = str(error.args[0][0][-1]) if isinstance(error, shutil.Error) else str(error)
    return " ".join(f"{type(error).__name__}: {said}".split())[:LONGEST_REASON]
