"""What the reader finds, against what people found who read the same issues by hand."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from archive.conventions.model import load_conventions
from archive.models import Entry, Issue
from archive.newsletter import open_newsletter
from tests.archive.shared import SAMPLE, SHARED, corpus
from tests.archive.visible import letters

SAMPLE_GOLD = Path(__file__).with_name("sample_gold")


def issues(*folders: Path) -> list[Issue]:
    conventions = load_conventions("embedded-ai-report")
    return [file.read() for folder in folders for file in open_newsletter(str(folder), conventions).files]


def row(issue: Issue, entry: Entry) -> str:
    fields = ("line", "end_line", "category", "title", "tags", "url", "byline", "summary")
    links = [{"label": link.label, "url": link.url} for link in entry.links if not link.implied]
    known = {name: getattr(entry, name) for name in fields}
    return json.dumps({"file": issue.file, "links": links, **known}, ensure_ascii=False)


def export(archive_issues: list[Issue], file: Path) -> Path:
    rows = [row(issue, entry) for issue in archive_issues for entry in issue.entries]
    file.write_text("\n".join(rows), encoding="utf8")
    return file


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.shared
def test_entries_are_those_that_people_read(tmp_path: Path) -> None:
    folders = corpus("embedded-ai-report"), corpus("embedded-ai-report-draft")
    rows = export(issues(*folders), tmp_path / "export.jsonl")

    command = [sys.executable, str(SHARED / "gold" / "score.py"), str(rows), "--show"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    print(said)
    assert float(re.search(r"F1 ([\d.]+)", said)[1]) >= 0.995
    assert min(float(score) for score in re.findall(r"= ([\d.]+)$", said, re.MULTILINE)) >= 0.98
    assert float(re.search(r"^mean ([\d.]+)", said, re.MULTILINE)[1]) >= 0.99


@pytest.mark.shared
def test_headings_and_leads_are_those_that_people_read() -> None:
    by_file = {
        issue.file: issue
        for issue in issues(corpus("embedded-ai-report"), corpus("embedded-ai-report-draft"))
    }
    for file in sorted((SHARED / "gold").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf8"))
        issue = by_file[gold["issue"]]

        assert (issue.date.isoformat(), issue.headline) == (gold["date"], gold["headline"])
        assert squeezed(issue.lead).startswith(squeezed(gold["lead_start"]))
        assert bool(issue.lead) == bool(gold["lead_start"])


@pytest.mark.parametrize("file", sorted(SAMPLE_GOLD.glob("*.json")), ids=lambda file: file.stem)
def test_sample_entries_are_those_that_people_read(file: Path) -> None:
    gold = json.loads(file.read_text(encoding="utf8"))
    issue = next(issue for issue in issues(SAMPLE) if issue.file == gold["issue"])

    assert (issue.date.isoformat(), issue.headline) == (gold["date"], gold["headline"])
    for entry, want in zip(issue.entries, gold["entries"], strict=True):
        written = [{"label": link.label, "url": link.url} for link in entry.links if not link.implied]
        assert {**json.loads(row(issue, entry)), "links": written}.items() >= {
            name: want[name] for name in ("line", "end_line", "category", "title", "tags", "url", "byline")
        }.items()
        assert [link["url"] for link in written] == [link["url"] for link in want["links"]]
        assert letters(entry.summary).startswith(letters(want["summary_start"]))
        assert letters(entry.summary).endswith(letters(want["summary_end"]))
