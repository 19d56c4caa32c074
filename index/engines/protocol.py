"""What the index asks of a search engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set
    from pathlib import Path

    from index.documents import Document
    from index.query.tree import Query
    from index.search_request import Sort


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """A search as an engine executes it: everything analysed, nothing left to interpret."""

    query: Query
    filters: Mapping[str, Query] = field(default_factory=dict)
    """Facet name → what its chosen values demand. All must hold; a facet's own counts ignore its own."""

    facets: tuple[str, ...] = ()
    """Names of the fields to count by."""

    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 20
    deadline: float | None = None
    """Value of `time.monotonic()` at which to stop with what there is; None for never."""


@dataclass(frozen=True, slots=True)
class EngineResults:
    """Keys of the documents found, best first, with the counts of the same snapshot."""

    total: int
    keys: tuple[str, ...]
    scores: tuple[float, ...]
    counts: Mapping[str, Mapping[str, int]]
    """Facet → value → hits, the facet's own filter left out."""

    complete: bool = True


class SearchEngine(Protocol):
    """An open snapshot of one index. Safe to use from several threads."""

    def search(self, request: EngineRequest) -> EngineResults:
        """Raise `EngineError` where the index cannot be read; never an engine's own exception."""
        ...

    def vocabulary(self, field: str) -> Mapping[str, int]:
        """Terms of a field with the number of documents that hold each."""
        ...

    def close(self) -> None:
        """Give files back; searching afterwards is an error."""
        ...


class EngineStore(Protocol):
    """Writes and opens an engine's files in a folder that belongs to one generation."""

    name: str
    """Stands in the generation's manifest: a folder of another engine is not opened."""

    analysis: str
    """Version of the analysis and hash of the lexicon that it writes with; stands in the manifest, too: an
    index of another analysis is not searched, and is built anew by the next reindex."""

    def write(
        self, folder: Path, documents: Iterable[Document], *, base: Path | None, drop: Set[str]
    ) -> None:
        """Fill `folder`: with `base`'s index less the issues in `drop`, if given, plus `documents`.

        `base` is another generation's folder. Its files are never changed. An engine that never writes into
        a file that is there may link them into `folder` (`index.storage.durable_files.link_or_copy`).
        """
        ...

    def open(self, folder: Path) -> SearchEngine:
        """Raise `IndexMissingError` or `IndexBrokenError` where the folder holds no index of this engine."""
        ...
