"""Conventions are data, and a mistake in them is named with its key and what is allowed."""

import datetime as dt
import re
from pathlib import Path
from typing import get_args

import pytest

from archive.conventions.model import load_conventions, shipped
from archive.conventions.tables import Schedule, Start
from archive.errors import ConventionsError
from archive.newsletter import open_newsletter
from archive.parsing.parser import parse
from archive.report import check
from tests.paths import DOCS

CONVENTIONS_DOC = DOCS / "conventions.md"
MISTAKES = [
    ("[[eras]]\nnumber = 3\n[eras.entries]\nstart = []", "eras: entries.start: is no key of conventions"),
    ("[[eras]]", "eras.0: begins with a number or a date"),
    ('[entries]\ntitle_marks = ["{no}"]', "{no} is not known here; allowed: {n}"),
    ("", "title: is missing"),
    ('titel = "x"', "titel: is no key of conventions; allowed here: bylines, entries, eras, files"),
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
        "entries.starts.0: must be 'bullet', 'ordered', 'numbered', 'bold', 'title-url', 'heading', 'quote' "
        "or 'row'",
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


ERAS = """
title = "渡口"

[files]
names = ["*-{number}.md"]

[schedule]
number = 10
date = 2020-03-06

[entries]
title_marks = ["★", "新："]

[[eras]]
number = 3
[eras.bylines]
side = "before"
leading = ["渡口日报"]
cut = true

[[eras]]
date = 2020-03-06
[eras.entries]
starts = ["ordered"]
"""


def test_rules_hold_from_an_issue_or_a_day_on(tmp_path: Path) -> None:
    (tmp_path / "ferry.toml").write_text(ERAS, encoding="utf8")
    for number in (2, 3, 10):
        line = "- ★★ 新：[渡口日报 | 船票](https://ferry.example/a)\n\n## 器具\n\n1. [桨](https://ferry.example/b)\n"
        (tmp_path / f"f-{number}.md").write_text(f"# 渡口\n\n## 新闻\n\n{line}", encoding="utf8")

    newsletter = open_newsletter(str(tmp_path), load_conventions(str(tmp_path / "ferry.toml")))
    read = {
        file.identity.number: [(entry.title, entry.byline) for entry in file.read().entries]
        for file in newsletter.files
    }

    assert read == {
        2: [("渡口日报", "船票"), ("桨", None)],
        3: [("船票", "渡口日报"), ("桨", None)],
        10: [("桨", None)],
    }


SCHEDULES = [
    ("week", 12, "2020-03-20"),
    ("week", 9, "2020-02-28"),
    ("fortnight", 11, "2020-03-20"),
    ("day", 11, "2020-03-07"),
    ("month", 21, "2021-02-06"),
    ("week", 10**8, None),
    ("month", 10**8, None),
    ("week", None, None),
]


@pytest.mark.parametrize(("every", "number", "day"), SCHEDULES)
def test_a_schedule_tells_the_day_of_a_number(every: str, number: int | None, day: str | None) -> None:
    schedule = Schedule.model_validate({"number": 10, "date": dt.date(2020, 3, 6), "every": every})
    issue_day = schedule.day_of(number)

    assert (issue_day.isoformat() if issue_day else None) == day


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
    tables = load_conventions("generic").model_dump(exclude={"name", "title", "publishers", "eras"})
    keys = [key for table in tables.values() for key in table]

    assert [key for key in ["title", "publishers", *keys] if f"`{key}`" not in written] == []
    assert [table for table in [*tables, "publishers", "[eras]"] if f"### `[{table}]`" not in written] == []


def test_no_key_is_documented_that_there_is_not() -> None:
    parts = re.split(r"^### `\[(\w+)\]`.*$", CONVENTIONS_DOC.read_text(encoding="utf8"), flags=re.MULTILINE)
    fields = load_conventions("generic").model_dump()
    rows = {
        table: re.findall(r"^\| `([\w-]+)` \|", part, re.MULTILINE)
        for table, part in zip(parts[1::2], parts[2::2], strict=True)
    }
    starts = set(get_args(Start))

    assert rows.keys() >= {"files", "heading", "entries", "bylines", "links"}
    assert {
        table: more for table, keys in rows.items() if (more := {*keys} - {*fields[table]} - starts)
    } == {}
    assert {*rows["entries"]} >= starts


@pytest.mark.parametrize("labels", [("摘要",), ("摘要", "简介")])
def test_the_first_label_of_a_summary_counts_on_any_line(labels: tuple[str, ...]) -> None:
    base = load_conventions("embedded-ai-report")
    conventions = base.model_copy(update={"labels": base.labels.model_copy(update={"summary": labels})})
    text = "# 刊 (2024-01-05)\n\n## 新闻\n\n- [题](https://a.example/1)\n先说一句。\n摘要：正文。\n"

    (entry,) = parse(text, conventions, file="2024-01-05.md").entries

    assert (entry.details, entry.summary) == ("先说一句。", "正文。")
