"""Newsletters read with no conventions written for them, and how that compares with their truth."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from archive.detection.choice import choose_conventions
from archive.models import Issue
from archive.newsletter import open_newsletter

_FIELDS = ("line", "end_line", "category", "title", "url", "byline")


def read(folder: Path) -> list[Issue]:
    """The issues of a folder as they are read unasked."""
    newsletter = open_newsletter(str(folder), choose_conventions(str(folder)))
    return [file.read() for file in newsletter.files]


def score_of(newsletter: Path) -> str:
    """The first line of what the scorer beside the newsletters says of one of them."""
    with tempfile.TemporaryDirectory() as scratch:
        rows = Path(scratch) / "export.jsonl"
        rows.write_text("\n".join(_rows(read(newsletter / "issues"))), encoding="utf8")
        command = [sys.executable, newsletter.parent / "score.py", newsletter / "truth.jsonl", rows]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]


def figures_in(said: str) -> tuple[float, ...]:
    """Precision, recall, and the shares of right titles, URLs and categories in a line of the scorer."""
    return tuple(float(score) for score in re.findall(r"\b[01]\.\d+", said))


def _rows(issues: list[Issue]) -> list[str]:
    return [
        json.dumps(
            {"file": issue.file, **{name: getattr(entry, name) for name in _FIELDS}}, ensure_ascii=False
        )
        for issue in issues
        for entry in issue.entries
    ]
