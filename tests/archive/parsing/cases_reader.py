"""Cases as Markdown files: `##` names a case, `~~~~input` is an issue, `~~~~expected` what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("cases")
_CASE = re.compile(
    r"^## (?P<name>[^\n]+)\n\n~~~~input\n(?P<text>.*?)^~~~~\n\n~~~~expected\n(?P<expected>.*?)^~~~~$",
    re.DOTALL | re.MULTILINE,
)
_CONVENTIONS = re.compile(r"\(([a-z][a-z0-9-]+)\)$")


@dataclass(frozen=True)
class Case:
    """One issue and what it must be read as. A name in brackets at the end says which conventions read it."""

    name: str
    text: str
    expected: list[dict[str, Any]]

    @property
    def conventions(self) -> str:
        match = _CONVENTIONS.search(self.name)
        return match[1] if match else "embedded-ai-report"


def cases() -> Iterator[Case]:
    """Every case of every file, in a fixed order."""
    for file in sorted(FOLDER.glob("*.md")):
        for match in _CASE.finditer(file.read_text(encoding="utf8")):
            rows = [json.loads(row) for row in match["expected"].splitlines() if row.strip()]
            yield Case(f"{file.stem}: {match['name']}", match["text"], rows)
