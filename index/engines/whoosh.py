"""Whoosh, a search engine in pure Python: the default, right for a newsletter. Its only module.

Whoosh is given the terms of `forward.document_terms` as they are, in fields that need no analyzer of ours,
so that no class of this project stands in its pickled schema. Its postings decide which documents match;
its BM25 is asked only where more match than are ranked. Only what the whole 2.7 line has is used.
"""

from __future__ import annotations

import pickle
import struct
import threading
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import Any

import whoosh.fields
import whoosh.filedb.filestore
import whoosh.index
import whoosh.query
import whoosh.reading
import whoosh.scoring
import whoosh.searching
import whoosh.writing

from index.engines.budget import ReadTexts, Texts
from index.engines.local_files import LocalEngine, link_files
from index.engines.matching import Matching, Numbers, terms_of
from index.engines.protocol import MAX_CANDIDATES, Candidates, Retrieval
from index.errors import (
    EngineError,
    IndexBrokenError,
    IndexLockedError,
    IndexMissingError,
    IndexWriteError,
)
from index.forward.document_terms import IndexedDocument
from index.query.tree import Filter, Query, leaves
from index.schema import FACETS, FILTERS, GRAMS, MAX_FACET_VALUES, TERMS

BROKEN = (
    OSError, EOFError, ValueError, TypeError, KeyError, IndexError, AttributeError, ImportError,
    AssertionError, NotImplementedError, RecursionError, MemoryError, struct.error, pickle.UnpicklingError,
    whoosh.index.IndexError, whoosh.reading.ReaderClosed,
)  # fmt: skip
"""What comes out of Whoosh when its files are damaged: it checks little of what it reads."""

MAX_REASON_LENGTH = 200

MAX_DELETED_SHARE = 0.25
"""Share of deleted documents from which on a write leaves them behind: that writes everything anew."""

WRITER_MEGABYTES = 256
"""Postings that are held in memory before Whoosh writes them out."""


class WhooshWriter:
    """Writes a Whoosh index into a folder of its own."""

    def __init__(self, folder: Path, base: Path | None) -> None:
        self._folder = folder
        with self._writing():
            folder.mkdir(parents=True, exist_ok=True)
            if base is None:
                self._index = whoosh.index.create_in(str(folder), _schema())
            else:
                link_files(base, folder)
                self._index = whoosh.index.open_dir(str(folder))
            self._writer = self._index.writer(limitmb=WRITER_MEGABYTES)
        self._deleted = self._index.doc_count_all() - self._index.doc_count()

    def drop(self, issues: Iterable[str]) -> None:
        """Leave out all documents of some issues."""
        with self._writing():
            for issue in issues:
                self._deleted += self._writer.delete_by_term("issue", issue)

    def add(self, document: IndexedDocument) -> None:
        """Add a document."""
        facets = tuple(document.values[name] for name in FACETS)
        values = {name: list(document.values[name]) for name in FILTERS}
        with self._writing():
            self._writer.add_document(
                row=(document.key, document.newest_rank, document.oldest_rank, facets),
                **{TERMS: list(_repeated(document.terms)), GRAMS: sorted(document.grams)},
                **values,
            )

    def commit(self) -> None:
        """Write everything out."""
        with self._writing():
            self._writer.commit(optimize=self._deleted > MAX_DELETED_SHARE * self._index.doc_count_all())
            self._index.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except whoosh.index.LockError as error:
            why = "another process is writing; wait until it is done"
            raise IndexLockedError(f"{self._folder}: {why}") from error
        except (*BROKEN, whoosh.writing.IndexingError) as error:
            why = f"the index could not be written ({_reason(error)})"
            raise IndexWriteError(
                f"{self._folder}: {why}; check the disk, the old index serves on"
            ) from error


class WhooshEngine:
    """One open snapshot. Whoosh's files have one reading position each, so that reads take turns."""

    def __init__(self, folder: Path, texts: Texts) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._closed = False
        try:
            if not whoosh.index.exists_in(str(folder)):
                raise IndexMissingError(f"{folder}: no index here; run `jianbao reindex`")
            # Mapped, Whoosh would copy each file into memory as a whole.
            files = whoosh.filedb.filestore.FileStorage(str(folder), supports_mmap=False, readonly=True)
            self._reader = files.open_index().reader()
            self._values = DocValues(self._reader)
        except BROKEN as error:
            raise _broken(folder, error) from error
        self._searcher = whoosh.searching.Searcher(self._reader, weighting=whoosh.scoring.BM25F())
        self._postings = WhooshPostings(self._searcher, self._values.all, self._values.keys, texts.texts)

    def retrieve(self, retrieval: Retrieval) -> Candidates:
        """Raise IndexBrokenError where the files cannot be read."""
        with self._reading():
            return self._retrieve(retrieval)

    def gram_frequencies(self, grams: Sequence[str]) -> list[int]:
        """How many documents hold each Chinese character or pair; deleted documents may still count."""
        with self._reading():
            return [self._reader.doc_frequency(GRAMS, gram) for gram in grams]

    def values(self, field: str) -> Mapping[str, int]:
        """Values of a filter with the number of documents that have each."""
        with self._reading():
            if field in FACETS:
                return self._values.counts(field, self._values.all)
            terms = (str(value, "utf8") for value in self._reader.lexicon(field))
            return {value: count for value in terms if (count := len(self._postings.of_field(field, value)))}

    def close(self) -> None:
        """Close all files; later calls raise EngineError."""
        with self._lock:
            self._closed = True
            self._reader.close()

    def _retrieve(self, retrieval: Retrieval) -> Candidates:
        matching = Matching(self._postings, retrieval.budget)
        matches = matching.of(retrieval.query)
        passing = {name: matching.of(part) for name, part in retrieval.filters.items()}
        if retrieval.budget.spent:
            return Candidates(0, (), (), {name: {} for name in retrieval.facets}, complete=False)
        hits = _within(matches, passing)
        page = self._ordered(hits, retrieval)
        return Candidates(
            total=len(hits),
            keys=tuple(self._values.keys[number] for number, _ in page),
            scores=tuple(score for _, score in page),
            counts={
                name: self._values.counts(name, _within(matches, passing, but=name))
                for name in retrieval.facets
            },
            complete=not retrieval.budget.spent,
        )

    def _ordered(self, hits: Numbers, retrieval: Retrieval) -> list[tuple[int, float]]:
        start, end = retrieval.offset, retrieval.offset + retrieval.limit
        if not retrieval.limit:
            return []
        if retrieval.sort == "relevance" and len(hits) > MAX_CANDIDATES:
            return self._scored(hits, retrieval.query, end)[start:end]
        rank = self._values.oldest if retrieval.sort == "oldest" else self._values.newest
        ordered = sorted(hits, key=rank.__getitem__, reverse=retrieval.sort != "oldest")
        return [(number, 0.0) for number in ordered[start:end]]

    def _scored(self, hits: Numbers, query: Query, limit: int) -> list[tuple[int, float]]:
        """The best by Whoosh's BM25 of all words looked for; then those without any of the words."""
        words = [whoosh.query.Term(TERMS, term) for leaf in leaves(query) for term in terms_of(leaf)]
        scored: list[tuple[int, float]] = []
        if words:
            results = self._searcher.search(whoosh.query.Or(words), limit=limit, filter=set(hits))
            scored = [(int(number), float(score)) for score, number in results.top_n]
        if len(scored) < limit:
            unscored = hits.difference(number for number, _ in scored)
            ordered = sorted(unscored, key=self._values.newest.__getitem__, reverse=True)
            scored += [(number, 0.0) for number in ordered[: limit - len(scored)]]
        return scored

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._lock:
            if self._closed:
                raise EngineError(f"{self._folder}: the index has been closed; open it again")
            try:
                yield
            except BROKEN as error:
                raise _broken(self._folder, error) from error


class WhooshPostings:
    """Whoosh's postings, as sets of numbers; deleted documents are left out."""

    def __init__(
        self, searcher: whoosh.searching.Searcher, all_numbers: Numbers, keys: Sequence[int], texts: ReadTexts
    ) -> None:
        self.all_numbers = all_numbers
        self._searcher = searcher
        self._keys = keys
        self._texts = texts

    def of_term(self, term: str) -> Numbers:
        """Documents that hold a term."""
        return self.of_field(TERMS, term)

    def of_gram(self, gram: str) -> Numbers:
        """Documents that hold a Chinese character or pair."""
        return self.of_field(GRAMS, gram)

    def of_filter(self, condition: Filter) -> Numbers:
        """Documents that pass a filter."""
        if condition.values:
            return frozenset[int]().union(
                *(self.of_field(condition.field, value) for value in condition.values)
            )
        between = whoosh.query.TermRange(condition.field, condition.low or None, condition.high or None)
        return frozenset(between.docs(self._searcher))

    def of_field(self, field: str, term: str) -> Numbers:
        """Documents that hold a term in a field."""
        try:
            return frozenset(self._searcher.reader().postings(field, term).all_ids())
        except whoosh.reading.TermNotFound:
            return frozenset()

    def texts(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """Folded texts of documents, to confirm a run of characters."""
        number_of = {self._keys[number]: number for number in numbers}
        return {number_of[key]: text for key, text in self._texts(list(number_of)).items()}


class DocValues:
    """Of each document its key, its ranks, and the values that it is counted by: some bytes each."""

    def __init__(self, reader: whoosh.reading.IndexReader) -> None:
        size = reader.doc_count_all()
        self.keys, self.newest, self.oldest = (array("q", bytes(8 * size)) for _ in range(3))
        self._names: dict[str, list[str]] = {name: [] for name in FACETS}
        self._rows: dict[str, list[tuple[int, ...]]] = {name: [()] * size for name in FACETS}
        ids_of: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        numbers = []
        for number, stored in reader.iter_docs():
            key, newest, oldest, facets = stored["row"]
            self.keys[number], self.newest[number], self.oldest[number] = key, newest, oldest
            for name, values in zip(FACETS, facets, strict=True):
                ids = ids_of[name]
                self._rows[name][number] = tuple(ids.setdefault(value, len(ids)) for value in values)
            numbers.append(number)
        self._names = {name: list(ids) for name, ids in ids_of.items()}
        self.all: Numbers = frozenset(numbers)
        self._of_all: dict[str, Mapping[str, int]] = {}

    def counts(self, facet: str, numbers: Numbers) -> Mapping[str, int]:
        """Values of a facet with the number of documents among `numbers` that have each."""
        if len(numbers) < len(self.all):
            return self._counted(facet, numbers)
        if facet not in self._of_all:
            self._of_all[facet] = self._counted(facet, numbers)
        return self._of_all[facet]

    def _counted(self, facet: str, numbers: Numbers) -> Mapping[str, int]:
        rows, names = self._rows[facet], self._names[facet]
        counted = Counter(value for number in numbers for value in rows[number])
        return {names[value]: count for value, count in counted.most_common(MAX_FACET_VALUES)}


def _within(numbers: Numbers, passing: Mapping[str, Numbers], but: str = "") -> Numbers:
    return reduce(
        lambda first, second: first & second, (part for name, part in passing.items() if name != but), numbers
    )


def _repeated(terms: Mapping[str, float]) -> Iterator[str]:
    for term, frequency in terms.items():
        yield from [term] * max(1, round(frequency))


def _schema() -> whoosh.fields.Schema:
    filters = {name: whoosh.fields.KEYWORD() for name in FILTERS}
    fields: dict[str, Any] = {
        TERMS: whoosh.fields.KEYWORD(scorable=True),
        GRAMS: whoosh.fields.KEYWORD(),
        "row": whoosh.fields.STORED(),
    }
    return whoosh.fields.Schema(**fields, **filters)


def _broken(folder: Path, error: Exception) -> IndexBrokenError:
    return IndexBrokenError(
        f"{folder}: the index is damaged or was not made by this program ({_reason(error)});"
        " run `jianbao reindex --full`"
    )


def _reason(error: Exception) -> str:
    """An error in one line of bearable length."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:MAX_REASON_LENGTH]


ENGINE = LocalEngine(WhooshWriter, WhooshEngine)
