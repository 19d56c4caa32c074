"""The interface of a finished archive: callers take a snapshot of its current generation and query that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import EngineError
from index.library.snapshot import Opener
from index.library.snapshot_manager import CHECK_SECONDS, SnapshotManager
from index.results import Health
from index.storage.generations import Generations

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from index.engines.store import IndexStore
    from index.library.snapshot import MakeSearcher, Snapshot, Tools


class Library:
    """An archive in a data folder. Safe to use from several threads.

    Nothing is opened before the first snapshot is taken. Take it after a fork, not before: what a parent
    process holds open cannot be removed until it ends. `reload` gives store and searcher with the word lists
    as they are now; it is asked where the index was made with others.
    """

    def __init__(
        self,
        data: Path,
        store: IndexStore,
        make_searcher: MakeSearcher,
        *,
        check_seconds: float = CHECK_SECONDS,
        reload: Callable[[], Tools] | None = None,
    ) -> None:
        generations = Generations(data)
        opener = Opener(generations, (store, make_searcher), reload)
        self._snapshots = SnapshotManager(generations, opener, check_seconds)

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """The current generation, kept open while the block runs: `with library.snapshot() as archive: …`.

        All answers to one request come from one snapshot, so that they belong together. Raises EngineError
        where the index is missing, broken or of another version.
        """
        return self._snapshots.use()

    def health(self) -> Health:
        """Whether requests can be answered now, and why not. Never raises; opens the index if need be."""
        try:
            with self.snapshot() as snapshot:
                manifest = snapshot.generation.manifest
                return Health(
                    ready=True,
                    reason=self._snapshots.last_error(),
                    generation=snapshot.name,
                    built_at=manifest.built_at,
                    bytes=manifest.bytes,
                    entries=manifest.entries,
                )
        except EngineError as error:
            return Health(ready=False, reason=str(error), generation="", built_at="", bytes=0, entries=0)

    def follow(self) -> None:
        """Open the index, load what answers need, and keep up with it from a thread. For servers, once after
        a fork."""
        self._snapshots.follow()

    def close(self) -> None:
        """Close the index, and stop following; the next snapshot opens it again."""
        self._snapshots.close()
