"""Files of a newsletter → a new generation of the index, of which only what changed is read again."""

from __future__ import annotations

import datetime as dt
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from index.documents import Issue
from index.engines.store import IndexStore
from index.errors import IndexWriteError
from index.reindex import base_generation
from index.reindex.base_generation import Base
from index.reindex.changes import Content, IssueFile, gather, is_unchanged, to_read
from index.reindex.report import ReindexReport
from index.storage import data_folder
from index.storage.catalogue import Catalogue
from index.storage.catalogue_writer import write_catalogue
from index.storage.generations import CATALOGUE, ENGINE, Generations
from index.storage.manifest import FORMAT, Manifest
from index.storage.writer_lock import writing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["IssueFile", "ReindexReport", "reindex"]


def _silent(done: int, total: int) -> None:
    """No progress is shown."""


def reindex(
    data: Path,
    files: Sequence[IssueFile],
    store: IndexStore,
    *,
    full: bool = False,
    progress: Callable[[int, int], None] = _silent,
    out_of_reach: Collection[str] = (),
    forwards: Mapping[str, str] = MappingProxyType({}),
) -> ReindexReport:
    """Make the index in `data` hold exactly what `files` say; readers see the old one until the new is whole.

    Unchanged files (same path, same digest) are neither read nor written; where nothing changed, nothing is
    written at all. Another engine or analysis than before means that everything is indexed anew. `full`
    also reads everything anew and forgets issues whose file can no longer be read, which else are kept.
    `out_of_reach` are paths of files that are there but could not be opened: their issues are kept.
    `forwards` are names that issues had before, with those that they have now.
    `progress` is told what is done of how much: files to read, then issues to write.

    Raises IndexLockedError where another process writes, IndexWriteError where the disk or the folder does
    not let us or where nothing would be left; the old index serves on in either case.
    """
    run = _Run(Generations(data), files, store, progress, out_of_reach, forwards, time.monotonic())
    with _write_errors(data):
        if not full and (idle := run.idle()):
            return idle
        data_folder.claim(run.generations.data)
        with writing(run.generations.data):
            run.generations.clean()
            with base_generation.current(run.generations, store, full=full) as base:
                report = run.build(base)
            run.generations.clean()
    return report


@dataclass(frozen=True, slots=True)
class _Run:
    """One call of `reindex`."""

    generations: Generations
    files: Sequence[IssueFile]
    store: IndexStore
    progress: Callable[[int, int], None]
    out_of_reach: Collection[str]
    forwards: Mapping[str, str]
    started: float

    def idle(self) -> ReindexReport | None:
        """The report of a run that has nothing to do, not even cleaning; None where there is something."""
        with base_generation.current(self.generations, self.store, full=False) as base:
            report = self._nothing_to_do(base)
            return None if report and self.generations.leftovers() else report

    def _nothing_to_do(self, base: Base) -> ReindexReport | None:
        if base.engine is None or not is_unchanged(self.files, self.out_of_reach, base.indexed):
            return None
        assert base.generation  # noqa: S101 - it has an engine
        return ReindexReport(
            unchanged=tuple(sorted(base.names)),
            kept=tuple(
                f.issue for f in base.indexed if f.issue and (f.problem or f.path in self.out_of_reach)
            ),
            entries=base.generation.manifest.entries,
            problems=tuple(file.problem for file in base.indexed if file.problem),
            generation=base.generation.name,
            seconds=time.monotonic() - self.started,
            touched=False,
        )

    def build(self, base: Base) -> ReindexReport:
        """Write a new generation, unless another process has just done the same."""
        if idle := self._nothing_to_do(base):
            return idle
        step = self._steps(base)
        out_of_reach = () if base.forget else self.out_of_reach
        content = gather(self.files, out_of_reach, base.indexed, step)
        self._refuse_emptying(base, content)
        folder = self.generations.begin()
        try:
            manifest = self._fill(folder, base, content, step)
            self.generations.publish(folder, manifest)
        except BaseException:
            self.generations.discard(folder)
            raise
        return self._report(base, content, folder.name, manifest)

    def _steps(self, base: Base) -> Callable[[], None]:
        """Counts files that are read, then issues written; files that fail leave it short of the end."""
        reading = len(to_read(self.files, base.indexed))
        total, done = reading + (reading if base.engine else len(self.files)), 0

        def step() -> None:
            nonlocal done
            done = min(done + 1, total)
            self.progress(done, total)

        return step

    def _refuse_emptying(self, base: Base, content: Content) -> None:
        """Refuse to empty an index: a source without issues is more likely unreachable than empty."""
        if content.names or not base.names or (base.forget and not self.files):
            return
        nothing = "the source holds no issue (`--full` empties the index)"
        why = "no file can be read as an issue" if self.files else nothing
        raise IndexWriteError(
            f"{self.generations.data}: {why}; the index of {len(base.names)} issues is kept"
        )

    def _fill(self, folder: Path, base: Base, content: Content, step: Callable[[], None]) -> Manifest:
        """Write catalogue and engine files, and see that the engine can open them."""
        drop = base.names - content.unchanged
        fresh = [content.fresh[name] for name in sorted(content.fresh)]
        write_catalogue(folder / CATALOGUE, fresh, base=base.catalogue, drop=drop, forwards=self.forwards)
        with closing(Catalogue(folder / CATALOGUE)) as catalogue:
            names = content.fresh.keys() if base.engine else content.names
            issues = _issues(content, catalogue, names, step)
            self.store.write(folder / ENGINE, issues, base=base.engine, drop=drop)
            entries = catalogue.entries
        self.store.open(folder / ENGINE).close()
        return Manifest(
            format=FORMAT,
            engine=self.store.name,
            analysis=self.store.analysis,
            built_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            location="",
            issues=len(content.names),
            entries=entries,
            indexed=content.indexed,
            stored=(),
        )

    def _report(self, base: Base, content: Content, generation: str, manifest: Manifest) -> ReindexReport:
        names = content.names
        return ReindexReport(
            added=tuple(sorted(names - base.names)),
            updated=tuple(sorted(content.fresh.keys() & base.names)),
            removed=tuple(sorted(base.names - names)),
            unchanged=tuple(sorted(content.unchanged)),
            kept=content.kept,
            entries=manifest.entries,
            problems=content.problems,
            generation=generation,
            seconds=time.monotonic() - self.started,
            touched=True,
            reason=base.reason,
        )


def _issues(
    content: Content, catalogue: Catalogue, names: Collection[str], step: Callable[[], None]
) -> Iterator[Issue]:
    """Issues of these names: as they were just read, or else as the catalogue has them."""
    for name in sorted(names):
        issue = content.fresh.get(name) or catalogue.issue(name)
        assert issue  # noqa: S101 - the catalogue holds every issue of the content
        yield issue
        step()


@contextmanager
def _write_errors(data: Path) -> Iterator[None]:
    """Turn the system's errors into one line of ours."""
    try:
        yield
    except OSError as error:
        where = error.filename or data
        raise IndexWriteError(f"{where}: cannot write: {error.strerror}; the old index serves on") from error
