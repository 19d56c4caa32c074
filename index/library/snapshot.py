"""One generation of the index, open: what all answers to one request come from."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cached_property

from index.engines.store import IndexStore, OpenIndex
from index.errors import IndexBrokenError, IndexMissingError, IndexOutdatedError
from index.library.statistics import stats_of
from index.results import Stats
from index.search.searcher import Searcher
from index.storage.catalogue import Catalogue
from index.storage.data_folder import reading
from index.storage.generations import Generation, Generations

MakeSearcher = Callable[[str, OpenIndex, Catalogue], Searcher]
"""Makes the searcher of a generation from its name, its engine and its catalogue."""

Tools = tuple[IndexStore, MakeSearcher]
"""What opens an index and what searches it. Both know the same word lists."""


@dataclass(eq=False)
class Snapshot:
    """One generation, open. `SnapshotManager` closes it when it has been replaced and its last user is gone.

    Each part raises `EngineError` (index.errors) where the index is broken: no error looks like an empty
    answer.
    """

    generation: Generation
    engine: OpenIndex
    catalogue: Catalogue
    """Issues and entries, read by name and id."""

    searcher: Searcher
    """Search and everything that is made from it: suggestions, trends, related entries."""

    users: int = 0
    replaced: bool = False

    @property
    def name(self) -> str:
        """Name of the generation: two answers that bear it come from the same index."""
        return self.generation.name

    @cached_property
    def stats(self) -> Stats:
        """What the archive holds, for people and for monitoring."""
        return stats_of(self.generation, self.catalogue)

    def close(self) -> None:
        """Close everything, and let the generation be removed. Of no use afterwards.

        Garbage is collected now: engines hold reference cycles and memory maps, and automatic collections
        are so rare that several generations would stay in memory.
        """
        self.engine.close()
        self.catalogue.close()
        self.generation.close()
        del self.engine, self.catalogue, self.searcher
        gc.unfreeze()
        gc.collect()


def open_snapshot(generations: Generations, store: IndexStore, make_searcher: MakeSearcher) -> Snapshot:
    """Open what is current. Raises IndexMissingError, IndexBrokenError; for passing trouble, EngineError."""
    with reading(generations.data), ExitStack() as opened:
        generation = generations.open()
        opened.callback(generation.close)
        _require_version(generation, store)
        catalogue = Catalogue(generation.catalogue)
        opened.callback(catalogue.close)
        engine = store.open(generation.engine)
        opened.callback(engine.close)
        snapshot = Snapshot(generation, engine, catalogue, make_searcher(generation.name, engine, catalogue))
        opened.pop_all()
    return snapshot


def why_unusable(generations: Generations, store: IndexStore) -> str:
    """Why the current generation must be built anew before it can be used; "" where it can. Loads nothing."""
    try:
        with reading(generations.data), closing(generations.open()) as generation:
            _require_version(generation, store)
    except (IndexMissingError, IndexBrokenError) as error:
        return str(error)
    return ""


def _require_version(generation: Generation, store: IndexStore) -> None:
    manifest = generation.manifest
    if not store.opens(manifest.engine):
        difference = f"made by the engine {manifest.engine}, not {store.name}"
    elif manifest.analysis != store.analysis:
        difference = f"made with analysis {manifest.analysis}, not {store.analysis}"
    else:
        return
    raise IndexOutdatedError(f"{generation.folder}: {difference}; run `jianbao reindex`")


class Opener:
    """Opens the current generation. Where it was made with other word lists, they are read again: an editor
    has changed one and indexed anew, and a server follows without a restart."""

    def __init__(self, generations: Generations, tools: Tools, reload: Callable[[], Tools] | None) -> None:
        self._generations = generations
        self._tools = tools
        self._reload = reload

    def __call__(self) -> Snapshot:
        """As `open_snapshot`. For one thread at a time."""
        try:
            return open_snapshot(self._generations, *self._tools)
        except IndexOutdatedError:
            tools = self._reload() if self._reload else self._tools
            if tools[0].analysis == self._tools[0].analysis:
                raise
            self._tools = tools
            return open_snapshot(self._generations, *tools)
