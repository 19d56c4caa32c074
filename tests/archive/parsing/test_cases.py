"""Every shape that an issue comes in, as data: tests/archive/cases/*.md."""

from typing import Any

import pytest

from archive.conventions.model import load_conventions
from archive.models import Entry, Issue
from archive.parsing.parser import parse
from tests.archive.parsing.cases_reader import FOLDER, Case, cases

CASES = list(cases())


def said(entry: Entry, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of an entry that a case speaks of."""
    values = {name: getattr(entry, name) for name in fields if name not in ("links", "tags")}
    if "links" in fields:
        values["links"] = [[link.label, link.url] for link in entry.links]
    if "tags" in fields:
        values["tags"] = list(entry.tags)
    return values


def fields_of(issue: Issue, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of an issue that a case speaks of."""
    values = {name: getattr(issue, name) for name in fields}
    if "date" in fields:
        values["date"] = issue.date.isoformat() if issue.date else None
    return values


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_issue_is_read_as_the_case_says(case: Case) -> None:
    issue = parse(case.text, load_conventions(case.conventions), file="case.md")
    entries = [row for row in case.expected if "line" in row]

    assert [said(entry, row) for entry, row in zip(issue.entries, entries, strict=False)] == entries
    assert len(issue.entries) == len(entries)
    for row in case.expected:
        if "issue" in row:
            assert fields_of(issue, row["issue"]) == row["issue"]
        if "notes" in row:
            assert {part.heading: list(part.notes) for part in issue.sections} == row["notes"]
        if "parts" in row:
            assert [f"{part.kind} {part.line}-{part.end_line}" for part in issue.parts] == row["parts"]


def test_every_case_is_found() -> None:
    written = sum(file.read_text(encoding="utf8").count("\n## ") for file in FOLDER.glob("*.md"))
    inside = sum(case.text.count("\n## ") + case.text.startswith("## ") for case in CASES)

    assert len(CASES) == written - inside
    assert len(CASES) > 30
