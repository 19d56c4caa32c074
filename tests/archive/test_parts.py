"""The small things that reading is made of: dates, URLs, names, ids."""

import datetime as dt

import pytest

from archive.conventions.model import load_conventions
from archive.dates import find_date, find_month, month_in_path, only_date
from archive.identity.identity import distinct, identify
from archive.identity.issue_list import read_listing
from archive.identity.masthead import Masthead, read_masthead
from archive.parsing.entry_ids import entry_ids
from archive.parsing.parser import parse
from archive.urls import bare_url_at, page_key, unwrap, web_url

DATES = [
    ("简报 (2020-05-13)", "2020-05-13"),
    ("2020/5/3 出版", "2020-05-03"),
    ("2020.5.13：题", "2020-05-13"),
    ("2020年5月13日", "2020-05-13"),
    ("2020 年 5 月 3 日", "2020-05-03"),
    ("20200513", "2020-05-13"),
    ("2020-13-01 或 2020-02-30", None),
    ("版本 2020.5", None),
    ("12020-05-13", None),
    ("2020-05-131", None),
    ("Charts of the Week (March 10 - March 16) - 2025", "2025-03-10"),
    ("March 10–16, 2023", "2023-03-10"),
    ("(December 29 - January 4) - 2026", "2025-12-29"),
]


@pytest.mark.parametrize(("text", "date"), DATES)
def test_dates(text: str, date: str | None) -> None:
    match = find_date(text)

    assert (match.date.isoformat() if match else None) == date


MONTHS = [
    ("2020-05", "2020-05-01"),
    ("地图通讯 2021 年 1 月", "2021-01-01"),
    ("May 2020 digest", "2020-05-01"),
    ("2023-W10", "2023-03-06"),
    ("2020-05-13", None),
    ("2020-13", None),
    ("2023-W60", None),
    ("版本 2020.5", None),
]


@pytest.mark.parametrize(("text", "month"), MONTHS)
def test_months(text: str, month: str | None) -> None:
    first_day = find_month(text)

    assert (first_day.isoformat() if first_day else None) == month


PATHS = [
    ("2021/01", "2021-01-01"),
    ("2021/01-雪", "2021-01-01"),
    ("2023-W10", "2023-03-06"),
    ("2021-03/notes", "2021-03-01"),
    ("2021/issue-3", None),
    ("2021/123", None),
]


@pytest.mark.parametrize(("path", "month"), PATHS)
def test_months_in_paths(path: str, month: str | None) -> None:
    first_day = month_in_path(path)

    assert (first_day.isoformat() if first_day else None) == month


ONLY_DATES = [
    ("*April 1, 2021*", "2021-04-01"),
    ("2021年3月4日 星期四", "2021-03-04"),
    ("> Thu, 4 March 2021", "2021-03-04"),
    ("2021-03-04 发生了什么", None),
    ("没有", None),
]


@pytest.mark.parametrize(("line", "date"), ONLY_DATES)
def test_lines_that_are_a_day(line: str, date: str | None) -> None:
    day = only_date(line)

    assert (day.isoformat() if day else None) == date


BARE = [
    ("https://a.example/b，后文", "https://a.example/b"),
    ("https://a.example/b。", "https://a.example/b"),
    ("https://a.example/b).", "https://a.example/b"),
    ("https://a.example/b_(c))", "https://a.example/b_(c)"),
    ("https://a.example/克", "https://a.example/"),
    ("https://a.example/\u212a", "https://a.example/"),
    ("HTTPS://A.example/b?c=1&d=2#e", "HTTPS://A.example/b?c=1&d=2#e"),
    ("https://", ""),
    ("ftp://a.example", ""),
]


@pytest.mark.parametrize(("text", "url"), BARE)
def test_bare_urls(text: str, url: str) -> None:
    assert bare_url_at(text, 0) == url


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//a.example", "/a", "", "https://"]
)
def test_only_web_addresses_are_links(url: str) -> None:
    assert web_url(url) == ""


def test_unsafe_characters_in_urls_are_escaped() -> None:
    assert web_url('https://a.example/"><script>') == "https://a.example/%22%3E%3Cscript%3E"


def test_redirects_are_unwrapped() -> None:
    forms = ["https://go.example/?u={url}"]

    assert unwrap("https://go.example/?u=https://a.example/b", forms) == "https://a.example/b"
    assert unwrap("https://go.example/?u=https%3A%2F%2Fa.example%2Fb", forms) == "https://a.example/b"
    assert unwrap("https://go.example/?u=javascript:x", forms) == "https://go.example/?u=javascript:x"
    assert unwrap("https://a.example/b", forms) == "https://a.example/b"


def test_one_page_has_one_key() -> None:
    forms = ["http://www.a.example/b/", "https://a.example/b?utm_source=x#c", "https://A.example/b"]

    assert {page_key(form) for form in forms} == {"a.example/b"}


def test_ids_keep_the_parameters_that_they_never_left_out() -> None:
    """What is known as tracking since then, and what only begins or ends like it, stays in an id's URL."""
    for kept in ("ref=1", "spm=1", "UTM_source=1", "utm_=1", "utm_a-b=1", "fromx=1", "xfrom=1"):
        assert page_key(f"https://a.example/b?{kept}") == f"a.example/b?{kept}"
    for dropped in ("utm_medium=1", "from=1", "isappinstalled=0", "scene=1"):
        assert page_key(f"https://a.example/b?{dropped}&c=1") == "a.example/b?c=1"


def test_ids_survive_what_others_do() -> None:
    first = entry_ids("1", [("https://a.example", "甲"), ("", "乙")])
    later = entry_ids("1", [("https://new.example", "丙"), ("https://a.example", "甲改"), ("", "乙")])

    assert later[1:] == first
    assert all(len(key) == 10 and key.isalnum() for key in later)
    assert entry_ids("2", [("", "乙")])[0] != first[1]


def test_twins_have_ids_of_their_own() -> None:
    twins = [("https://a.example", "甲"), ("https://a.example", "乙"), *[("https://a.example", "丙")] * 3]

    assert len(set(entry_ids("1", twins))) == 5
    assert entry_ids("1", twins)[:2] == ("misrdprylj", "ssvghotfeh"), "ids are permanent links"


def test_names_are_made_distinct() -> None:
    assert distinct(["a", "a", "a-2", "b", "a"]) == ("a", "a-3", "a-2", "b", "a-4")


def test_numbers_and_headlines() -> None:
    weekly = load_conventions("weekly")

    assert identify(Masthead("大小事周刊（第 12 期）：雪", ""), "issue-12.md", weekly).headline == "雪"
    assert identify(Masthead("", ""), "docs/issue-12.md", weekly).number == 12
    assert identify(Masthead("简报 (2021-08-01)：", ""), "a.md", weekly).title == "简报 (2021-08-01)"
    assert identify(Masthead("没有数字", ""), "other.md", weekly).name == "other"
    assert identify(Masthead("", ""), "weird name?.md", load_conventions("generic")).name == "weird-name"


MASTHEADS = [
    ("# 甲 *乙*\n# 丙", "甲 乙", ""),
    ("#甲\n", "甲", ""),
    ("## 节\n# 甲", "", ""),
    ("```\n# 代码\n```\n# 甲", "甲", ""),
    ('---\ntitle: "乙"\ndate: 2024-05-06\n# 注\n---\n## 节', "乙", "2024-05-06"),
    ("---\n\ntitle: 乙\n---\n# 甲", "甲", ""),
    ("---\n\n# 甲\n\n---", "甲", ""),
    ("没有", "", ""),
]


@pytest.mark.parametrize(("text", "heading", "date"), MASTHEADS)
def test_mastheads(text: str, heading: str, date: str) -> None:
    assert read_masthead(text.split("\n")) == Masthead(heading, date)


LISTINGS = [
    ("## 2021\n\n**五月**\n\n- 第 1 期：[a](docs/issue-1.md)\n", (2021, 5)),
    ("## 2021年\n\n### 5月\n\n- [#1 a](issue-1.md)\n", (2021, 5)),
    ("### 2021-05\n\n* No. 1\n", (2021, 5)),
    ("2021 年 十一 月\n\n- 第1期\n", (2021, 11)),
]


@pytest.mark.parametrize(("text", "month"), LISTINGS)
def test_listings(text: str, month: tuple[int, int]) -> None:
    assert read_listing(text).month_of("docs/issue-1.md", 1) == dt.date(*month, 1)


def test_a_listing_without_months_tells_nothing() -> None:
    assert read_listing("# 周刊\n- 第 1 期\n").month_of("issue-1.md", 1) is None


def test_a_file_of_too_many_lines_is_kept_as_text() -> None:
    issue = parse("# 甲\n" + "- [乙](https://a.example)\n" * 30_000, load_conventions("generic"), file="a.md")

    assert [part.kind for part in issue.parts] == ["unknown"]
    assert issue.parts[0].text.count("乙") == 30_000
