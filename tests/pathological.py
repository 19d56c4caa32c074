"""Read, index, search and mark five megabytes of each kind of text that nobody writes.

    python -m tests.pathological [--kind NAME]... [--megabytes 5]

Each kind runs in a process of its own. Exits 1 where reading takes over 3 s of computing or 300 MB, or a
search with its marks over 50 ms.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive.conventions.model import load_conventions
from archive.parsing.parser import parse
from index.documents import documents_of
from index.engines.store import IndexStore
from index.lexicon.lexicon import Lexicon
from index.search.searcher import Searcher
from index.search_request import Search
from tests.index.search_support import FewDocuments

MOST_SECONDS, MOST_MEGABYTES, MOST_SEARCH_SECONDS = 3.0, 300.0, 0.05

HAN = "".join(map(chr, range(0x4E00, 0x4E00 + 5000)))
ENTRY = "# 简报 2024-01-01\n\n## 论文\n\n- [标题](https://example.org/a)\n\n  "


def _repeated(unit: str) -> Callable[[int], str]:
    return lambda size: unit * (size // len(unit.encode()))


def _in_entry(unit: str) -> Callable[[int], str]:
    return lambda size: ENTRY + unit * (size // len(unit.encode())) + "\n"


def _lines(line: str) -> Callable[[int], str]:
    return lambda size: "# 简报 2024-01-01\n\n" + f"{line}\n" * (size // (len(line.encode()) + 1))


KINDS: dict[str, Callable[[int], str]] = {
    **{f"line of {unit!r}": _repeated(unit) for unit in (
        "[", "]", "*", "_a*", "**a", "`a``", "[a](", "![", "[[a](b)](c)", "<a ", "<!-- ", "](", "&#x", "\\",
        "> ", "- ", "1. ", "http://a ", "|",
    )},
    **{f"summary of {unit!r}": _in_entry(unit) for unit in (
        "芯片。", "a", "芯片", "量化 ", "a-b-c-d-", "x1-", "é", "\u0301", "[a](https://example.org/b) ",
        "https://example.org/a ", "骁龙888 ", "\u202e",
    )},
    "summary of all Han": _in_entry(HAN),
    "entries of links": _lines("- [标题](https://example.org/a)"),
    "headings": _lines("## 论文"),
    "tags": _in_entry("【CVPR】"),
    "tags before a title": lambda size: "# 简报 2024-01-01\n\n- " + "【CVPR】" * (size // 10) + "标题\n",
    "a title": lambda size: "# 简报 2024-01-01\n\n- [" + "芯片" * (size // 6) + "](https://example.org/a)\n",
    "entries of 40 kB": lambda size: "# 简报 2024-01-01\n\n"
    + f"- [标题](https://example.org/a)\n\n  {'芯片。' * 4400}\n\n" * (size // 40_000),
    "a table": _lines("| a | [b](https://example.org) | c |"),
    "quotes": _lines("> " * 6 + "a"),
    "footnotes": _lines("  [^1]: a https://example.org"),
    "references": lambda size: "# 简报 2024-01-01\n\n- [a](https://example.org/a) " + "b [1] " * (size // 6)
    + "\n\n[1] https://example.org\n",
    "a day in a heading": lambda size: "# 简报 May 1 - 2" + " " * size + "2024\n\n- [a](https://example.org)\n",
    "front matter": lambda size: "---\n" + "a: b\n" * (size // 5) + "---\n# 简报 2024-01-01\n",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """What one kind cost."""

    entries: int
    read_seconds: float
    read_megabytes: float
    index_seconds: float
    search_seconds: float

    def good(self) -> bool:
        """Whether all bounds are kept."""
        return (
            self.read_seconds <= MOST_SECONDS
            and self.read_megabytes <= MOST_MEGABYTES
            and self.search_seconds <= MOST_SEARCH_SECONDS
        )


def measure(name: str, size: int) -> Figures:
    """Figures of one kind, in this process: memory is the growth of its peak."""
    text = KINDS[name](size)
    conventions = load_conventions("generic")
    before, start = _peak(), time.process_time()
    issue = parse(text, conventions, file="2024-01-01.md")
    read, grown = time.process_time() - start, _peak() - before
    start = time.process_time()
    lexicon = Lexicon()
    with tempfile.TemporaryDirectory() as folder:
        store = IndexStore(lexicon)
        store.write(Path(folder), [issue], base=None, drop=frozenset())
        index = time.process_time() - start
        opened = store.open(Path(folder))
        searcher = Searcher("one", opened, FewDocuments(documents_of(issue)), lexicon)
        searcher.search(Search("热身 warm"))
        slowest = 0.0
        for query in ("芯片", "a", "标题", "量化 芯片", '"芯片"'):
            start = time.process_time()
            searcher.search(Search(query))
            slowest = max(slowest, time.process_time() - start)
        opened.close()
    return Figures(len(issue.entries), read, grown, index, slowest)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart(name: str, size: int) -> Figures | str:
    """Figures of one kind from a process of its own, or why there are none."""
    command = [sys.executable, "-m", "tests.pathological", "--one", name, "--bytes", str(size)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    except subprocess.TimeoutExpired:
        return "over 300 s"
    return Figures(**json.loads(done.stdout)) if done.returncode == 0 else done.stderr.strip()[-200:]


def report(names: list[str], size: int) -> bool:
    """A line of figures for each kind; whether all keep the bounds."""
    good = True
    for name in names:
        found = apart(name, size)
        fits = isinstance(found, Figures) and found.good()
        good &= fits
        figures = (
            f"read {found.read_seconds:6.2f} s {found.read_megabytes:5.0f} MB,"
            f" index {found.index_seconds:6.2f} s, search {found.search_seconds * 1000:7.1f} ms,"
            f" {found.entries} entries"
            if isinstance(found, Figures)
            else found
        )
        print(f"{name[:30]:30} {figures}{'' if fits else '  OVER'}", flush=True)
    return good


def main() -> None:
    """Read the command line, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", action="append", choices=KINDS)
    parser.add_argument("--megabytes", type=float, default=5)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--bytes", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        found = measure(args.one, args.bytes)
        print(json.dumps({name: getattr(found, name) for name in Figures.__slots__}))
        return
    sys.exit(not report(args.kind or list(KINDS), int(args.megabytes * 1_000_000) - 1000))


if __name__ == "__main__":
    main()
