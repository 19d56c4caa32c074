"""A static site in a real browser: bytes, time from key to hits, and the judged queries, against bars.

    python -m tests.benchmarks.static_site SOURCE --queries QUERIES.jsonl [--large]

Builds the site of SOURCE, serves it as a host of files does (gzip), and logs what Chromium gets. `--large`
takes the bars of some 20,000 entries. Exits with 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from index.lexicon.lexicon import load_lexicon
from tests.browser.chromium import QUIET, chromium_path
from tests.file_host import hosted
from web.config import Config
from web.opening import library_of
from web.origin import origin_of
from web.static_site.builder import build_site
from web.wiring import build

SMALL = {"before": 40_000, "first": 120_000, "further": 40_000, "p50": 50.0, "p95": 150.0, "ndcg": 0.88}
LARGE = {"first": 300_000, "further": 100_000, "cpu": 90.0, "folder": 6.0, "ndcg": 0.78}

SEARCH = """async ([reader, base, query]) => {
  const { StaticIndex } = await import(reader);
  window.index ??= new StaticIndex(base);
  const found = await window.index.search(new URLSearchParams({ q: query, limit: 10 }));
  return found.hits.map(({ issue, url, title }) => ({ issue, url, title }));
}"""
TYPE = """query => new Promise(done => {
  const box = document.getElementById('q');
  const begin = performance.now();
  const watch = new MutationObserver(() => {
    if (document.title.startsWith(query)) { watch.disconnect(); done(performance.now() - begin); }
  });
  watch.observe(document.querySelector('title'), { childList: true });
  box.value = query;
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
})"""


class Network:
    """Bytes that came over the wire, headers included."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0.0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._count)

    def _count(self, event: dict[str, Any]) -> None:
        self.bytes += event["encodedDataLength"]

    def take(self, page: Page) -> float:
        """What has come since the last time, with the hits that come after the first ones."""
        page.wait_for_load_state("networkidle")
        page.locator("#answer:not([aria-busy=true])").wait_for(state="attached")
        page.wait_for_timeout(200)  # what has come is told a little later
        taken, self.bytes = self.bytes, 0.0
        return taken


def key(entry: dict[str, Any]) -> tuple[str, str]:
    """An entry as judgements name it."""
    return str(entry["issue"])[:10], (entry["url"] or "").strip() or "".join((entry["title"] or "").split())


def ndcg(got: Sequence[tuple[str, str]], relevant: dict[tuple[str, str], int]) -> float:
    """Gains of the first ten, discounted by their places, against the best that there is."""
    gains = [relevant.get(one, 0) for one in dict.fromkeys(got)]
    best = sorted(relevant.values(), reverse=True)[:10]
    found, ideal = (
        sum((2**gain - 1) / math.log2(place + 2) for place, gain in enumerate(some)) for some in (gains, best)
    )
    return found / ideal if ideal else 0.0


def measure(browser: Browser, address: str, queries: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Figures of one site."""
    texts = [query["query"] for query in queries]
    first, further, before = [], [], []
    for text, other in zip(texts[::8], texts[1::8], strict=False):
        page = browser.new_page()
        network = Network(page)
        page.goto(f"{address}/")
        before.append(network.take(page))
        page.evaluate(TYPE, text)
        first.append(before[-1] + network.take(page))
        page.evaluate(TYPE, other)
        further.append(network.take(page))
        page.close()
    page = browser.new_page()
    page.goto(f"{address}/")
    times = [page.evaluate(TYPE, text) for text in texts]
    reader, base = page.evaluate("[document.body.dataset.reader, document.body.dataset.index]")
    scores = []
    empty = 0
    for query in queries:
        hits = page.evaluate(SEARCH, [reader, base, query["query"]])
        relevant = {key(one): int(one["grade"]) for one in query["relevant"]}
        scores.append(ndcg([key(hit) for hit in hits], relevant))
        empty += not hits
    return {
        "before": max(before),
        "first": statistics.median(first),
        "first, most": max(first),
        "further": statistics.median(further),
        "further, most": max(further),
        "p50": statistics.median(times),
        "p95": sorted(times)[int(0.95 * len(times))],
        "ndcg": statistics.mean(scores),
        "empty": float(empty),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=Path)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--large", action="store_true")
    arguments = parser.parse_args()
    queries = [json.loads(line) for line in arguments.queries.read_text(encoding="utf8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "_site"
        config = Config(folder=Path(folder))
        build(config, origin_of(config, (str(arguments.source),)))
        began = time.process_time()
        report = build_site(library_of(config), config, output, load_lexicon(None))
        figures = {"cpu": time.process_time() - began, "files": float(report.files)}
        searched = sum(file.stat().st_size for file in (output / "search").rglob("*") if file.is_file())
        figures["folder"] = searched / sum(file.stat().st_size for file in arguments.source.rglob("*.md"))
        with hosted(output) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(QUIET))
            figures |= measure(browser, address, queries)
            browser.close()
    sys.exit(told(figures, LARGE if arguments.large else SMALL))


def told(figures: dict[str, float], bars: dict[str, float]) -> int:
    """Print figures with their bars; 1 where one is missed."""
    missed = 0
    for name, value in figures.items():
        bar = bars.get(name)
        kept = bar is None or (value >= bar if name == "ndcg" else value <= bar)
        missed |= not kept
        print(
            f"{name:14} {value:12,.3f} {'' if bar is None else f'{bar:12,.2f} ' + ('' if kept else 'MISSED')}"
        )
    return int(missed)


if __name__ == "__main__":
    main()
