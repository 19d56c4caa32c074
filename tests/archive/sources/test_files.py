"""Folders as they come: each bad file gets one clear line, and the rest is read."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from archive.conventions.model import Conventions, load_conventions
from archive.detection.choice import choose_conventions
from archive.errors import SameNameError, SourceError
from archive.markdown.leaves import MAX_LINES
from archive.newsletter import Newsletter, open_newsletter
from archive.sources.files import MAX_BYTES

NOBODY = 65534
GOOD = "# 好刊 (2024-01-05)\n\n## 新闻\n\n- [好文 | 好社](https://good.example/1)\n"
BAD = {
    "gbk": (GOOD.encode("gbk"), "2024-02-01.md:1: is not UTF-8 (it looks like GBK); save it as UTF-8"),
    "utf-16": (GOOD.encode("utf-16"), "2024-02-01.md: is UTF-16 or UTF-32, not UTF-8; save it as UTF-8"),
    "utf-16 without a mark": (
        GOOD.encode("utf-16-le"),
        "2024-02-01.md: is a binary file or UTF-16, not UTF-8; save it as UTF-8",
    ),
    "utf-32": (GOOD.encode("utf-32"), "2024-02-01.md: is UTF-16 or UTF-32, not UTF-8; save it as UTF-8"),
    "latin": ("# Café\n".encode("latin-1"), "2024-02-01.md:1: is not UTF-8; save it as UTF-8"),
    "empty": (b"", "2024-02-01.md: is empty; write it or remove it"),
    "blank": (b" \n\t\n\xef\xbb\xbf"[:4], "2024-02-01.md: is empty; write it or remove it"),
    "binary": (b"\x7fELF\0\0\0", "2024-02-01.md: is a binary file; move it away or rename it"),
    "large": (
        b"#" * (MAX_BYTES + 1),
        "2024-02-01.md: has 5.0 MB, more than the 5 MB of any issue; split it or move it away",
    ),
}


@pytest.fixture
def conventions() -> Conventions:
    return load_conventions("embedded-ai-report")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "2024-01-05.md").write_text(GOOD, encoding="utf8")
    return tmp_path


def problem_lines(newsletter: Newsletter) -> list[str]:
    return [str(problem) for problem in newsletter.problems]


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_one_line_and_the_rest_is_read(
    kind: str, folder: Path, conventions: Conventions
) -> None:
    data, line = BAD[kind]
    (folder / "2024-02-01.md").write_bytes(data)

    newsletter = open_newsletter(str(folder), conventions)

    assert problem_lines(newsletter) == [line]
    assert [file.read().entries[0].title for file in newsletter.files] == ["好文"]


def test_a_huge_file_is_not_even_read(folder: Path, conventions: Conventions) -> None:
    with (folder / "2024-02-01.md").open("wb") as file:
        file.truncate(50_000_000_000)

    assert problem_lines(open_newsletter(str(folder), conventions)) == [
        "2024-02-01.md: has 50000.0 MB, more than the 5 MB of any issue; split it or move it away"
    ]


def test_a_byte_order_mark_is_simply_taken(folder: Path, conventions: Conventions) -> None:
    (folder / "2024-01-05.md").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())

    newsletter = open_newsletter(str(folder), conventions)

    assert problem_lines(newsletter) == []
    assert newsletter.files[0].read().title == "好刊 (2024-01-05)"


def test_no_heading_is_no_error_where_the_name_tells(folder: Path, conventions: Conventions) -> None:
    (folder / "2024-01-05.md").write_text("## 新闻\n- [甲](https://a.example)\n", encoding="utf8")

    newsletter = open_newsletter(str(folder), conventions)
    issue = newsletter.files[0].read()

    assert (issue.name, issue.title, str(issue.date)) == ("2024-01-05", "2024-01-05", "2024-01-05")
    assert problem_lines(newsletter) == [
        "2024-01-05.md: has no heading, and is called 2024-01-05; begin it with a line `# ...`"
    ]


def test_no_date_is_no_error_either(tmp_path: Path) -> None:
    (tmp_path / "spring.md").write_text("# 春天\n\n- [甲](https://a.example)\n", encoding="utf8")

    newsletter = open_newsletter(str(tmp_path), load_conventions("generic"))
    issue = newsletter.files[0].read()

    assert (issue.name, issue.date, len(issue.entries)) == ("spring", None, 1)
    assert problem_lines(newsletter) == [
        "spring.md: has no date, and is found by none; write the day into its heading or its name"
    ]


def test_two_issues_of_one_day_are_both_kept(folder: Path, conventions: Conventions) -> None:
    (folder / "draft").mkdir()
    (folder / "draft" / "2024-01-05.md").write_text(GOOD, encoding="utf8")
    (folder / "2024-01-06.md").write_text(GOOD, encoding="utf8")

    newsletter = open_newsletter(str(folder), conventions)
    issues = [file.read() for file in newsletter.files]

    assert [issue.name for issue in issues] == ["2024-01-05", "2024-01-05-2", "2024-01-05-3"]
    assert len({entry.id for issue in issues for entry in issue.entries}) == 3
    assert all(isinstance(problem, SameNameError) for problem in newsletter.problems)
    assert problem_lines(newsletter)[0] == (
        "2024-01-06.md: is issue 2024-01-05, and so is 2024-01-05.md: both are kept, this one as "
        "2024-01-05-2; correct the heading or the name of one of them"
    )


def test_files_of_other_names_are_no_issues(folder: Path, conventions: Conventions) -> None:
    for name in ("README.md", "2024-01-07.txt", "notes 2024-01-08.md", ".hidden.md"):
        (folder / name).write_text(GOOD, encoding="utf8")
    (folder / ".git").mkdir()
    (folder / ".git" / "2024-01-09.md").write_text(GOOD, encoding="utf8")

    assert [file.path for file in open_newsletter(str(folder), conventions).files] == ["2024-01-05.md"]


def test_links_out_of_the_folder_are_refused(
    folder: Path, conventions: Conventions, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "2024-03-01.md").write_text(GOOD, encoding="utf8")
    (folder / "2024-03-01.md").symlink_to(outside / "2024-03-01.md")
    (folder / "2024-03-02.md").symlink_to(folder / "2024-01-05.md")
    (folder / "linked").symlink_to(outside)

    newsletter = open_newsletter(str(folder), conventions)

    assert [file.path for file in newsletter.files] == ["2024-01-05.md", "2024-03-02.md"]
    assert "2024-03-01.md: is a link that leaves the folder; put the file itself there" in problem_lines(
        newsletter
    )


def test_a_pipe_is_not_waited_for(folder: Path, conventions: Conventions) -> None:
    os.mkfifo(folder / "2024-02-01.md")

    assert problem_lines(open_newsletter(str(folder), conventions)) == [
        "2024-02-01.md: is no regular file; remove it or rename it"
    ]


@contextmanager
def without_rights() -> Iterator[None]:
    """Root may read everything: be nobody for a while, where the tests run as root."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)


def test_an_unreadable_folder_is_one_line(conventions: Conventions) -> None:
    with TemporaryDirectory() as name:  # pytest's own folders are closed to nobody
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "2024-01-05.md").write_text(GOOD, encoding="utf8")
        closed = folder / "closed"
        closed.mkdir(mode=0)
        with without_rights():
            newsletter = open_newsletter(name, conventions)
        closed.chmod(stat.S_IRWXU)

    assert len(newsletter.files) == 1
    assert problem_lines(newsletter) == [
        "closed: folder cannot be read (Permission denied); check its permissions"
    ]


def test_a_source_that_may_not_be_looked_into_is_one_line(conventions: Conventions) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0)
        with without_rights(), pytest.raises(SourceError, match="Permission denied; name a folder") as caught:
            open_newsletter(name, conventions)
        folder.chmod(stat.S_IRWXU)

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "said"), [("none", "No such file or directory"), ("2024-01-05.md", "is a file")]
)
def test_a_source_that_is_no_folder_is_one_line(
    name: str, said: str, folder: Path, conventions: Conventions
) -> None:
    with pytest.raises(SourceError) as caught:
        open_newsletter(str(folder / name), conventions)

    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_digests_change_with_text_and_conventions_alone(folder: Path, conventions: Conventions) -> None:
    first = open_newsletter(str(folder), conventions).files[0].digest
    (folder / "2024-01-05.md").touch()
    again = open_newsletter(str(folder), conventions).files[0].digest
    other = open_newsletter(str(folder), conventions.model_copy(update={"title": "别的"})).files[0].digest
    (folder / "2024-01-05.md").write_text(GOOD + "\n", encoding="utf8")
    changed = open_newsletter(str(folder), conventions).files[0].digest

    assert first == again
    assert len({first, other, changed}) == 3


def test_names_with_strange_characters_are_printable_in_messages(folder: Path) -> None:
    (folder / "a\nb.md").write_text(GOOD, encoding="utf8")

    newsletter = open_newsletter(str(folder), load_conventions("generic"))

    assert problem_lines(newsletter) == ["'a\\nb.md': name holds unprintable characters; rename it"]


MONTHS = "# 周刊\n\n## 2021\n\n**五月**\n\n- 第 158 期：[内容](docs/issue-158.md)\n"


def test_a_listing_tells_the_month_of_numbered_issues(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(MONTHS, encoding="utf8")
    (tmp_path / "docs").mkdir()
    for number in (158, 9):
        text = f"# 周刊（第 {number} 期）：题\n"
        (tmp_path / "docs" / f"issue-{number}.md").write_text(text, encoding="utf8")

    issues = [file.read() for file in open_newsletter(str(tmp_path), load_conventions("weekly")).files]

    assert [(issue.number, str(issue.date), issue.day_known) for issue in issues] == [
        (158, "2021-05-01", False),
        (9, "None", True),
    ]


def test_a_link_to_itself_is_one_line(folder: Path, conventions: Conventions) -> None:
    (folder / "2024-02-01.md").symlink_to(folder / "2024-02-01.md")

    newsletter = open_newsletter(str(folder), conventions)

    assert problem_lines(newsletter) == [
        "2024-02-01.md: is a link that leads nowhere; put the file itself there"
    ]
    assert len(newsletter.files) == 1


def test_a_folder_that_links_to_itself_is_walked_once(folder: Path, conventions: Conventions) -> None:
    (folder / "again").symlink_to(folder)

    assert len(open_newsletter(str(folder), conventions).files) == 1


def test_too_many_lines_are_one_line_and_no_empty_issue(folder: Path, conventions: Conventions) -> None:
    (folder / "2024-02-01.md").write_text(
        "# 长\n" + "- [甲](https://a.example)\n" * MAX_LINES, encoding="utf8"
    )

    newsletter = open_newsletter(str(folder), conventions)

    assert problem_lines(newsletter) == [
        "2024-02-01.md: has 10,001 lines, more than the 10,000 of any issue; split it"
    ]
    assert [file.path for file in newsletter.files] == ["2024-01-05.md"]


def test_a_file_beside_issues_that_is_none_by_its_name_is_named(
    folder: Path, conventions: Conventions
) -> None:
    (folder / "2024-02-xx.md").write_text(GOOD, encoding="utf8")
    (folder / "README.md").write_text("# 说明", encoding="utf8")
    (folder / "docs").mkdir()
    (folder / "docs" / "style.md").write_text("# 写法", encoding="utf8")

    assert problem_lines(open_newsletter(str(folder), conventions)) == [
        "2024-02-xx.md: is left out: the conventions embedded-ai-report look for {date}.md; "
        "rename it, or name it in `names` or `ignore`"
    ]


def test_what_stands_above_the_first_issue_of_a_file_is_named(tmp_path: Path) -> None:
    issues = "".join(f"## 第 {n} 期\n\n- [甲](https://a.example/{n})\n\n" for n in (2, 1))
    (tmp_path / "README.md").write_text(f"# 好刊\n\n每周一期。\n\n{issues}", encoding="utf8")

    newsletter = open_newsletter(str(tmp_path), choose_conventions(str(tmp_path)))

    assert (
        problem_lines(newsletter)[0] == "README.md: lines 1 to 3 stand before its first issue and are in none"
    )
    assert len(newsletter.files) == 2
