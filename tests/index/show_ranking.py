"""How well judged queries over two real newsletters are answered by both engines, per type of query.

    python -m tests.index.show_ranking                      the weights of index/ranking/weights.py
    python -m tests.index.show_ranking K1=2 SYNONYM=1       the same with other weights, beside it
    python -m tests.index.show_ranking --low                and the queries that are answered worst
    python -m tests.index.show_ranking --newsletter weekly --engine tantivy

nDCG@10 with gains of 2**grade - 1 (Järvelin and Kekäläinen, TOIS 2002), recall of at most ten, share of
queries without a hit, and clauses of the executed queries. Exits 1 where the mean of a newsletter falls below
its bar, or engines stand too far apart. Needs the folder `shared` beside the checkout.
"""

from __future__ import annotations

import argparse
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
from index.search_request import PATIENCE, Search
from tests.paths import SHARED

if TYPE_CHECKING:
    from index.search.searcher import Searcher

NEWSLETTER = "embedded-ai-report"
SETS = {"embedded-ai-report": "dev.jsonl", "weekly": "weekly.jsonl"}
"""Newsletter → its judged queries."""

ENGINES = ("whoosh", "tantivy")

BARS = {"embedded-ai-report": 0.93, "weekly": 0.85}
"""Mean nDCG@10 of each newsletter that no change may lower, on either engine."""

MAX_APART = 0.01
"""How far the means of two engines may lie apart."""

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
    clauses: int
    """Leaves of the query that was executed."""


ByEngine = dict[str, list[Judged]]
"""Engine → how it answered."""

Query = dict[str, object]
Judge = Callable[[Query], Judged]


def key_of(issue: str, url: str, title: str) -> Key:
    """How judgements name an entry: by its URL, or by its title where it has none."""
    return issue[:10], url.strip() or "".join(title.split())


def ndcg(keys: list[Key], grades: dict[Key, int]) -> float:
    gains = [2.0 ** grades.get(key, 0) - 1 for key in dict.fromkeys(keys)]
    best = sorted((2.0**grade - 1 for grade in grades.values()), reverse=True)[:10]
    return _discounted(gains) / _discounted(best)


def _discounted(gains: list[float]) -> float:
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))


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
    hits = searcher.search(Search(str(query["query"]), limit=10), PATIENCE).hits
    took = (time.perf_counter() - start) * 1000
    clauses = searcher.explain(Search(str(query["query"]), limit=1), PATIENCE).clauses
    found = [key_of(hit.document.issue, hit.document.url, hit.document.title) for hit in hits]
    recall = len(set(found) & set(grades)) / min(10, len(grades))
    return Judged(
        str(query["type"]), str(query["query"]), ndcg(found, grades), recall, not found, took, clauses
    )


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
    options = _arguments(arguments)
    for name, value in options.weights:
        setattr(ranking, name, value)
    judged = {
        name: {engine: judge_all(name, engine) for engine in options.engine} for name in options.newsletter
    }
    if options.json:
        print(json.dumps({name: means(by_engine) for name, by_engine in judged.items()}))
        return
    before = _baseline(arguments) if options.weights else {}
    missed = []
    for name, by_engine in judged.items():
        _show(name, by_engine, before.get(name, {}))
        if options.low:
            _show_low(by_engine)
        missed += _missed(name, by_engine)
    sys.exit("\n".join(missed) or None)


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", nargs="*", type=_weight, metavar="NAME=VALUE")
    parser.add_argument("--newsletter", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--engine", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--low", action="store_true", help="show the queries that are answered worst")
    parser.add_argument("--json", action="store_true", help="means per type only")
    return parser.parse_args(arguments)


def _weight(argument: str) -> tuple[str, object]:
    name, _, value = argument.partition("=")
    if not hasattr(ranking, name):
        raise argparse.ArgumentTypeError(f"{name}: no such weight in index/ranking/weights.py")
    return name, ast.literal_eval(value)


def means(by_engine: ByEngine) -> dict[str, dict[str, float]]:
    """Engine → type → mean nDCG@10."""
    return {
        engine: {kind: row[1] for kind, row in table(judged).items()} for engine, judged in by_engine.items()
    }


def _show(newsletter: str, by_engine: ByEngine, before: dict[str, dict[str, float]]) -> None:
    gains = means(by_engine)
    print(f"\n{newsletter}: nDCG@10, R@10 and queries without a hit" + ("; change" if before else ""))
    apart = "   apart" if len(by_engine) > 1 else ""
    print(f"{'type':14} {'n':>4} " + " ".join(f"{engine:^30}" for engine in by_engine) + apart)
    tables = {engine: table(judged) for engine, judged in by_engine.items()}
    for kind, (count, *_) in next(iter(tables.values())).items():
        cells = []
        for engine, rows in tables.items():
            _, gain, recall, empty = rows[kind]
            change = f"{gain - before[engine][kind]:+8.4f}" if before else " " * 8
            cells.append(f"{gain:7.4f} {recall:6.3f} {empty:6.3f} {change}")
        far = f" {_difference(gains, kind):+8.4f}" if apart else ""
        print(f"{kind:14} {count:4} " + " ".join(cells) + far)
    for engine, judged in by_engine.items():
        clauses = sorted(one.clauses for one in judged)
        print(
            f"{engine}: a search {sum(one.milliseconds for one in judged) / len(judged):.1f} ms, its query"
            f" {clauses[len(clauses) // 2]} clauses in the middle, {clauses[len(clauses) * 9 // 10]} at 90 %,"
            f" {clauses[-1]} at most"
        )


def _difference(gains: dict[str, dict[str, float]], kind: str) -> float:
    first, *others = (of[kind] for of in gains.values())
    return max((other - first for other in others), key=abs, default=0.0)


def _show_low(by_engine: ByEngine) -> None:
    for engine, judged in by_engine.items():
        for judgement in sorted(judged, key=lambda judgement: judgement.ndcg):
            if judgement.ndcg < LOW:
                print(f"{engine} {judgement.ndcg:.3f} {judgement.type} {judgement.text}")


def _missed(newsletter: str, by_engine: ByEngine) -> Iterator[str]:
    gains = means(by_engine)
    for engine, rows in gains.items():
        if round(rows["all"], 3) < BARS[newsletter]:
            yield f"missed: {newsletter} on {engine} {rows['all']:.4f}, below {BARS[newsletter]}"
    if abs(_difference(gains, "all")) > MAX_APART:
        yield f"missed: {newsletter}: engines {_difference(gains, 'all'):+.4f} apart, more than {MAX_APART}"


def _baseline(arguments: list[str]) -> dict[str, dict[str, dict[str, float]]]:
    """The same with the weights unchanged, in a process of its own."""
    options = [argument for argument in arguments if "=" not in argument]
    command = [sys.executable, "-m", "tests.index.show_ranking", *options, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    values: dict[str, dict[str, dict[str, float]]] = json.loads(done.stdout.splitlines()[-1])
    return values


if __name__ == "__main__":
    main(sys.argv[1:])
