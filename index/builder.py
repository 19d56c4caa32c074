"""Files of a newsletter → a new generation of the index, of which only what changed is read again."""

from __future__ import annotations

import datetime as dt
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index import catalogue, data_folder
from index.changes import Content, IssueFile, gather, is_unchanged
from index.documents import Document, documents_of
from index.engine import EngineError, EngineStore, IndexMissingError, IndexWriteError
from index.generations import CATALOGUE, ENGINE, Generation, Generations
from index.manifest import FORMAT, Manifest
from index.reindex_report import ReindexReport
from index.writer_lock import writing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from index.documents import Issue

__all__ = ["IssueFile", "ReindexReport", "reindex"]


def _silent(done: int, total: int) -> None:
    """No progress is shown."""


@dataclass(frozen=True, slots=True)
class Base:
    """What a new generation starts from."""

    generation: Generation | None = None
    """The current one, leased; None where there is none that can be trusted."""

    reason: str = ""
    """Why its engine files cannot serve as a base; "" where they can, or where there never were any."""

    fresh_start: bool = False
    """Nothing of it is to be taken over (`full`)."""

    @property
    def manifest(self) -> Manifest | None:
        """What the current generation says about itself."""
        return self.generation.manifest if self.generation else None

    @property
    def engine(self) -> Path | None:
        """Engine files to start from; None for none."""
        return self.generation.engine if self.generation and not self.reason else None

    @property
    def names(self) -> frozenset[str]:
        """Names of the issues that it holds."""
        return (
            frozenset(file.issue for file in self.manifest.indexed if file.issue)
            if self.manifest
            else frozenset()
        )

    def issues(self) -> Mapping[str, Issue]:
        """Issues that may be taken over, by name."""
        if self.generation is None or self.fresh_start:
            return {}
        return {issue.name: issue for issue in catalogue.read_issues(self.generation.catalogue)}


def reindex(
    data: Path,
    files: Sequence[IssueFile],
    store: EngineStore,
    *,
    full: bool = False,
    progress: Callable[[int, int], None] = _silent,
    untaken: Collection[str] = (),
) -> ReindexReport:
    """Make the index in `data` hold exactly what `files` say; readers see the old one until the new is whole.

    Unchanged files (same path, same digest) are neither read nor written; where nothing changed, nothing is
    written at all. Another engine or analysis than before means that everything is indexed anew. `full`
    also reads everything anew and forgets issues whose file can no longer be read, which else are kept.
    `untaken` are paths of files that are there but could not be opened: their issues are kept.

    Raises IndexLockedError where another process writes, IndexWriteError where the disk or the folder
    does not let us; the old index serves on in either case.
    """
    run = _Run(Generations(data), files, store, progress, untaken, time.monotonic())
    with _told(data):
        if not full and (idle := run.idle()):
            return idle
        data_folder.claim(run.generations.data)
        with writing(run.generations.data):
            run.generations.clean()
            with run.base(full) as base:
                report = run.build(base)
            run.generations.clean()
    return report


@dataclass(frozen=True, slots=True)
class _Run:
    """One call of `reindex`."""

    generations: Generations
    files: Sequence[IssueFile]
    store: EngineStore
    progress: Callable[[int, int], None]
    untaken: Collection[str]
    started: float

    def idle(self) -> ReindexReport | None:
        """The report of a run that has nothing to do, not even cleaning; None where there is something."""
        with self.base(full=False) as base:
            report = self._nothing_to_do(base)
            return None if report and self.generations.leftovers() else report

    @contextmanager
    def base(self, full: bool) -> Iterator[Base]:
        """What is there already, kept from being removed meanwhile."""
        try:
            generation = self.generations.open()
        except IndexMissingError:
            yield Base()
            return
        except EngineError as error:
            yield Base(reason=str(error))
            return
        try:
            yield Base(generation, "as asked" if full else self._outdated(generation.manifest), full)
        finally:
            generation.close()

    def _outdated(self, manifest: Manifest) -> str:
        if manifest.engine != self.store.name:
            return f"the engine was {manifest.engine} and is {self.store.name}"
        if manifest.analysis != self.store.analysis:
            return f"the analysis was {manifest.analysis} and is {self.store.analysis}"
        return ""

    def _nothing_to_do(self, base: Base) -> ReindexReport | None:
        manifest = base.manifest
        if not manifest or base.reason or not is_unchanged(self.files, self.untaken, manifest.indexed):
            return None
        files = manifest.indexed
        return ReindexReport(
            unchanged=tuple(sorted(base.names)),
            kept=tuple(f.issue for f in files if f.issue and (f.problem or f.path in self.untaken)),
            entries=manifest.entries,
            problems=tuple(file.problem for file in files if file.problem),
            generation=base.generation.name if base.generation else "",
            seconds=time.monotonic() - self.started,
            touched=False,
        )

    def build(self, base: Base) -> ReindexReport:
        """Write a new generation, unless another process has just done the same."""
        if idle := self._nothing_to_do(base):
            return idle
        content = self._gather(base)
        self._refuse_emptying(base, content)
        folder = self.generations.begin()
        try:
            manifest = self._fill(folder, base, content)
            self.generations.publish(folder, manifest)
        except BaseException:
            self.generations.discard(folder)
            raise
        return self._built(base, content, folder.name, manifest)

    def _gather(self, base: Base) -> Content:
        indexed = base.manifest.indexed if base.manifest and not base.fresh_start else ()
        total, done = 2 * len(self.files), 0

        def count() -> None:
            nonlocal done
            done += 1
            self.progress(done, total)

        untaken = () if base.fresh_start else self.untaken
        return gather(self.files, untaken, indexed, base.issues(), count)

    def _refuse_emptying(self, base: Base, content: Content) -> None:
        """A source that is suddenly empty is more likely away than meant."""
        held = base.manifest.issues if base.manifest else 0
        if content.issues or not held or (base.fresh_start and not self.files):
            return
        why = (
            "no file can be read as an issue"
            if self.files
            else "the source holds no issue (`--full` empties the index)"
        )
        raise IndexWriteError(f"{self.generations.data}: {why}; the index of {held} issues is kept")

    def _fill(self, folder: Path, base: Base, content: Content) -> Manifest:
        """Write catalogue and engine files, and see that the engine can open them."""
        (folder / CATALOGUE).write_bytes(catalogue.to_bytes(content.issues.values()))
        new = content.fresh if base.engine else content.issues.keys()
        drop = base.names - (content.issues.keys() - content.fresh)
        self.store.write(folder / ENGINE, self._documents(content, new), base=base.engine, drop=drop)
        self.store.open(folder / ENGINE).close()
        return Manifest(
            format=FORMAT,
            engine=self.store.name,
            analysis=self.store.analysis,
            built_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            place="",
            issues=len(content.issues),
            entries=sum(len(issue.entries) for issue in content.issues.values()),
            indexed=content.indexed,
            stored=(),
        )

    def _documents(self, content: Content, names: Collection[str]) -> Iterator[Document]:
        total = 2 * len(names)
        for done, name in enumerate(sorted(names), start=1):
            yield from documents_of(content.issues[name])
            self.progress(len(names) + done, total)

    def _built(self, base: Base, content: Content, generation: str, manifest: Manifest) -> ReindexReport:
        now = content.issues.keys()
        return ReindexReport(
            added=tuple(sorted(now - base.names)),
            updated=tuple(sorted(content.fresh & base.names)),
            removed=tuple(sorted(base.names - now)),
            unchanged=tuple(sorted(now - content.fresh)),
            kept=content.kept,
            entries=manifest.entries,
            problems=content.problems,
            generation=generation,
            seconds=time.monotonic() - self.started,
            touched=True,
            reason=base.reason,
        )


@contextmanager
def _told(data: Path) -> Iterator[None]:
    """Turn the system's errors into one line of ours."""
    try:
        yield
    except OSError as error:
        where = error.filename or data
        raise IndexWriteError(f"{where}: cannot write: {error.strerror}; the old index serves on") from error
