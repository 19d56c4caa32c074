"""What a source is read with, and what it goes on being read with."""

from pathlib import Path

import pytest

from archive.conventions.model import shipped
from archive.detection import choice
from archive.detection.choice import choose
from archive.newsletter import open_newsletter


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf8")


def issue(number: int) -> str:
    return f"# 纸鸢 第{number}期\n\n## 新闻\n\n- [风 {number}](https://kite.example/{number}) 很大\n"


def paths(folder: Path, chosen: choice.Choice) -> list[str]:
    return [file.path for file in open_newsletter(str(folder), chosen.conventions).files]


def test_nothing_is_read_where_nothing_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "1.md", issue(1))
    first = choose(tmp_path)

    def fail(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(choice, "read_text", fail)

    assert choose(tmp_path, first) is first


def test_a_changed_file_is_looked_at(tmp_path: Path) -> None:
    write(tmp_path, "1.md", issue(1))
    first = choose(tmp_path)
    write(tmp_path, "1.md", issue(1) + "\n1. [雨](https://kite.example/rain)\n")

    assert choose(tmp_path, first).files != first.files


def of_many_issues(folder: Path, count: int) -> choice.Choice:
    for number in range(count):
        write(folder, f"{number}.md", issue(number))
    return choose(folder)


def test_one_more_issue_of_many_detects_nothing_again(tmp_path: Path) -> None:
    first = of_many_issues(tmp_path, 21)
    write(tmp_path, "21.md", issue(21))

    assert choose(tmp_path, first) is first


def test_changes_add_up_until_conventions_are_detected_again(tmp_path: Path) -> None:
    first = of_many_issues(tmp_path, 40)
    kept = first
    for number in range(3):
        write(tmp_path, f"{number}.md", issue(number) + "\n再说一句。\n")
        kept = choose(tmp_path, kept)
        assert (kept is first) == (number < 2)


def test_an_added_file_that_is_no_issue_by_its_name_is_looked_at(tmp_path: Path) -> None:
    for number in range(21):
        write(tmp_path, f"issue-{number}/README.md", issue(number))
    first = choose(tmp_path)
    write(tmp_path, "wind.md", issue(21))

    assert choose(tmp_path, first) is not first


def test_added_files_take_away_no_issue_of_another_kind(tmp_path: Path) -> None:
    for number in (1, 2):
        write(tmp_path, f"issue-{number}/README.md", issue(number))
    first = choose(tmp_path)
    for name in ("about-kites.md", "string.md", "wind.md"):
        write(tmp_path, name, "# 说明\n\n怎么放。\n")

    second = choose(tmp_path, first)

    assert paths(tmp_path, choose(tmp_path)) == ["about-kites.md", "string.md", "wind.md"]
    assert paths(tmp_path, second) == ["issue-1/README.md", "issue-2/README.md"]


def test_added_files_take_away_no_issue_of_other_conventions(tmp_path: Path) -> None:
    write(tmp_path, "notes.md", issue(1))
    write(tmp_path, "more.md", issue(2))
    first = choose(tmp_path)
    for day in range(1, 6):
        write(
            tmp_path,
            f"2024-01-0{day}.md",
            f"# 嵌入式AI简报 (2024-01-0{day})\n\n## 新闻\n\n- [甲](https://a.example)\n",
        )

    assert choose(tmp_path).conventions.name in set(shipped()) - {"generic"}
    assert {"notes.md", "more.md"} <= set(paths(tmp_path, choose(tmp_path, first)))
