"""What is searched of one generation: an engine's index and the forward index, written and opened as one."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from index.documents import Document, Issue, documents_of, page_of
from index.engines.local_files import LocalEngine
from index.engines.protocol import IndexWriter, SearchEngine
from index.forward.completions import TitleRuns
from index.forward.document_terms import index_document
from index.forward.store import ForwardIndex
from index.forward.writer import ForwardWriter
from index.lexicon.lexicon import Lexicon
from index.lexicon.thesaurus import Thesaurus, thesaurus_of
from index.text.analyzer import ANALYSIS_VERSION, Analyzer, analyzer_of

FORWARD = "forward"
POSTINGS = "postings"
"""Folders of the two in a generation's engine folder."""


ENGINES = ("whoosh", "tantivy")
"""Modules of this wing, each with its ENGINE."""

ANY = "auto"


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """One open snapshot: the engine, and what is kept beside it."""

    engine: SearchEngine
    forward: ForwardIndex

    def close(self) -> None:
        """Close all files; later calls raise EngineError."""
        self.engine.close()
        self.forward.close()


class GenerationWriter:
    """Writes engine and forward index together."""

    def __init__(
        self, forward: ForwardWriter, engine: IndexWriter, analyzer: Analyzer, thesaurus: Thesaurus
    ) -> None:
        self._forward = forward
        self._engine = engine
        self._analyzer = analyzer
        self._thesaurus = thesaurus

    def drop(self, issues: Iterable[str]) -> None:
        """Leave out some issues."""
        names = sorted(issues)
        self._forward.drop(names)
        self._engine.drop(names)

    def add_issue(self, issue: Issue) -> None:
        """Add the entries of an issue, and what it says outside of them."""
        self.add_page(issue)
        for document in documents_of(issue):
            self.add(document)

    def add(self, document: Document) -> None:
        """Add one entry."""
        indexed = index_document(document, self._analyzer, self._thesaurus)
        self._forward.add(indexed)
        self._engine.add(indexed)

    def add_page(self, issue: Issue) -> None:
        """Add what an issue says outside of its entries."""
        page = page_of(issue)
        if page.summary:
            indexed = index_document(page, self._analyzer, self._thesaurus)
            self._forward.add_page(indexed, page.date, page.summary)

    def commit(self) -> None:
        """Write everything out. Raises IndexWriteError."""
        self._forward.commit()
        self._engine.commit()


class IndexStore:
    """Writes and opens the index of one generation in a folder of its own."""

    def __init__(self, lexicon: Lexicon, engine: str = "whoosh") -> None:
        """`engine` is one of ENGINES, or ANY for a store that opens what any of them wrote."""
        self.name = engine
        """Stands in the generation's manifest: a folder of another engine is not opened."""
        self.analysis = f"{ANALYSIS_VERSION}-{lexicon.digest}"
        """Version of the analysis and hash of the lexicon: an index of another analysis is built anew."""
        self._analyzer = analyzer_of(lexicon.words, many=True)
        self._thesaurus = thesaurus_of(lexicon)

    def opens(self, engine: str) -> bool:
        """Whether this store opens what an engine of this name wrote."""
        return self.name in (engine, ANY)

    def write(self, folder: Path, issues: Iterable[Issue], *, base: Path | None, drop: Set[str]) -> None:
        """Fill `folder`: with `base`'s index less the issues in `drop`, if given, plus `issues`.

        `base` is another generation's folder; its files are never changed. Raises IndexWriteError.
        """
        writer = self.writer(folder, base)
        writer.drop(drop)
        for issue in issues:
            writer.add_issue(issue)
        writer.commit()

    def writer(self, folder: Path, base: Path | None) -> GenerationWriter:
        """What fills `folder`, from `base`'s index if given."""
        forward, postings = folder / FORWARD, folder / POSTINGS
        forward.mkdir(parents=True, exist_ok=True)
        runs = TitleRuns(self._analyzer, self._thesaurus)
        return GenerationWriter(
            ForwardWriter(forward, base / FORWARD if base else None, runs, self._analyzer),
            engine_named(self.name).writer(postings, base / POSTINGS if base else None),
            self._analyzer,
            self._thesaurus,
        )

    def open(self, folder: Path) -> OpenIndex:
        """Raise IndexMissingError or IndexBrokenError where the folder holds no index of this engine."""
        forward = ForwardIndex(folder / FORWARD)
        engine = self.name if self.name != ANY else written_by(folder / POSTINGS)
        return OpenIndex(engine_named(engine).opened(folder / POSTINGS, forward), forward)


def written_by(folder: Path) -> str:
    """The engine whose files these are."""
    return "tantivy" if (folder / "meta.json").is_file() else "whoosh"


def engine_named(name: str) -> LocalEngine:
    """An engine. Only the one that is used is loaded: they take 0.05 s and 5 MB each."""
    return cast("LocalEngine", import_module(f"index.engines.{name}").ENGINE)
