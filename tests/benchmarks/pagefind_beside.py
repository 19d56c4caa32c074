"""Pagefind over the pages of a static site, with the judged queries: what it fetches, how long, how well.

    python -m tests.benchmarks.pagefind_beside SOURCE --queries QUERIES.jsonl [--pagefind COMMAND]

Pagefind is no dependency: `pip install 'pagefind[extended]'` in an environment of its own, and name its
`python -m pagefind` with --pagefind. Where there is none, it says so and measures nothing.
"""

from __future__ import annotations

import argparse
import json
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from index.lexicon.lexicon import load_lexicon
from tests.benchmarks.static_site import Network, key, ndcg
from tests.browser.chromium import QUIET, chromium_path
from tests.file_host import hosted
from web.config import Config
from web.opening import library_of
from web.origin import origin_of
from web.static_site.builder import build_site
from web.wiring import build

# Without its worker, whose fetches the log of the page's network does not have.
SEARCH = """async (query) => {
  const begin = performance.now();
  window.pagefind ??= await import('/pagefind/pagefind.js');
  await window.pagefind.options({ noWorker: true });
  const { results } = await window.pagefind.search(query);
  const hits = await Promise.all(results.slice(0, 10).map((one) => one.data()));
  return [performance.now() - begin, hits.map((hit) => hit.url)];
}"""

Key = tuple[str, str]


def measure(
    browser: Browser, address: str, queries: Sequence[dict[str, Any]], keys: Mapping[str, Key]
) -> None:
    """Print the figures, of a page that has no policy: Pagefind compiles WebAssembly."""
    first, further = [], []
    for query, other in zip(queries[::8], queries[1::8], strict=False):
        page = browser.new_page()
        page.goto(f"{address}/blank.html")
        network = Network(page)
        page.evaluate(SEARCH, query["query"])
        first.append(network.take(page))
        page.evaluate(SEARCH, other["query"])
        further.append(network.take(page))
        page.close()
    page = browser.new_page()
    page.goto(f"{address}/blank.html")
    times, scores, empty = [], [], 0
    for query in queries:
        took, hits = page.evaluate(SEARCH, query["query"])
        relevant = {key(one): int(one["grade"]) for one in query["relevant"]}
        found = [keys[hit.strip("/").split("/")[1]] for hit in hits]
        times.append(took)
        scores.append(ndcg(found, relevant))
        empty += not hits
    print(f"first search {statistics.median(first):12,.0f}  most {max(first):12,.0f}  (without the page)")
    print(f"further      {statistics.median(further):12,.0f}  most {max(further):12,.0f}")
    print(
        f"ms p50       {statistics.median(times):12,.1f}  p95  {sorted(times)[int(0.95 * len(times))]:12,.1f}"
    )
    print(f"nDCG@10      {statistics.mean(scores):12,.3f}  empty {empty}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=Path)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--pagefind", default="pagefind", help="the command")
    arguments = parser.parse_args()
    command = shlex.split(arguments.pagefind)
    if shutil.which(command[0]) is None:
        sys.exit(f"{command[0]}: not installed; nothing measured (pip install 'pagefind[extended]')")
    queries = [json.loads(line) for line in arguments.queries.read_text(encoding="utf8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "_site"
        config = Config(folder=Path(folder))
        build(config, origin_of(config, (str(arguments.source),)))
        library = library_of(config)
        build_site(library, config, output, load_lexicon(None))
        with library.snapshot() as archive:
            found = (archive.catalogue.document(file.name) for file in (output / "entries").iterdir())
            keys = {
                one.id: key({"issue": one.date or one.issue, "url": one.url, "title": one.title})
                for one in found
                if one
            }
        (output / "blank.html").write_text("<!doctype html><title>Pagefind</title>", encoding="utf8")
        # Only entries, and of their pages the entry alone: neither other languages nor what is like it.
        options = [
            "--site",
            str(output),
            "--glob",
            "entries/*/index.html",
            "--root-selector",
            "article.single",
        ]
        subprocess.run([*command, *options], check=True)
        size = sum(file.stat().st_size for file in (output / "pagefind").rglob("*") if file.is_file())
        print(f"folder       {size:12,} bytes")
        with hosted(output) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(QUIET))
            measure(browser, address, queries, keys)
            browser.close()


if __name__ == "__main__":
    main()
