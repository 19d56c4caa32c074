"""Serve on a small machine for some minutes: clients ask, the index is made anew, and memory must stay flat.

    python -m tests.small_machine [--minutes 10] [--clients 64] [--every 30] [--megabytes 512]
                                  [--source DIR]...

Two workers over a copy of the sample, or of other folders of Markdown. The server and each of its processes
may map no more than `--address` megabytes, so that a leak ends in an error and not in a slow machine. Exits 1
at a failed request, at a worker that died, where the processes together hold more than `--megabytes`, or
where they hold a quarter more at the end than after the first third.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.corpora import copied
from tests.running import FROM_CHECKOUT, RunningServer, jianbao, server
from tests.swap import Account, clients
from web.config import SAMPLE

GROWTH = 1.25
"""Memory at the end to that after the first third."""


@dataclass(slots=True)
class Memory:
    """Megabytes of all processes, by time."""

    samples: list[float] = field(default_factory=list)

    def flat(self) -> bool:
        """Whether the last samples are no higher than those after the first third."""
        third = max(1, len(self.samples) // 3)
        early, late = self.samples[third : third + 3], self.samples[-3:]
        return not early or max(late) <= GROWTH * max(early)


def megabytes(running: RunningServer) -> float:
    """What server and workers hold; what they share is counted once among them."""
    total = 0
    for process in (running.process.pid, *running.workers()):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def keep_reindexing(running: RunningServer, sources: Sequence[Path], seconds: float, every: float) -> Memory:
    """Change an issue and reindex, over and over; note what memory is held."""
    issue, memory, number = min(sources[0].rglob("*.md")), Memory(), 0
    text, end = issue.read_text(encoding="utf8"), time.monotonic() + seconds
    while time.monotonic() < end:
        number += 1
        issue.write_text(f"{text}\n编者按：第 {number} 次改动。\n", encoding="utf8")
        done = jianbao("--data", running.data, "reindex", *sources, cwd=sources[0].parent)
        assert done.returncode == 0, done.stderr
        time.sleep(every)
        memory.samples.append(megabytes(running))
    return memory


def main() -> None:
    """Read the command line, do it, print the figures."""
    parser = argparse.ArgumentParser(description="Serve on a small machine for some minutes.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--every", type=float, default=30, help="seconds between two reindexes")
    parser.add_argument("--megabytes", type=int, default=512)
    parser.add_argument("--address", type=int, default=4096, help="megabytes a process may map")
    parser.add_argument(
        "--source", type=Path, action="append", help="a folder of Markdown; the sample if none"
    )
    args = parser.parse_args()
    account = Account()
    limited = ("prlimit", f"--as={args.address * 2**20}", *FROM_CHECKOUT)
    quiet = {"JIANBAO_LOG__LEVEL": "warning", "JIANBAO_SITE__RATE_LIMIT": ""}
    with tempfile.TemporaryDirectory() as name:
        sources = [copied(source, Path(name) / source.name) for source in args.source or [SAMPLE]]
        with server(Path(name), source=sources, env=quiet, program=limited) as running:
            before = running.workers()
            with clients(running.url, args.clients, account):
                memory = keep_reindexing(running, sources, args.minutes * 60, args.every)
            died = running.workers() != before
    held = max(memory.samples)
    print(f"answers {account.answers}, wrong {len(account.wrong)}, reindexes {len(memory.samples)}")
    print(f"memory {memory.samples[0]:.0f} MB at first, {memory.samples[-1]:.0f} at last, {held:.0f} at most")
    print("\n".join([*account.wrong[:5], *(["a worker died"] if died else [])]))
    sys.exit(bool(account.wrong) or died or held > args.megabytes or not memory.flat())


if __name__ == "__main__":
    main()
