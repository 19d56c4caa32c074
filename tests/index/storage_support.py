"""Newsletters of any size, and a tiny engine whose one file is JSON: for tests of storage."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from archive.errors import ArchiveError
from archive.models import Entry, Issue, Link, Section
from index.documents import Document, documents_of
from index.engines.store import IndexStore
from index.errors import IndexBrokenError
from index.lexicon.lexicon import Lexicon
from index.library import snapshot_manager
from index.library.library import Library
from index.results import Hit, Marked, SearchResults, Stats, Suggestion, Trend
from index.search.searcher import Searcher
from index.search_request import Search
from index.storage.catalogue import Catalogue

CHECK_SECONDS = 0.1
"""Tests look at the disk more often than servers need to."""

LEXICON = Lexicon()
REAL_STORE = IndexStore(LEXICON)


def entry(issue: str, position: int, text: str) -> Entry:
    """An entry whose every field says which issue and which edition of it it comes from."""
    return Entry(
        id=f"{issue}-{position}",
        category=f"类别{position % 3}",
        title=f"{text} 第 {position} 条",
        tags=(),
        url=f"https://example.org/{issue}/{position}",
        byline=None,
        source=f"来源{position % 2}",
        links=(Link("代码", f"https://github.com/example/{issue}-{position}"),),
        summary=f"{text} 的摘要",
        line=position + 2,
        end_line=position + 2,
        markdown=f"- {text}",
    )


def issue(day: int, text: str, entries: int = 3) -> Issue:
    """The issue of a day after 2020-01-01; `text` stands in its title and in every entry."""
    date = dt.date(2020, 1, 1) + dt.timedelta(days=day)
    name = date.isoformat()
    section = Section("新闻", 1, (), tuple(entry(name, position, text) for position in range(entries)))
    return Issue(name, f"{name}.md", f"{name} {text}", text, date, None, "", (), (), (section,), ())


@dataclass(frozen=True, slots=True)
class File:
    """An issue file in memory, or one that cannot be read."""

    issue: Issue | None
    path: str = ""
    digest: str = ""
    problem: str = ""

    def read(self) -> Issue:
        if self.issue is None:
            raise ArchiveError("not an issue", file=self.path)
        return replace(self.issue, file=self.path)


def file(day: int, text: str, entries: int = 3) -> File:
    made = issue(day, text, entries)
    return File(made, made.file, f"digest of {text} {entries}")


def broken(good: File, digest: str = "broken") -> File:
    return File(None, good.path, digest)


def newsletter(days: int, text: str, entries: int = 3) -> list[File]:
    """One file a day, all of one edition: mixing two editions shows in any answer."""
    return [file(day, text, entries) for day in range(days)]


class TinyStore:
    """All documents in one JSON file. Knows filters not at all: a search finds everything."""

    name = "tiny"

    def __init__(self, analysis: str = "tiny 1") -> None:
        self.analysis = analysis
        self.written: list[str] = []
        """Ids of the documents that were given to the last `write`."""

    def opens(self, engine: str) -> bool:
        return engine == self.name

    def write(
        self, folder: Path, issues: Iterable[Issue], *, base: Path | None, drop: frozenset[str]
    ) -> None:
        rows = json.loads((base / "documents.json").read_text()) if base else []
        rows = [row for row in rows if row["issue"] not in drop]
        new = [asdict(document) for issue in issues for document in documents_of(issue)]
        self.written = [row["id"] for row in new]
        (folder / "documents.json").write_text(json.dumps(rows + new))

    def open(self, folder: Path) -> TinyEngine:
        try:
            rows = json.loads((folder / "documents.json").read_text())
        except (OSError, ValueError) as error:
            raise IndexBrokenError(f"{folder}: {error}") from error
        return TinyEngine([row["id"] for row in rows])


class TinyEngine:
    def __init__(self, keys: list[str]) -> None:
        self.keys = keys
        self.closed = False

    def page(self, offset: int, limit: int) -> tuple[str, ...]:
        assert not self.closed, "searched after closing"
        return tuple(self.keys[offset : offset + limit])

    def close(self) -> None:
        self.closed = True


class TinySearcher(Searcher):
    """Finds everything, and counts how often it is warmed."""

    def __init__(self, generation: str, engine: TinyEngine, catalogue: Catalogue) -> None:
        self.generation = generation
        self.engine = engine
        self.catalogue = catalogue
        self.warmed = 0

    def warm(self) -> None:
        self.warmed += 1

    def search(self, search: Search) -> SearchResults:
        start = (search.page - 1) * search.limit
        keys, total = self.engine.page(start, search.limit), len(self.engine.keys)
        hits = tuple(Hit(d, 0.0, Marked(d.title), ()) for d in self.catalogue.documents(keys))
        pages = max(1, math.ceil(total / search.limit))
        return SearchResults(
            total=total,
            page=search.page,
            pages=pages,
            limit=search.limit,
            hits=hits,
            facets=(),
            rewrites=(),
            suggestion=None,
            understood=(),
            unknown=(),
            issues=(),
            generation=self.generation,
            complete=True,
            took_ms=0.0,
        )

    def export(self, search: Search) -> Iterator[Document]:
        return self.catalogue.all_documents()

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        return ()

    def related(self, key: str, limit: int = 5) -> tuple[Document, ...]:
        return ()

    def trend(self, query: str) -> Trend:
        return Trend(query, 0, ())

    def terms_of_season(self, limit: int = 12) -> tuple[str, ...]:
        return ()


def tiny_library(data: Path, store: TinyStore | None = None) -> Library:
    return Library(data, store or TinyStore(), TinySearcher, check_seconds=CHECK_SECONDS)


def headlines(library: Library) -> list[str]:
    """Headlines of all issues, newest first: they tell the edition."""
    with library.snapshot() as archive:
        return [issue.headline for issue in archive.catalogue.issue_summaries()]


def stats(library: Library) -> Stats:
    with library.snapshot() as archive:
        return archive.stats


def export(library: Library, search: Search) -> list[Document]:
    with library.snapshot() as archive:
        return list(archive.searcher.export(search))


def find_all(library: Library, search: Search | None = None) -> SearchResults:
    """What a search finds; without one, everything."""
    with library.snapshot() as archive:
        return archive.searcher.search(search or Search(limit=100))


def tree(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Everything under a folder with inode and change time: equal only if nothing was written."""
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        yield path.relative_to(folder).as_posix(), status.st_ino, status.st_ctime_ns


def real_library(
    data: Path, check_seconds: float = snapshot_manager.CHECK_SECONDS, store: IndexStore = REAL_STORE
) -> Library:
    return Library(data, store, partial(Searcher, lexicon=LEXICON), check_seconds=check_seconds)
