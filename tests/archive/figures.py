"""Print what the reader achieves: `python -m tests.archive.figures`. Takes some minutes.

Gold issues, newsletters without conventions, lines understood, the whole source facet, and 10,000 texts that
nobody wrote. Exits with 1 where a bar is missed, and names it.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from archive.conventions.model import load_conventions, shipped
from archive.newsletter import open_newsletter
from archive.parsing.parser import parse
from archive.report import check
from tests.archive.any_text import HTML, SPICE, mutated, originals
from tests.archive.shared import CORPORA, SHARED
from tests.archive.test_gold import export, issues
from tests.archive.undescribed import figures_in, score_of

TEXTS = 10_000

FIGURES = ("P", "R", "title", "url", "category")
MEANS = {"P": 0.95, "R": 0.99, "title": 0.97, "url": 0.97, "category": 0.97}
"""Bars for the mean over newsletters that no conventions are written for."""

LEAST = 0.9
"""The bar for each figure of each of them."""

GOLD = 1.0
UNDERSTOOD = 0.9999
"""Bars for the newsletters that conventions are written for."""


def gold() -> Iterator[str]:
    """Score of the gold issues, field by field."""
    folders = [SHARED / "corpus" / name for name in ("embedded-ai-report", "embedded-ai-report-draft")]
    with tempfile.TemporaryDirectory() as scratch:
        rows = export(issues(*folders), Path(scratch) / "export.jsonl")
        command = [sys.executable, str(SHARED / "gold" / "score.py"), str(rows), "--show"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    print(said, end="")
    if (mean := re.search(r"^mean ([\d.]+)", said, re.MULTILINE)) is None or float(mean[1]) < GOLD:
        yield f"gold is {mean[1] if mean else 'not scored'}, below {GOLD:.3f}"


def account() -> Iterator[str]:
    """Lines of each newsletter by kind, and the share that is understood: all, of those described."""
    for name, conventions in CORPORA:
        report = check(open_newsletter(str(SHARED / "corpus" / name), load_conventions(conventions)))
        kinds = ", ".join(f"{kind} {count}" for kind, count in report.lines.items() if count)
        print(f"{name}: {len(report.issues)} issues, {report.total} lines, {report.unread} unread,")
        print(f"  {report.understood:.2%} understood: {kinds}")
        if report.unread or report.understood < UNDERSTOOD:
            yield f"{report.understood:.2%} of {name} is understood, {report.unread} lines are unread"


def facet() -> None:
    """Every value of the source facet with its entries, over the newsletter that has publishers."""
    counts: Counter[str] = Counter()
    for name, conventions in CORPORA[:2]:
        for file in open_newsletter(str(SHARED / "corpus" / name), load_conventions(conventions)).files:
            counts.update(entry.source or "(no publisher)" for entry in file.read().entries)
    print(f"{len(counts)} sources: " + "、".join(f"{name} {count}" for name, count in counts.most_common()))


def undescribed() -> Iterator[str]:
    """Newsletters that no conventions are written for, against the truth; every bar that is missed."""
    scores: dict[str, tuple[float, ...]] = {}
    for newsletter in sorted(path.parent for path in (SHARED / "newsletters").glob("*/truth.jsonl")):
        said = score_of(newsletter)
        print(f"{newsletter.name:16}{said}")
        scores[newsletter.name] = figures_in(said)
    columns = [*zip(*scores.values(), strict=True)]
    means = [sum(column) / len(column) for column in columns]
    for name, row in (("mean", means), ("least", map(min, columns))):
        said = "  ".join(f"{figure} {value:.3f}" for figure, value in zip(FIGURES, row, strict=True))
        print(f"{name:16}{said}")
    for figure, mean in zip(FIGURES, means, strict=True):
        if mean < MEANS[figure]:
            yield f"mean {figure} is {mean:.3f}, below {MEANS[figure]}"
    for name, own in scores.items():
        for figure, value in zip(FIGURES, own, strict=True):
            if value < LEAST:
                yield f"{figure} of {name} is {value:.3f}, below {LEAST}"


def any_text() -> None:
    """Texts that nobody wrote, each read with one of the conventions."""
    texts, known = originals(), [load_conventions(name) for name in shipped()]
    start = time.process_time()
    size = 0
    for seed in range(TEXTS):
        text = mutated(texts, seed, [*SPICE, *HTML])
        parse(text, known[seed % len(known)], file="any.md")
        size += len(text)
    taken = time.process_time() - start
    print(f"{TEXTS} mutated texts, {size / 1e6:.1f} million characters: no exception, {taken:.1f} s")


def main() -> int:
    """Print every figure; 1 where a bar is missed."""
    missed = [*gold(), *undescribed(), *account()]
    facet()
    any_text()
    for bar in missed:
        print(f"MISSED: {bar}")
    return bool(missed)


if __name__ == "__main__":
    if not SHARED.is_dir():
        sys.exit(f"no folder {SHARED}: the real newsletters are not beside the checkout")
    sys.exit(main())
