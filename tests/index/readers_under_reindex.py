"""Readers in several processes and threads, while one reindex follows upon the other.

    python -m tests.index.readers_under_reindex --reindexes 100 --processes 3 --threads 3

Every second process follows from a thread, the others when they are asked. Every answer must be of one
edition: hits, total, facets, issues and the name of the generation agree. None may fail, and none may come
from a generation that was replaced more than two seconds before the question.
Prints how many answers there were and how soon the readers followed; fails at the first wrong one.
"""

from __future__ import annotations

import argparse
import gc
import mmap
import os
import re
import struct
import tempfile
import threading
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.library.library import Library
from index.library.snapshot import Snapshot
from index.reindex.reindexer import reindex
from index.search_request import Search
from index.storage.generations import GENERATIONS, Generations
from tests.index.storage_support import REAL_STORE, newsletter, real_library

FOLLOW_SECONDS = 2.0
ISSUES = 5
ENTRIES = 3 * ISSUES


class Clock:
    """When each edition became current, in memory that parent and children share; 0.0 for not yet."""

    def __init__(self, editions: int) -> None:
        self._memory = mmap.mmap(-1, 8 * (editions + 2))

    def __getitem__(self, edition: int) -> float:
        found: float = struct.unpack_from("d", self._memory, 8 * edition)[0]
        return found

    def __setitem__(self, edition: int, moment: float) -> None:
        struct.pack_into("d", self._memory, 8 * edition, moment)


@dataclass(slots=True)
class Count:
    """What a reader saw."""

    answers: int = 0
    latest: float = 0.0
    """Most seconds for which a replaced generation went on answering."""

    generations: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            self.answers + other.answers,
            max(self.latest, other.latest),
            max(self.generations, other.generations),
        )


def edition_of(title: str) -> int:
    return int(title.split()[0])


def ask(library: Library, editions: dict[str, int]) -> int:
    """Ask one question of each kind; the edition that answered the search. Asserts that nothing is mixed."""
    with library.snapshot() as archive:
        return ask_archive(archive, editions)


def ask_archive(archive: Snapshot, editions: dict[str, int]) -> int:
    """All from one generation."""
    results = archive.searcher.search(Search(text="条", limit=100))
    (edition,) = {edition_of(hit.document.title) for hit in results.hits}
    assert results.total == len(results.hits) == ENTRIES
    assert editions.setdefault(results.generation, edition) == edition
    assert sum(bucket.count for facet in results.facets[1:2] for bucket in facet.buckets) == ENTRIES
    assert len({issue.headline for issue in archive.catalogue.issue_summaries()}) == 1
    entry = archive.catalogue.document(results.hits[0].document.id)
    assert entry == results.hits[0].document
    assert archive.name == results.generation
    return edition


def read_until(library: Library, clock: Clock, last: int, editions: dict[str, int]) -> Count:
    """Ask until the last edition answers."""
    seen = Count()
    edition = 0
    while edition < last:
        asked = time.monotonic()
        edition = ask(library, editions)
        replaced = clock[edition + 1] if edition < last else 0.0
        late = asked - replaced if replaced else 0.0
        assert late < FOLLOW_SECONDS, f"edition {edition} answered {late:.2f} s after it was replaced"
        seen += Count(1, late)
    seen.generations = len(editions)
    return seen


def reader(data: Path, clock: Clock, last: int, threads: int, inherited: str, follows: bool) -> Count:
    """A process: threads that share a library, as the workers of a server do.

    `inherited` is the generation that the parent wrote before the fork, and still has mapped.
    """
    library = real_library(data)
    if follows:
        library.follow()
    editions: dict[str, int] = {}
    with ThreadPoolExecutor(threads) as pool:
        work = [pool.submit(read_until, library, clock, last, editions) for _ in range(threads)]
        total = sum((done.result() for done in work), Count())
    gc.collect()  # a thread that was collecting may have kept another from it
    held = set(re.findall(rf"{data}/{GENERATIONS}/([^/]+)", Path("/proc/self/maps").read_text()))
    assert len(held - {inherited}) <= 1, f"old generations are still mapped: {held}"
    library.close()
    return total


@contextmanager
def readers(count: int, data: Path, clock: Clock, last: int, threads: int) -> Iterator[list[Count]]:
    """Start reader processes; when the block is left, wait for their counts."""
    counts: list[Count] = []
    children = [child(data, clock, last, threads, follows=bool(number % 2)) for number in range(count)]
    yield counts
    for pid, pipe in children:
        with os.fdopen(pipe) as answer:
            text = answer.read()
        _, status = os.waitpid(pid, 0)
        assert status == 0, f"a reader failed: status {status}"
        answers, latest, generations = text.split()
        counts.append(Count(int(answers), float(latest), int(generations)))


def child(data: Path, clock: Clock, last: int, threads: int, *, follows: bool) -> tuple[int, int]:
    """Fork a reader; its id and the pipe on which its count comes."""
    here, there = os.pipe()
    inherited = Generations(data).pointer().name
    pid = os.fork()
    if pid:
        os.close(there)
        return pid, here
    try:
        seen = reader(data, clock, last, threads, inherited, follows)
        os.write(there, f"{seen.answers} {seen.latest} {seen.generations}".encode())
        os._exit(0)
    finally:
        traceback.print_exc()
        os._exit(3)


def check(data: Path, reindexes: int, processes: int, threads: int) -> Count:
    """Let readers read while the archive goes through its editions; what all of them saw."""
    clock = Clock(reindexes)
    reindex(data, newsletter(ISSUES, "0"), REAL_STORE)
    with readers(processes, data, clock, reindexes, threads) as counts:
        for edition in range(1, reindexes + 1):
            reindex(data, newsletter(ISSUES, f"{edition}"), REAL_STORE)
            clock[edition] = time.monotonic()
            gc.collect()
    assert threading.active_count() == 1
    reindex(data, newsletter(ISSUES, f"{reindexes}"), REAL_STORE)
    left = [path.name for path in (data / GENERATIONS).iterdir()]
    assert left == [Generations(data).pointer().name], f"left over: {left}"
    return sum(counts, Count())


def main() -> None:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(description="Read while the archive is reindexed.")
    parser.add_argument("--reindexes", type=int, default=100)
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--threads", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        count = check(Path(folder) / "data", options.reindexes, options.processes, options.threads)
    print(
        f"{options.reindexes} reindexes, {options.processes} processes of {options.threads} threads: "
        f"{count.answers} answers, none failed, none mixed; a reader met up to {count.generations} "
        f"generations and left a replaced one after {count.latest:.2f} s at the latest"
    )


if __name__ == "__main__":
    main()
