"""What a weight does to the ranking, per type of query: judged queries over a real newsletter.

    python -m tests.index.show_ranking                      the weights of index/ranking/weights.py
    python -m tests.index.show_ranking SATURATION=2 SAME=1  the same with other weights, beside it
    python -m tests.index.show_ranking --low                and the queries that are answered worst
    python -m tests.index.show_ranking --newsletter weekly --engine tantivy

nDCG@10 with gains of 2**grade - 1 (Järvelin and Kekäläinen, TOIS 2002), recall of at most ten, share of
queries without a hit. Needs the folder `shared` beside the checkout.
"""

from __future__ import annotations

import ast
import json
import math
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from index.ranking import weights as ranking
from index.search_request import Search
from tests.paths import SHARED

if TYPE_CHECKING:
    from index.search.searcher import Searcher

NEWSLETTER = "embedded-ai-report"
SETS = {"embedded-ai-report": "dev.jsonl", "weekly": "weekly.jsonl"}
"""Newsletter → its judged queries."""

LOW = 0.8

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """A query and how well it was answered."""

    type: str
    text: str
    ndcg: float
    recall: float
    empty: bool
    milliseconds: float


Query = dict[str, object]
Judge = Callable[[Query], Judged]


def key_of(issue: str, url: str, title: str) -> Key:
    """How judgements name an entry: by its URL, or by its title where it has none."""
    return issue[:10], url.strip() or "".join(title.split())


def ndcg(found: list[Key], grades: dict[Key, int]) -> float:
    gains = [2.0 ** grades.get(key, 0) - 1 for key in dict.fromkeys(found)]
    best = sorted((2.0**grade - 1 for grade in grades.values()), reverse=True)[:10]
    return _discounted(gains) / _discounted(best)


def _discounted(gains: list[float]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def judge_all(newsletter: str = NEWSLETTER, engine: str = "whoosh") -> list[Judged]:
    """Answer all judged queries with the weights as they are now."""
    with judging(newsletter, engine) as judge:
        return list(map(judge, queries(newsletter)))


def queries(newsletter: str = NEWSLETTER) -> list[Query]:
    """The judged queries over a newsletter."""
    file = SHARED / "queries" / SETS[newsletter]
    return [json.loads(line) for line in file.read_text("utf8").splitlines()]


@contextmanager
def judging(newsletter: str = NEWSLETTER, engine: str = "whoosh") -> Iterator[Judge]:
    """What answers one query and judges the answer."""
    # Only now: weights that the command line changed must be in place before they are imported.
    from tests.index.search_support import opened  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        searcher, _ = opened(newsletter, newsletter, Path(folder), engine=engine)
        yield partial(_judged, searcher)


def _judged(searcher: Searcher, query: Query) -> Judged:
    relevant: list[dict[str, object]] = query["relevant"]  # type: ignore[assignment]
    grades = {
        key_of(str(one["issue"]), str(one["url"]), str(one["title"])): int(str(one["grade"]))
        for one in relevant
    }
    start = time.perf_counter()
    hits = searcher.search(Search(str(query["query"]), limit=10)).hits
    took = (time.perf_counter() - start) * 1000
    found = [key_of(hit.document.issue, hit.document.url, hit.document.title) for hit in hits]
    recall = len(set(found) & set(grades)) / min(10, len(grades))
    return Judged(str(query["type"]), str(query["query"]), ndcg(found, grades), recall, not found, took)


def table(judged: list[Judged]) -> dict[str, tuple[int, float, float, float]]:
    """Type → queries, nDCG@10, recall@10, share without a hit; `all` last."""
    rows: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        rows[one.type].append(one)
    return {
        name: (
            len(some),
            sum(one.ndcg for one in some) / len(some),
            sum(one.recall for one in some) / len(some),
            sum(one.empty for one in some) / len(some),
        )
        for name, some in [*sorted(rows.items()), ("all", judged)]
    }


def main(arguments: list[str]) -> None:
    changed = [argument for argument in arguments if "=" in argument]
    for argument in changed:
        name, _, value = argument.partition("=")
        if not hasattr(ranking, name):
            sys.exit(f"{name}: no such weight in index/ranking/weights.py")
        setattr(ranking, name, ast.literal_eval(value))
    newsletter, engine = (
        _option(arguments, "--newsletter", NEWSLETTER),
        _option(arguments, "--engine", "whoosh"),
    )
    judged = judge_all(newsletter, engine)
    before = _before(newsletter, engine) if changed else {}
    print(f"{'type':14} {'n':>4} {'nDCG@10':>8} {'R@10':>7} {'empty':>6}" + ("  change" if changed else ""))
    for name, (count, gain, recall, empty) in table(judged).items():
        change = f" {gain - before[name]:+8.4f}" if changed else ""
        print(f"{name:14} {count:4} {gain:8.4f} {recall:7.4f} {empty:6.3f}{change}")
    print(f"mean of a search {sum(one.milliseconds for one in judged) / len(judged):.1f} ms")
    if "--low" in arguments:
        for one in sorted(judged, key=lambda one: one.ndcg):
            if one.ndcg < LOW:
                print(f"{one.ndcg:.3f} {one.type} {one.text}")
    if "--json" in arguments:
        print(json.dumps({name: row[1] for name, row in table(judged).items()}))


def _option(arguments: list[str], name: str, default: str) -> str:
    return arguments[arguments.index(name) + 1] if name in arguments else default


def _before(newsletter: str, engine: str) -> dict[str, float]:
    """The same with the weights unchanged, in a process of its own."""
    options = ["--newsletter", newsletter, "--engine", engine, "--json"]
    command = [sys.executable, "-m", "tests.index.show_ranking", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    values: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return values


if __name__ == "__main__":
    main(sys.argv[1:])
