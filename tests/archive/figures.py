"""Print what the reader achieves: `python -m tests.archive.figures`. Takes some minutes.

Gold issues, newsletters without conventions, lines understood, the whole source facet, and 10,000 texts that
nobody wrote.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from archive.conventions.model import load_conventions, shipped
from archive.newsletter import open_newsletter
from archive.parsing.parser import parse
from archive.report import check
from tests.archive.any_text import HTML, SPICE, mutated, originals
from tests.archive.shared import CORPORA, SHARED
from tests.archive.test_gold import export, issues
from tests.archive.undescribed import score_of

TEXTS = 10_000


def gold() -> None:
    """Score of the gold issues, field by field."""
    folders = [SHARED / "corpus" / name for name in ("embedded-ai-report", "embedded-ai-report-draft")]
    with tempfile.TemporaryDirectory() as scratch:
        rows = export(issues(*folders), Path(scratch) / "export.jsonl")
        subprocess.run([sys.executable, str(SHARED / "gold" / "score.py"), str(rows), "--show"], check=True)


def account() -> None:
    """Lines of each newsletter by kind, and the share that is understood."""
    for name, conventions in CORPORA:
        report = check(open_newsletter(str(SHARED / "corpus" / name), load_conventions(conventions)))
        kinds = ", ".join(f"{kind} {count}" for kind, count in report.lines.items() if count)
        print(f"{name}: {len(report.issues)} issues, {report.total} lines, {report.unread} unread,")
        print(f"  {report.understood:.2%} understood: {kinds}")


def facet() -> None:
    """Every value of the source facet with its entries, over the newsletter that has publishers."""
    found: Counter[str] = Counter()
    for name, conventions in CORPORA[:2]:
        for file in open_newsletter(str(SHARED / "corpus" / name), load_conventions(conventions)).files:
            found.update(entry.source or "(no publisher)" for entry in file.read().entries)
    print(f"{len(found)} sources: " + "、".join(f"{name} {count}" for name, count in found.most_common()))


def undescribed() -> None:
    """Newsletters that no conventions are written for, against the truth."""
    folder = SHARED / "newsletters"
    scores: list[list[float]] = []
    for newsletter in sorted(path.parent for path in folder.glob("*/truth.jsonl")):
        said = score_of(newsletter)
        print(f"{newsletter.name:16}{said}")
        scores.append([float(score) for score in re.findall(r"\b[01]\.\d+", said)])
    names = ("P", "R", "title", "url", "category")
    means = (sum(column) / len(column) for column in zip(*scores, strict=True))
    print(
        "mean            " + "  ".join(f"{name} {mean:.3f}" for name, mean in zip(names, means, strict=True))
    )


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


if __name__ == "__main__":
    if not SHARED.is_dir():
        sys.exit(f"no folder {SHARED}: the real newsletters are not beside the checkout")
    for figure in (gold, undescribed, account, facet, any_text):
        figure()
