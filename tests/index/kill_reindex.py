"""Kill reindexes with SIGKILL, over and over, and look each time at what is left.

    python -m tests.index.kill_reindex --kills 200 --seed 1

One run of three is killed after a random time; one at a random step, that is before a random one of its
calls that open, create, rename or remove something; and one at a step close to the swap, so that each
moment of it gets its turn however short it is. After each kill the archive must be wholly of the edition
before or wholly of the one after. After two kills of three, the next run must leave one generation, nothing
unfinished, and its own edition; else the next kill hits an archive that nobody has repaired.
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
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.builder import reindex
from index.engine import IndexMissingError
from index.generations import CURRENT, GENERATIONS, Generations
from index.request import Search
from tests.index.storage_support import newsletter, storage

ISSUES = 6
STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree", "fcntl.flock"}
STORE, LIBRARY = storage()


def run(data: Path, edition: str) -> None:
    """A reindex that changes every issue but the first."""
    reindex(data, [*newsletter(1, "同"), *newsletter(ISSUES, edition)[1:]], STORE)


def child(work: Callable[[], None]) -> int:
    """Do `work` in a process of its own that reports nothing; its id."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
        os._exit(0)
    finally:
        os._exit(3)


def die_at(step: int, work: Callable[[], None]) -> None:
    """Do `work`, and get killed before its `step`th call into the file system."""
    left = step

    def count(event: str, _: object) -> None:
        nonlocal left
        if event in STEPS:
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    work()


@dataclass(frozen=True, slots=True)
class Course:
    """How a run goes when nobody kills it."""

    seconds: float = 0.3
    steps: int = 100
    swap: int = 90
    """The step that moves the pointer."""


def course_of(work: Callable[[], None]) -> Course:
    """Watch a run in a process of its own, from which a pipe brings the figures."""
    reader, writer = os.pipe()
    started = time.monotonic()

    def watched() -> None:
        steps: list[str] = []
        sys.addaudithook(lambda event, _: steps.append(event) if event in STEPS else None)
        work()
        os.write(writer, f"{len(steps)} {steps.index('os.rename')}".encode())

    _, status = os.waitpid(child(watched), 0)
    assert status == 0, "a reindex failed"
    steps, swap = os.read(reader, 40).split()
    os.close(reader)
    os.close(writer)
    return Course(time.monotonic() - started, int(steps), int(swap))


def kill_once(data: Path, edition: str, chance: random.Random, course: Course) -> bool:
    """Start a reindex and kill it; False where it was done before."""
    step = {
        "time": None,
        "step": chance.randrange(course.steps),
        "swap": course.swap + chance.randint(-3, 3),
    }[chance.choice(["time", "step", "swap"])]
    if step is None:
        pid = child(lambda: run(data, edition))
        time.sleep(chance.uniform(0, course.seconds))
        os.kill(pid, signal.SIGKILL)
    else:
        pid = child(lambda: die_at(step, lambda: run(data, edition)))
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0, "a reindex failed"
    return os.WIFSIGNALED(status)


def left(data: Path, edition: str, found: str) -> str:
    """What a killed run left behind, in words."""
    if found == edition:
        return "after the swap: the new archive"
    if (data / f"{CURRENT}.new").exists():
        return "during the swap: the old archive"
    begun = len(list((data / GENERATIONS).glob("*"))) > bool(found)
    return "while writing: the old archive" if begun else "before writing: the old archive"


def edition_of(data: Path) -> str:
    """The edition that the whole archive is of, read as a server does; "" if there is none at all."""
    library = LIBRARY(data)
    try:
        results = library.search(Search(limit=100))
        issues = library.issues()
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


def repair(data: Path, edition: str) -> Course:
    """Let a run end, and see that it leaves nothing but itself."""
    course = course_of(lambda: run(data, edition))
    assert edition_of(data) == edition
    require_clean(data)
    return course


def check(data: Path, kills: int, seed: int) -> Counter[str]:
    """Kill `kills` reindexes; how often each kind of moment was hit. Raises AssertionError, EngineError."""
    chance = random.Random(seed)
    hit: Counter[str] = Counter()
    course, before = Course(), ""
    while sum(hit.values()) < kills:
        edition = f"第{sum(hit.values())}版{chance.random()}"
        killed = kill_once(data, edition, chance, course)
        found = edition_of(data)
        assert found in (before, edition), f"{before!r} → {edition!r} left {found!r}"
        if killed:
            hit[left(data, edition, found)] += 1
        before = found
        if chance.random() < 2 / 3:
            before = f"修{edition}"
            course = repair(data, before)
    return hit


def main() -> None:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(description="Kill reindexes and look at what is left.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        hit = check(Path(folder) / "data", given.kills, given.seed)
    for moment, times in sorted(hit.items()):
        print(f"{times:5} killed {moment} is whole")
    print(f"{sum(hit.values())} reindexes killed, seed {given.seed}: each archive whole, each next run clean")


if __name__ == "__main__":
    main()
