"""`jianbao lookup`: what an editor asks before an issue is published."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.running import FROM_CHECKOUT, environment, jianbao

ISSUE = """\
# 第 3 期 (2026-01-01)

## 论文

- [蒸馏的老论文](https://arxiv.org/abs/1503.02531)
- [一个仓库](https://github.com/Some/Thing)
"""
DRAFT = """\
# 草稿

- [又是蒸馏](https://www.arxiv.org/pdf/1503.02531v1?utm_source=x)
- [新东西](https://example.org/new)

见 https://github.com/some/thing/ 。![图](https://example.org/picture.png)

`https://example.org/in-code`
"""


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an indexed issue and a draft that is not."""
    folder = tmp_path_factory.mktemp("editor")
    (folder / "issues").mkdir()
    (folder / "issues" / "2026-01-01.md").write_text(ISSUE, encoding="utf8")
    (folder / "draft.md").write_text(DRAFT, encoding="utf8")
    done = jianbao("reindex", "issues", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_a_draft_is_told_which_of_its_links_were_covered_when_and_where(editor: Path) -> None:
    done = jianbao("lookup", "draft.md", cwd=editor)

    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert lines[0] == "draft.md:3: https://www.arxiv.org/pdf/1503.02531v1?utm_source=x: covered 1×"
    assert lines[1] == "  蒸馏的老论文"
    assert lines[2] == "  2026-01-01 · 3 · 论文 · arXiv"
    assert "  issues/2026-01-01.md:5" in lines
    assert "draft.md:4: https://example.org/new: not covered yet" in lines
    assert any(line.startswith("draft.md:6: https://github.com/some/thing/: covered") for line in lines)
    assert lines[-1] == "3 addresses, 2 covered"


def test_scripts_get_canonical_forms_and_a_status(editor: Path) -> None:
    done = jianbao(
        "lookup",
        "arxiv.org/abs/1503.02531v2",
        "https://example.org/new",
        "--json",
        "--exit-status",
        cwd=editor,
    )

    answer = json.loads(done.stdout)
    assert (done.returncode, answer["total"], answer["covered"]) == (0, 2, 1)
    paper, new = answer["links"]
    assert paper["canonical"] == "arxiv.org/abs/1503.02531"
    assert (paper["appearances"][0]["title"], paper["appearances"][0]["line"]) == ("蒸馏的老论文", 5)
    assert paper["appearances"][0]["permalink"].startswith("/entries/")
    assert new["appearances"] == []
    assert jianbao("lookup", "example.org/new", "--exit-status", cwd=editor).returncode == 3


def test_standard_input_is_a_draft_too(editor: Path) -> None:
    done = subprocess.run(
        [*FROM_CHECKOUT, "lookup", "-", "--json"],
        input=DRAFT.encode(), cwd=editor, env=environment(), capture_output=True, check=True,
    )  # fmt: skip

    assert json.loads(done.stdout)["covered"] == 2


def test_an_issue_that_is_indexed_does_not_count_for_itself(editor: Path) -> None:
    assert json.loads(jianbao("lookup", "issues/2026-01-01.md", "--json", cwd=editor).stdout)["covered"] == 0


@pytest.mark.parametrize(
    ("what", "status", "said"),
    [
        ("nothing.md", 1, "nothing.md: cannot be read"),
        ("issues", 1, "issues: is no regular file"),
        ("javascript:alert(1)", 2, "no http or https address"),
        ("ftp://example.org/", 2, "no http or https address"),
        ("two words", 2, "no http or https address"),
        ("a\x1b[31m", 2, "no http or https address"),
    ],
)
def test_what_is_neither_address_nor_file_is_told(editor: Path, what: str, status: int, said: str) -> None:
    done = jianbao("lookup", what, cwd=editor)

    assert done.returncode == status
    assert said in done.stderr
    assert "\x1b" not in done.stderr
    assert "Traceback" not in done.stderr
