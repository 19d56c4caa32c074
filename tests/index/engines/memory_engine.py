"""The engine that reads every document: slow, short and plain, it says what the others must find.

It keeps no postings and no sets. One document at a time it asks whether a query matches, and how
strongly; it shares with the engine on disk the formulas of index.ranking and nothing of how they are used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from index.documents import Document
from index.engines.protocol import EngineRequest, EngineResults
from index.engines.schema import FILTERS
from index.errors import EngineError, IndexBrokenError, IndexMissingError, IndexWriteError
from index.lexicon.lexicon import Lexicon
from index.ranking.weights import averages
from index.text.analyzer import ANALYSIS_VERSION, Analyzer, analyzer_of
from tests.index.engines.plain_reading import Page, Reading, page_of

FILE = "documents.json"

_DOCUMENTS = TypeAdapter(tuple[Document, ...])


class MemoryStore:
    """Keeps documents as JSON, and reads them all when it is opened."""

    name = "memory"

    def __init__(self, lexicon: Lexicon) -> None:
        self._analyzer = analyzer_of(lexicon.words)
        self.analysis = f"{ANALYSIS_VERSION}-{lexicon.digest}"

    def write(
        self, folder: Path, documents: Iterable[Document], *, base: Path | None, drop: Set[str]
    ) -> None:
        """As `EngineStore.write`."""
        kept = [one for one in _load(base) if one.issue not in drop] if base else []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / FILE).write_bytes(_DOCUMENTS.dump_json((*kept, *documents)))
        except OSError as error:
            raise IndexWriteError(f"{folder}: the index could not be written ({error})") from error

    def open(self, folder: Path) -> MemoryEngine:
        """As `EngineStore.open`."""
        return MemoryEngine(_load(folder), self._analyzer)


class MemoryEngine:
    """`SearchEngine` over a list of documents."""

    def __init__(self, documents: Iterable[Document], analyzer: Analyzer) -> None:
        self._pages: list[Page] | None = [page_of(document, analyzer) for document in documents]
        self._averages = averages(page.lengths for page in self._pages)

    def search(self, request: EngineRequest) -> EngineResults:
        """As `SearchEngine.search`."""
        reading = Reading(self._open(), self._averages, request.deadline)
        found = [(page, reading.strength(request.query, page)) for page in reading.pages]
        matched = [(page, value) for page, value in found if value is not None]
        hits = sorted(
            ((page, value) for page, value in matched if reading.passes(page, request)),
            key=lambda hit: _place(hit[0], hit[1], request),
        )
        page = hits[request.offset : request.offset + request.limit]
        relevance = request.sort == "relevance"
        return EngineResults(
            total=len(hits),
            keys=tuple(one.document.id for one, _ in page),
            scores=tuple(value if relevance else 0.0 for _, value in page),
            counts={name: self._counts(name, matched, reading, request) for name in request.facets},
            complete=reading.complete,
        )

    def vocabulary(self, field: str) -> Mapping[str, int]:
        """As `SearchEngine.vocabulary`."""
        counted: Counter[str] = Counter()
        for page in self._open():
            if field in FILTERS:
                counted.update(page.values[field])
            else:
                counted.update({word for place in (*page.words, *page.parts) for word in place})
        return dict(counted)

    def close(self) -> None:
        """As `SearchEngine.close`."""
        self._pages = None

    def _open(self) -> list[Page]:
        if self._pages is None:
            raise EngineError("the index has been closed; open it again")
        return self._pages

    def _counts(
        self, name: str, matched: Iterable[tuple[Page, float]], reading: Reading, request: EngineRequest
    ) -> Mapping[str, int]:
        passing = (page for page, _ in matched if reading.passes(page, request, but=name))
        return dict(Counter(value for page in passing for value in page.values[name]))


def _place(page: Page, value: float, request: EngineRequest) -> tuple[float, int, int]:
    document = page.document
    if request.sort == "relevance":
        return -value, -document.order, document.position
    return 0.0, document.order if request.sort == "oldest" else -document.order, document.position


def _load(folder: Path) -> tuple[Document, ...]:
    path = folder / FILE
    if not path.is_file():
        raise IndexMissingError(f"{folder}: no index here; run `jianbao reindex`")
    try:
        return _DOCUMENTS.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise IndexBrokenError(f"{path}: damaged; run `jianbao reindex --full`") from error
