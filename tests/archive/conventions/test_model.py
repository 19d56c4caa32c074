"""Conventions are data, and a mistake in them is named with its key and what is allowed."""

import re
from pathlib import Path

import pytest

from archive.conventions.model import load_conventions, shipped
from archive.errors import ConventionsError
from archive.newsletter import open_newsletter
from archive.parsing.parser import parse
from archive.report import check
from tests.paths import DOCS

CONVENTIONS_DOC = DOCS / "conventions.md"
MISTAKES = [
    ("", "title: is missing"),
    ('titel = "x"', "titel: is no key of conventions; allowed here: bylines, entries, files"),
    (
        "[sections]\nlevel = 2",
        "sections.level: is no key of conventions; allowed here: bold, inner, intros, levels",
    ),
    ('[files]\nnames = "a.md"', "files.names: is a list, in square brackets"),
    ('[files]\nnames = ["../{date}.md"]', "files.names: each name ends in .md or .markdown and stays inside"),
    ('[files]\nnames = ["{year}.md"]', "{year} is not known here; allowed: {date}, {number}"),
    ('[heading]\nnumber = ["第期"]', "heading.number: each form holds {number}"),
    ('[[sections.special]]\nheadings = ["x"]\nread = "nav"', "'navigation' or 'footer'"),
    (
        '[entries]\nstarts = ["bullets"]',
        "entries.starts.0: must be 'bullet', 'ordered', 'numbered', 'bold', 'title-url', 'heading' or 'row'",
    ),
    ('[entries]\nmarks = ["1、"]', "entries.marks: each mark holds {n}"),
    ('[entries]\ntag_brackets = ["["]', "each is a pair of two characters"),
    ("[entries]\nremarks = 3", "entries.remarks: is true or false"),
    ('[links]\nrepositories = "github.com"', "is an https URL that holds {owner} and {repo}"),
    ('[links]\nredirects = ["https://r.example/"]', "each is a URL that ends in {url}"),
    ("[files", "is not TOML"),
]


@pytest.mark.parametrize("name", shipped())
def test_shipped_conventions_are_sound(name: str) -> None:
    assert load_conventions(name).name == name


@pytest.mark.parametrize(("text", "said"), MISTAKES, ids=[said for _, said in MISTAKES])
def test_a_mistake_is_named(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf8")

    with pytest.raises(ConventionsError) as caught:
        load_conventions(str(file))

    assert said in str(caught.value)
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_name_says_which_are_known() -> None:
    with pytest.raises(ConventionsError, match=f"take one of {', '.join(shipped())}"):
        load_conventions("embeded")


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConventionsError, match="cannot be read"):
        load_conventions(str(tmp_path / "none.toml"))


def fenced(language: str) -> list[str]:
    """Code blocks of one language in the documentation, in order."""
    return re.findall(
        rf"^```{language}\n(.*?)^```$", CONVENTIONS_DOC.read_text(encoding="utf8"), re.DOTALL | re.MULTILINE
    )


def test_the_worked_example_of_the_documentation_works(tmp_path: Path) -> None:
    issue, conventions = fenced("markdown")[0], fenced("toml")[0]
    (tmp_path / "tea-07.md").write_text(issue, encoding="utf8")
    (tmp_path / "tea.toml").write_text(conventions, encoding="utf8")

    newsletter = open_newsletter(str(tmp_path), load_conventions(str(tmp_path / "tea.toml")))
    read = newsletter.files[0].read()
    rows = [f"{entry.category} | {entry.title} | {entry.source} | {entry.url}" for entry in read.entries]

    assert fenced("text")[0].splitlines() == [f"issue {read.name}: {read.headline}", *rows]
    assert check(newsletter).understood == 1


def test_every_key_is_documented() -> None:
    written = CONVENTIONS_DOC.read_text(encoding="utf8")
    tables = load_conventions("generic").model_dump(exclude={"name", "title", "publishers"})
    keys = [key for table in tables.values() for key in table]

    assert [key for key in ["title", "publishers", *keys] if f"`{key}`" not in written] == []
    assert [table for table in [*tables, "publishers"] if f"### `[{table}]`" not in written] == []


@pytest.mark.parametrize("labels", [("摘要",), ("摘要", "简介")])
def test_the_first_label_of_a_summary_counts_on_any_line(labels: tuple[str, ...]) -> None:
    base = load_conventions("embedded-ai-report")
    conventions = base.model_copy(update={"labels": base.labels.model_copy(update={"summary": labels})})
    text = "# 刊 (2024-01-05)\n\n## 新闻\n\n- [题](https://a.example/1)\n先说一句。\n摘要：正文。\n"

    (entry,) = parse(text, conventions, file="2024-01-05.md").entries

    assert (entry.details, entry.summary) == ("先说一句。", "正文。")
