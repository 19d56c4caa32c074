"""jianbao beside other engines and an empty answer, over the same entries, all measured in one run.

    python -m tests.benchmarks.side_by_side                     the newsletter and all newsletters together
    python -m tests.benchmarks.side_by_side newsletter          some minutes
    python -m tests.benchmarks.side_by_side newsletter all many and 200,000 made by shuffling: an hour

Requests of all kinds take turns, query by query, in several rounds with a new server each; of each query's
times the best round counts, so that what else runs on the machine matters less. CPU is user and system time.
Exits 1 where a bar is missed. Without the folder `shared` beside the checkout the sample is measured.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import urllib.parse
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.bars import bars_of
from tests.benchmarks.corpora import SIZES, Corpus, corpus_of, exported
from tests.benchmarks.measuring import (
    Client,
    compile_modules,
    configure,
    folder_bytes,
    percentile,
    run,
    serving,
    timed,
)
from tests.benchmarks.references import (
    Fts5,
    RawTantivy,
    analyzer,
    datasette,
    datasette_path,
    empty_flask,
    words_of,
)
from tests.paths import SHARED

ENGINES = ("whoosh", "tantivy")
COLD_RUNS, ONE_ISSUE_RUNS = 5, 3

JSON, AGAIN = "JSON, first time", "JSON, again"
HTML, HTML_AGAIN = "HTML, first time", "HTML, again"
"""The first time a page is asked for its query was searched already, by JSON."""

EMPTY, DATASETTE, FTS5, TANTIVY = "empty Flask answer", "Datasette", "FTS5 in process", "tantivy in process"


@dataclass(slots=True)
class Figures:
    """What was measured of one engine at one size."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Milliseconds of each query, by kind of request; the best of the rounds."""

    values: dict[str, float] = field(default_factory=dict)


def measure(corpus: Corpus, engine: str, folder: Path, rounds: int) -> Figures:
    """Everything, for one engine."""
    figures = Figures()
    data = folder / f"{corpus.name}-{engine}"
    configure(folder, engine)
    figures.values["reindex, CPU s"] = run(data, "reindex", *corpus.sources).cpu
    figures.values["index / Markdown"] = folder_bytes(data) / corpus.markdown
    cold = [run(data, "search", corpus.queries[0]) for _ in range(COLD_RUNS)]
    figures.values["jianbao search, s"] = min(one.wall for one in cold)
    figures.values["jianbao search, CPU s"] = min(one.cpu for one in cold)
    _ask(corpus, figures, data, folder, rounds)
    changed = []
    for place in range(ONE_ISSUE_RUNS):
        corpus.change_one(place * 7 + len(corpus.files) // 2)
        changed.append(run(data, "reindex", *corpus.sources).cpu)
    figures.values["one issue, CPU s"] = min(changed)
    return figures


def _ask(corpus: Corpus, figures: Figures, data: Path, folder: Path, rounds: int) -> None:
    analyze = analyzer()
    entries = [(entry, words_of(entry, analyze)) for entry in exported(corpus.sources, data)]
    figures.values["entries"] = len(entries)
    place = Path(tempfile.mkdtemp(dir=folder))
    fts, raw = Fts5(place / "fts.db", entries), RawTantivy(place / "raw", entries)
    del entries
    words = {query: [term for term, _ in analyze.analyse(query).terms] for query in corpus.queries}
    kept: dict[str, dict[str, float]] = defaultdict(dict)
    firsts, memory = [], []
    for _ in range(rounds):
        with ExitStack() as opened:
            served = opened.enter_context(serving(data))
            clients = {
                "": Client(served.port),
                EMPTY: Client(opened.enter_context(empty_flask(place / "flask.log"))),
                DATASETTE: Client(opened.enter_context(datasette(fts, place / "datasette.log"))),
            }
            firsts.append(served.first_answer)
            for client in clients.values():
                opened.callback(client.close)
            for query in ("warming up", *corpus.queries):
                took = _each(query, words.get(query, ["training"]), clients, fts, raw)
                for kind, milliseconds in took.items() if query in words else ():
                    kept[kind][query] = min(milliseconds, kept[kind].get(query, milliseconds))
            memory.append(served.memory())
    fts.close()
    figures.times = {kind: list(by_query.values()) for kind, by_query in kept.items()}
    figures.values["first answer, s"] = min(firsts)
    figures.values["worker, MB"] = max(memory)


def _each(
    query: str, words: Sequence[str], clients: dict[str, Client], fts: Fts5, raw: RawTantivy
) -> dict[str, float]:
    asked = urllib.parse.urlencode({"q": query})
    return {
        JSON: clients[""].milliseconds(f"/api/v1/search?{asked}"),
        EMPTY: clients[EMPTY].milliseconds("/"),
        AGAIN: clients[""].milliseconds(f"/api/v1/search?{asked}"),
        FTS5: timed(lambda: fts.search(words)),
        HTML: clients[""].milliseconds(f"/?{asked}"),
        TANTIVY: timed(lambda: raw.search(words)),
        HTML_AGAIN: clients[""].milliseconds(f"/?{asked}"),
        DATASETTE: clients[DATASETTE].milliseconds(datasette_path(fts.file, words)),
    }


def show(title: str, figures: Figures) -> None:
    print(f"\n{title}: {figures.values['entries']:,.0f} entries")
    empty = percentile(figures.times[EMPTY], 50)
    for kind, times in figures.times.items():
        p50, p95 = percentile(times, 50), percentile(times, 95)
        print(f"  {kind:24} p50 {p50:8.2f} ms  p95 {p95:8.2f} ms  {p50 / empty:6.2f} × the empty answer")
    for name, value in figures.values.items():
        print(f"  {name:24} {value:8.2f}" if name != "entries" else "", end="\n" if name != "entries" else "")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", default=["newsletter", "all"], metavar=f"{{{','.join(SIZES)}}}")
    parser.add_argument(
        "--engines", nargs="+", choices=ENGINES, help="else both for a newsletter, tantivy above"
    )
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    if unknown := set(asked.sizes) - set(SIZES):
        parser.error(f"no such size: {', '.join(unknown)}")
    if not SHARED.is_dir():
        print(f"{SHARED} is not there: the sample is measured, and is no measure of a large archive")
    compile_modules()
    measured: dict[tuple[str, str], Figures] = {}
    with tempfile.TemporaryDirectory(prefix="jianbao-benchmark-") as temporary:
        for size in asked.sizes:
            for engine in asked.engines or (ENGINES if size == "newsletter" else ["tantivy"]):
                folder = Path(tempfile.mkdtemp(prefix=f"{size}-", dir=temporary))
                corpus = corpus_of(size, folder)
                figures = measured[size, engine] = measure(corpus, engine, folder, asked.rounds)
                show(f"{size}, {engine}", figures)
    missed = 0
    print("\nbars")
    for (size, engine), figures in measured.items():
        for bar in bars_of(size, engine, figures, measured.get(("newsletter", engine))):
            missed += not bar.held
            print(f"  {'held  ' if bar.held else 'MISSED'} {size}, {engine}: {bar}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
