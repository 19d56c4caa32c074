"""`jianbao check`: what it prints, and the page that it writes."""

import re
from pathlib import Path

from tests.running import jianbao


def test_check_tells_what_a_search_finds(tmp_path: Path) -> None:
    said = jianbao("check", cwd=tmp_path).stdout

    assert re.search(
        r"^a search finds \d\d\.\d\d% of \d+ letters; \d+ entries with a link, ", said, re.MULTILINE
    )


def test_check_shows_issues_with_coloured_margins(tmp_path: Path) -> None:
    (tmp_path / "issues").mkdir()
    (tmp_path / "issues" / "2024-05-03.md").write_text(
        '# 刊 2024-05-03\n\n## <script>alert(1)</script>\n\n- [题"><img src=x>](https://a.example/1) 文\n',
        encoding="utf8",
    )

    jianbao("check", "issues", "--html", "page.html", cwd=tmp_path)
    page = (tmp_path / "page.html").read_text(encoding="utf8")

    assert 'class="title first"' in page
    assert "<script" not in page
    assert "<img" not in page
    assert "http" not in re.sub(r"https://a\.example/1", "", page).replace("http-equiv", "")


def test_check_names_an_issue_that_is_none(tmp_path: Path) -> None:
    done = jianbao("check", "--html", "page.html", "--issue", "none", cwd=tmp_path)

    assert done.returncode == 1
    assert "no issue is called 'none'" in done.stderr


def test_check_takes_single_issues_for_a_page_only(tmp_path: Path) -> None:
    done = jianbao("check", "--issue", "2024-05-03", cwd=tmp_path)

    assert done.returncode == 2
    assert "--issue goes with --html" in done.stderr
