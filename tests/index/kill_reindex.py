"""Kill reindexes with SIGKILL, over and over, and look each time at what is left.

    python -m tests.index.kill_reindex --kills 200 --seed 1 --engine tantivy

One run of three is killed after a random time; one at a random step, that is before a random one of its
calls that open, create, rename or remove something; and one at a step between the last file written and the
old generation removed, so that each moment of the swap gets its turn however short it is. After each kill
the archive must be wholly of the edition before or wholly of the one after. After two kills of three, the
next run must leave one generation, nothing unfinished, and its own edition; else the next kill hits an
archive that nobody has repaired.
Prints how many were killed where; fails at the first archive that is not whole.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.engines.store import ENGINES, IndexStore
from index.errors import IndexMissingError
from index.reindex.reindexer import reindex
from index.search_request import Search
from index.storage.generations import CURRENT, GENERATIONS, Generations
from index.storage.manifest import MANIFEST
from tests.index.storage_support import LEXICON, newsletter, real_library

ISSUES = 6
STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree", "fcntl.flock"}


@dataclass(frozen=True, slots=True)
class Archive:
    """What is attacked."""

    data: Path
    store: IndexStore

    def reindex(self, edition: str) -> None:
        """A reindex that changes every issue but the first."""
        reindex(self.data, [*newsletter(1, "同"), *newsletter(ISSUES, edition)[1:]], self.store)


def child(work: Callable[[], None]) -> int:
    """Do `work` in a process of its own that reports nothing; its id."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
        os._exit(0)
    finally:
        traceback.print_exc()
        os._exit(3)


def die_at(step: int, work: Callable[[], None], *, after: str = "") -> None:
    """Do `work`, and get killed before its `step`th call into the file system.

    With `after`, calls count from the one that opens a file of this name for writing.
    """
    left = step
    counting = not after

    def count(event: str, given: tuple[object, ...]) -> None:
        nonlocal left, counting
        if event not in STEPS:
            return
        if event == "open" and str(given[0]).endswith(f"/{after}") and int(str(given[2])) & os.O_CREAT:
            counting = True
        if counting and (left := left - 1) < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    work()


@dataclass(frozen=True, slots=True)
class Course:
    """How a run goes when nobody kills it."""

    seconds: float = 0.3
    steps: int = 100


def course_of(work: Callable[[], None]) -> Course:
    """Watch a run in a process of its own, from which a pipe brings the figure."""
    reader, writer = os.pipe()
    started = time.monotonic()

    def watched() -> None:
        steps = Counter[str]()
        sys.addaudithook(lambda event, _: steps.update([event]) if event in STEPS else None)
        work()
        os.write(writer, str(steps.total()).encode())

    _, status = os.waitpid(child(watched), 0)
    assert status == 0, "a reindex failed"
    steps = int(os.read(reader, 40))
    os.close(reader)
    os.close(writer)
    return Course(time.monotonic() - started, steps)


def kill_once(archive: Archive, edition: str, chance: random.Random, course: Course) -> bool:
    """Start a reindex and kill it; False where it was done before."""

    def work() -> None:
        archive.reindex(edition)

    way = chance.choice(["time", "step", "swap"])
    if way == "time":
        pid = child(work)
        time.sleep(chance.uniform(0, course.seconds))
        os.kill(pid, signal.SIGKILL)
    elif way == "step":
        step = chance.randrange(course.steps)
        pid = child(lambda: die_at(step, work))
    else:
        step = chance.randrange(10)
        pid = child(lambda: die_at(step, work, after=MANIFEST))
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0, "a reindex failed"
    return os.WIFSIGNALED(status)


def outcome(data: Path, edition: str, found: str) -> str:
    """What a killed run left behind, in words."""
    if found == edition:
        return "after the swap: the new archive"
    if (data / f"{CURRENT}.new").exists():
        return "during the swap: the old archive"
    begun = len(list((data / GENERATIONS).glob("*"))) > bool(found)
    return "while writing: the old archive" if begun else "before writing: the old archive"


def edition_of(archive: Archive) -> str:
    """The edition that the whole archive is of, read as a server does; "" if there is none at all."""
    library = real_library(archive.data, store=archive.store)
    try:
        with library.snapshot() as snapshot:
            results = snapshot.searcher.search(Search(limit=100))
            issues = snapshot.catalogue.issue_summaries()
    except IndexMissingError:
        return ""
    finally:
        library.close()
    editions = {issue.headline for issue in issues[:-1]} | {
        hit.document.title.split()[0] for hit in results.hits
    }
    assert results.total == len(results.hits) == 3 * ISSUES, f"{results.total} hits of {3 * ISSUES}"
    assert len(editions - {"同"}) == 1, f"mixed: {editions}"
    return (editions - {"同"}).pop()


def require_clean(data: Path) -> None:
    """Nothing but the current generation is left."""
    left = [path.name for path in (data / GENERATIONS).iterdir()]
    assert left == [Generations(data).pointer().name], f"left over: {left}"
    assert not (data / f"{CURRENT}.new").exists()


def repair(archive: Archive, edition: str) -> Course:
    """Let a run end, and see that it leaves nothing but itself."""
    course = course_of(lambda: archive.reindex(edition))
    assert edition_of(archive) == edition
    require_clean(archive.data)
    return course


def check(archive: Archive, kills: int, seed: int) -> Counter[str]:
    """Kill `kills` reindexes; how often each kind of moment was hit. Raises AssertionError, EngineError."""
    chance = random.Random(seed)
    hit: Counter[str] = Counter()
    course, before = Course(), ""
    while sum(hit.values()) < kills:
        edition = f"第{sum(hit.values())}版{chance.random()}"
        killed = kill_once(archive, edition, chance, course)
        found = edition_of(archive)
        assert found in (before, edition), f"{before!r} → {edition!r} left {found!r}"
        if killed:
            hit[outcome(archive.data, edition, found)] += 1
        before = found
        if chance.random() < 2 / 3:
            before = f"修{edition}"
            course = repair(archive, before)
    return hit


def main() -> None:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(description="Kill reindexes and look at what is left.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=ENGINES, default="whoosh")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        hit = check(
            Archive(Path(folder) / "data", IndexStore(LEXICON, options.engine)), options.kills, options.seed
        )
    for moment, times in sorted(hit.items()):
        print(f"{times:5} killed {moment} is whole")
    print(
        f"{sum(hit.values())} reindexes killed, seed {options.seed}, {options.engine}:"
        " each archive whole, each next run clean"
    )


if __name__ == "__main__":
    main()
