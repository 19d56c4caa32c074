"""An author's control characters do not reach the terminal of whoever searches or exports."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.running import jianbao
from tests.web.cli.screen import on_screen

NASTY = "\x1b]0;owned\x07\x9b31m\u202e"
ISSUE = f"""\
# 2026-01-01

## 论文{NASTY}

- [=HYPERLINK("https://evil.example","量化")](https://example.org/{NASTY})（某{NASTY}站）

  摘要{NASTY}

- [＝1+1 量化](https://example.org/2)
"""
CONTROL = {"\x1b", "\x07", "\x9b", "\u202e"}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a hostile issue is indexed."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "issues").mkdir()
    (folder / "issues" / "2026-01-01.md").write_text(ISSUE, encoding="utf8")
    done = jianbao("reindex", "issues", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "量化"],
        ["search", "量化", "--json"],
        ["search", "量化", "-c", "没有"],
        ["lookup", "https://example.org/2"],
        ["lookup", "https://example.org/2", "--json"],
        ["lookup", "issues/2026-01-01.md"],
        ["export"],
        ["export", "--format", "csv"],
        ["search", "量化", "--explain"],
        ["search", f"量化 {NASTY}"],
        ["check", "issues"],
        ["check", "issues", "--json"],
        ["reindex", "issues"],
        ["build", "issues", "--output", "site"],
        ["stats"],
    ],
    ids=" ".join,
)
def test_nothing_that_drives_a_terminal_is_printed(hostile: Path, arguments: list[str]) -> None:
    done = jianbao(*arguments, cwd=hostile)

    assert done.stdout or done.stderr
    assert not CONTROL & set(done.stdout + done.stderr)


def test_a_screen_gets_our_colours_and_nothing_else(hostile: Path) -> None:
    screen = on_screen("search", "量化", cwd=hostile)[1]

    assert set(screen.replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[0m", "")).isdisjoint(
        CONTROL
    )


def test_a_spreadsheet_runs_no_cell(hostile: Path) -> None:
    rows = csv.DictReader(io.StringIO(jianbao("export", "--format", "csv", cwd=hostile).stdout))

    titles = [row["title"] for row in rows]
    assert [title[:2] for title in titles] == ["'=", "'＝"]
