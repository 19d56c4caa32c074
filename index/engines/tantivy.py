"""tantivy, a search engine in Rust: for archives that are too large for Whoosh. Its only module.

Terms come analysed from `forward.document_terms`; tantivy parts them at the blanks between them and keeps
their frequency, so that its own BM25 sees weighted frequencies. Queries are built of its own objects.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

import tantivy

from index.engines.budget import Budget, Texts
from index.engines.local_files import LocalEngine, link_files
from index.engines.matching import candidates_of, grams_of, terms_of
from index.engines.protocol import Candidates, Retrieval
from index.errors import EngineError, IndexBrokenError, IndexMissingError, IndexWriteError
from index.forward.document_terms import IndexedDocument
from index.query.tree import (
    And,
    AtLeast,
    Boost,
    ClauseWeight,
    Concept,
    ConstantScore,
    Fallback,
    Filter,
    MatchAll,
    Not,
    Or,
    Phrase,
    Query,
    Rescore,
    Substring,
    Term,
)
from index.schema import FILTERS, GRAMS, MAX_FACET_VALUES, TERMS
from index.text.analyzer import is_han

WRITER_BYTES = 100_000_000
"""Memory for postings before a segment is written."""

EVERY_DOCUMENT = 10_000_000
"""A limit that no archive reaches."""

MAX_SETS = 40
"""Ways in which some words of a query can suffice that are asked for one by one."""

BROKEN = (ValueError, OSError, RuntimeError, KeyError, TypeError, OverflowError)
"""What tantivy raises, whatever went wrong."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", indexed=True, fast=True)
    builder.add_unsigned_field("newest", fast=True)
    builder.add_unsigned_field("oldest", fast=True)
    builder.add_unsigned_field("day", indexed=True, fast=True)
    builder.add_text_field(TERMS, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field(GRAMS, tokenizer_name="whitespace", index_option="basic")
    for name in FILTERS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


class TantivyWriter:
    """Writes a tantivy index into a folder of its own."""

    def __init__(self, folder: Path, base: Path | None) -> None:
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if base is not None:
                link_files(base, folder)
            self._schema = _schema()
            self._writer = tantivy.Index(self._schema, path=str(folder)).writer(WRITER_BYTES, num_threads=1)
        except BROKEN as error:
            raise _unwritten(folder, error) from error

    def drop(self, issues: Iterable[str]) -> None:
        """Leave out all documents of some issues."""
        for issue in issues:
            self._writer.delete_documents_by_term("issue", issue)

    def add(self, document: IndexedDocument) -> None:
        """Add a document."""
        fields: dict[str, Any] = {name: list(values) for name, values in document.values.items() if values}
        fields |= {
            "key": document.key,
            "newest": document.newest_rank,
            "oldest": document.oldest_rank,
            "day": _day("".join(document.values["date"])),
            TERMS: [" ".join(_repeated(document.terms))],
            GRAMS: [" ".join(sorted(document.grams))],
        }
        self._writer.add_document(tantivy.Document.from_dict(fields, self._schema))

    def commit(self) -> None:
        """Write everything out, and wait for merges to end."""
        try:
            self._writer.commit()
            self._writer.wait_merging_threads()
        except BROKEN as error:
            raise _unwritten(self._folder, error) from error


class TantivyEngine:
    """One open snapshot."""

    def __init__(self, folder: Path, texts: Texts) -> None:
        self._folder = folder
        self._texts = texts
        if not tantivy.Index.exists(str(folder)):
            raise IndexMissingError(f"{folder}: no index here; run `jianbao reindex`")
        try:
            index = tantivy.Index(_schema(), path=str(folder), reuse=True)
            self._searcher: tantivy.Searcher | None = index.searcher()
        except BROKEN as error:
            raise _broken(folder, error) from error
        self._schema = _schema()

    def retrieve(self, retrieval: Retrieval) -> Candidates:
        """Raise IndexBrokenError where the files cannot be read."""
        try:
            return self._retrieve(self._open_searcher(), retrieval)
        except BROKEN as error:
            raise _broken(self._folder, error) from error

    def gram_frequencies(self, grams: Sequence[str]) -> list[int]:
        """How many documents hold each Chinese character or pair; deleted documents may still count."""
        searcher = self._open_searcher()
        return [searcher.doc_freq(GRAMS, gram) for gram in grams]

    def values(self, field: str) -> Mapping[str, int]:
        """Values of a filter with the number of documents that have each."""
        try:
            return self._counts(
                self._open_searcher(), tantivy.Query.all_query(), (field,), limit=EVERY_DOCUMENT
            )[field]
        except BROKEN as error:
            raise _broken(self._folder, error) from error

    def close(self) -> None:
        """Close all files; later calls raise EngineError."""
        self._searcher = None

    def _open_searcher(self) -> tantivy.Searcher:
        if self._searcher is None:
            raise EngineError(f"{self._folder}: the index has been closed; open it again")
        return self._searcher

    def _retrieve(self, searcher: tantivy.Searcher, retrieval: Retrieval) -> Candidates:
        if retrieval.budget.spent:
            return Candidates(0, (), (), {name: {} for name in retrieval.facets}, complete=False)
        translation = Translation(searcher, self._schema, self._texts, retrieval.budget)
        match = translation.of(retrieval.query)
        filters = {name: translation.of(part) for name, part in retrieval.filters.items()}
        query = _all([match, *map(_constant, filters.values())])
        order = {"newest": ("newest", tantivy.Order.Desc), "oldest": ("oldest", tantivy.Order.Asc)}
        field, direction = order.get(retrieval.sort, (None, tantivy.Order.Desc))
        # A limit of 0 is refused.
        result = searcher.search(
            query,
            limit=max(1, retrieval.limit),
            count=True,
            order_by_field=field,
            offset=retrieval.offset,
            order=direction,
        )
        hits = result.hits[: retrieval.limit]
        keys = _keys(searcher, hits)
        total = int(result.count or 0)  # type: ignore[attr-defined]  # missing in its stubs
        if total == len(keys):  # to count these is cheaper than to find them again
            query = tantivy.Query.term_set_query(self._schema, "key", keys)
        counts: dict[str, Mapping[str, int]] = {}
        if retrieval.facets and not retrieval.budget.spent:
            counts = self._facets(searcher, match, filters, query, retrieval.facets)
        return Candidates(
            total=total,
            keys=tuple(keys),
            scores=tuple(0.0 if field else float(score) for score, _ in hits),
            counts={name: counts.get(name, {}) for name in retrieval.facets},
            complete=not retrieval.budget.spent,
        )

    def _facets(
        self,
        searcher: tantivy.Searcher,
        match: tantivy.Query,
        filters: Mapping[str, tantivy.Query],
        query: tantivy.Query,
        facets: Sequence[str],
    ) -> dict[str, Mapping[str, int]]:
        """Counts of all facets at once, and apart of each that has a filter of its own."""
        counts = dict(self._counts(searcher, query, [name for name in facets if name not in filters]))
        for name in facets:
            if name in filters:
                other_filters = [_constant(part) for other, part in filters.items() if other != name]
                counts |= self._counts(searcher, _all([match, *other_filters]), [name])
        return counts

    def _counts(
        self,
        searcher: tantivy.Searcher,
        query: tantivy.Query,
        names: Sequence[str],
        limit: int = MAX_FACET_VALUES,
    ) -> Mapping[str, Mapping[str, int]]:
        if not names:
            return {}
        aggregations = {name: {"terms": {"field": name, "size": min(limit, 65_000)}} for name in names}
        counted = searcher.aggregate(query, aggregations)
        return {
            name: {bucket["key"]: bucket["doc_count"] for bucket in counted[name]["buckets"]}
            for name in names
        }


class Translation:
    """Builds tantivy's own query for one retrieval. Once its budget is spent, what has to be confirmed finds
    nothing more."""

    def __init__(
        self, searcher: tantivy.Searcher, schema: tantivy.Schema, texts: Texts, budget: Budget
    ) -> None:
        self._searcher = searcher
        self._schema = schema
        self._texts = texts
        self._budget = budget

    def of(self, query: Query) -> tantivy.Query:
        """The query, with everything confirmed that tantivy cannot tell."""
        build = tantivy.Query
        match query:
            case Term(text) if is_han(text):
                by_grams = _constant(_all([self._term(GRAMS, gram) for gram in grams_of(text)]))
                return _any([self._term(TERMS, text), by_grams])
            case Term() | Concept():
                return _any([self._term(TERMS, term) for term in terms_of(query)])
            case Phrase() | Substring():
                confirmed = self._budget.confirmed(
                    query, lambda: self._proposed(query), self._texts.texts, self._texts.holding
                )
                return build.term_set_query(self._schema, "key", list(confirmed))
            case And(parts):
                return _all(
                    [self.of(part) for part in parts if not isinstance(part, Not)],
                    [self.of(part.part) for part in parts if isinstance(part, Not)],
                )
            case Or(parts):
                return _any([self.of(part) for part in parts])
            case AtLeast(parts, weights):
                return _at_least([self.of(part) for part in parts], weights, query.threshold)
            case Fallback(part, other):
                return _any([self.of(part), self.of(other)])
            case Not(part):
                return _all([], [self.of(part)])
            case Boost(part, factor) | ClauseWeight(part, factor):
                return build.boost_query(self.of(part), factor)
            case ConstantScore(part):
                return _constant(self.of(part))
            case Rescore(part):
                return self.of(part)
            case Filter():
                return self._filter(query)
            case MatchAll():
                return build.all_query()

    def _term(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term)

    def _proposed(self, leaf: Phrase | Substring) -> list[int]:
        """Keys of all documents that can hold a leaf."""
        candidates = self.of(candidates_of(leaf))
        proposed = self._searcher.search(candidates, limit=EVERY_DOCUMENT, count=False)
        return _keys(self._searcher, proposed.hits)

    def _filter(self, condition: Filter) -> tantivy.Query:
        if condition.values:
            values = list(condition.values)  # a letter of a name can mean hundreds: a set is met in one pass
            return _constant(tantivy.Query.term_set_query(self._schema, condition.field, values))
        low, high = _day(condition.low) or 1, _day(condition.high, last=True) or 99_999_999
        return _constant(
            tantivy.Query.range_query(self._schema, "day", tantivy.FieldType.Unsigned, low, high)
        )


def _keys(searcher: tantivy.Searcher, hits: Sequence[tuple[object, tantivy.DocAddress]]) -> list[int]:
    if not hits:
        return []
    return [int(key or 0) for key in searcher.fast_field_values("key", [address for _, address in hits])]


def _repeated(terms: Mapping[str, float]) -> Iterable[str]:
    for term, frequency in terms.items():
        yield from [term] * max(1, round(frequency))


def _day(text: str, *, last: bool = False) -> int:
    """`2020-05-13` → 20200513; 0 for no date. Of a year or month the first or last day."""
    digits = text.replace("-", "")
    if not digits:
        return 0
    return int((digits + ("1231" if len(digits) == 4 else "31") if last else digits + "0101")[:8])


def _all(parts: Sequence[tantivy.Query], excluded: Sequence[tantivy.Query] = ()) -> tantivy.Query:
    if len(parts) == 1 and not excluded:
        return parts[0]
    must = list(parts) or [tantivy.Query.const_score_query(tantivy.Query.all_query(), 0.0)]
    return tantivy.Query.boolean_query(
        [
            *((tantivy.Occur.Must, part) for part in must),
            *((tantivy.Occur.MustNot, part) for part in excluded),
        ]
    )


def _any(parts: Sequence[tantivy.Query], count: int = 1) -> tantivy.Query:
    if not parts:
        return tantivy.Query.empty_query()
    if len(parts) == 1:
        return parts[0]
    clauses = [(tantivy.Occur.Should, part) for part in parts]
    return tantivy.Query.boolean_query(clauses, minimum_number_should_match=min(count, len(parts)))


def _at_least(parts: Sequence[tantivy.Query], weights: Sequence[float], threshold: float) -> tantivy.Query:
    """Any of the smallest sets of parts that are heavy enough. Of very many sets, as many parts as it takes
    on average: a query of so many words is a sentence, where a word more or less does not matter."""
    if threshold <= min(weights):
        return _any(parts)
    sets = list(islice(_heavy_enough(weights, threshold), MAX_SETS + 1))
    if len(sets) > MAX_SETS:
        return _any(parts, max(1, round(threshold * len(parts) / sum(weights))))
    return _any([_all([parts[index] for index in indices]) for indices in sets])


def _heavy_enough(weights: Sequence[float], threshold: float) -> Iterator[tuple[int, ...]]:
    """The sets of indices whose weight reaches the threshold, and of which no smaller set does.

    Each set is built from its heaviest part on, and none is begun that cannot become heavy enough: to find
    one takes a step for each weight at most, however many sets there are.
    """
    heaviest = sorted(range(len(weights)), key=lambda index: -weights[index])
    left = [*accumulate((weights[index] for index in reversed(heaviest)), initial=0.0)][::-1]

    def sets_from(start: int, chosen: tuple[int, ...], missing: float) -> Iterator[tuple[int, ...]]:
        if missing <= 0:
            yield chosen
            return
        for place in range(start, len(heaviest)):
            if left[place] < missing:
                return
            index = heaviest[place]
            yield from sets_from(place + 1, (*chosen, index), missing - weights[index])

    return sets_from(0, (), threshold)


def _constant(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.1)


def _broken(folder: Path, error: Exception) -> IndexBrokenError:
    why = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return IndexBrokenError(
        f"{folder}: the index is damaged or was not made by this program ({why});"
        " run `jianbao reindex --full`"
    )


def _unwritten(folder: Path, error: Exception) -> IndexWriteError:
    why = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return IndexWriteError(
        f"{folder}: the index could not be written ({why}); check the disk, the old index serves on"
    )


ENGINE = LocalEngine(TantivyWriter, TantivyEngine)
