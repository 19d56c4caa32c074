"""What a new generation of the index starts from: the current one, as far as it can be trusted and used."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.engines.store import IndexStore
from index.errors import IndexBrokenError, IndexMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.storage.generations import Generation, Generations
    from index.storage.manifest import IndexedFile, Manifest


@dataclass(frozen=True, slots=True)
class Base:
    """The current generation, kept from being removed while it is used."""

    generation: Generation | None = None
    """None where there is none that can be trusted."""

    reason: str = ""
    """Why its engine files cannot serve as a base; "" where they can, or where there never were any."""

    forget: bool = False
    """Issues are not taken over either: the reindex is a full one."""

    @property
    def manifest(self) -> Manifest | None:
        """What the generation says about itself."""
        return self.generation.manifest if self.generation else None

    @property
    def engine(self) -> Path | None:
        """Engine files to start from; None for none."""
        return self.generation.engine if self.generation and not self.reason else None

    @property
    def indexed(self) -> tuple[IndexedFile, ...]:
        """Files whose issues may be taken over."""
        return self.generation.manifest.indexed if self.generation and not self.forget else ()

    @property
    def names(self) -> frozenset[str]:
        """Names of the issues that it holds."""
        files = self.generation.manifest.indexed if self.generation else ()
        return frozenset(file.issue for file in files if file.issue)

    @property
    def catalogue(self) -> Path | None:
        """Catalogue whose issues may be taken over; None for none."""
        return self.generation.catalogue if self.generation and not self.forget else None


@contextmanager
def current(generations: Generations, store: IndexStore, *, full: bool) -> Iterator[Base]:
    """The base of a reindex. Raises EngineError where it cannot be told just now whether there is one."""
    try:
        generation = generations.open()
    except IndexMissingError:
        yield Base()
        return
    except IndexBrokenError as error:
        yield Base(reason=str(error))
        return
    try:
        yield Base(generation, "as asked" if full else _outdated(generation.manifest, store), full)
    finally:
        generation.close()


def _outdated(manifest: Manifest, store: IndexStore) -> str:
    """Why this store cannot add to what the manifest describes; "" where it can."""
    if manifest.engine != store.name:
        return f"the engine was {manifest.engine} and is {store.name}"
    if manifest.analysis != store.analysis:
        return f"the analysis was {manifest.analysis} and is {store.analysis}"
    return ""
