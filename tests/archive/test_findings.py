"""What `check` says of a newsletter: what a search finds, what looks wrong, and what would mend it."""

from dataclasses import replace
from pathlib import Path

import pytest

from archive.conventions.model import load_conventions
from archive.detection.choice import choose_conventions
from archive.findings.advice import advice
from archive.findings.findings import findings
from archive.findings.line_fates import line_fates
from archive.newsletter import open_newsletter
from archive.parsing.parser import parse
from archive.report import Report, check
from tests.archive.shared import CORPORA, corpus

ISSUE = """# 渡口（2024-05-03）

导读：水涨了。

## 船讯

- [新船下水 | 渡口日报](https://ferry.example/new)
论文：https://ferry.example/paper
摘要：船身是竹子做的。

![船](https://ferry.example/boat.png)

## 往期回顾

- [上一期](https://ferry.example/1)
"""


def fates(text: str, conventions: str) -> list[tuple[str, str]]:
    rules = load_conventions(conventions)
    issue = parse(text, rules, file="2024-05-03.md")
    return [(line.text[:4], line.fate) for line in line_fates(issue, rules) if line.text.strip()]


def test_each_line_has_one_fate() -> None:
    assert fates(ISSUE, "embedded-ai-report") == [
        ("# 渡口", "heading"),
        ("导读：水", "lead"),
        ("## 船", "heading"),
        ("- [新", "title"),
        ("论文：h", "details"),
        ("摘要：船", "summary"),
        ("![船]", ""),
        ("## 往", "heading"),
        ("- [上", "navigation"),
    ]


def test_a_line_that_only_leads_to_its_entry_is_a_link() -> None:
    text = "# 渡口（2024-05-03）\n\n## 船讯\n\n### 新船下水\n\n船身是竹子做的。\n\n[阅读全文](https://ferry.example/new)\n"

    assert fates(text, "generic")[-1] == ("[阅读全", "link")


def report(folder: Path, *texts: str) -> Report:
    for number, text in enumerate(texts, 1):
        (folder / f"2024-05-0{number}.md").write_text(text, encoding="utf8")
    return check(open_newsletter(str(folder), choose_conventions(str(folder))))


def issue(*lines: str) -> str:
    return "# 渡口\n\n## 船讯\n\n" + "\n".join(lines) + "\n"


def test_searched_letters_are_counted_without_boilerplate(tmp_path: Path) -> None:
    findings = report(
        tmp_path,
        *(issue(f"- [甲{n}](https://ferry.example/{n}) 乙丙丁", "", "关注我们渡口") for n in "一二三四"),
    ).findings

    assert findings.letters - findings.searchable == 4 * len("关注我们渡口")
    assert findings.boilerplate == (("关注我们渡口", 4),)
    assert (findings.linked, findings.unlinked) == (4, 0)


BEGINS_AS_BEFORE = [
    "各位好，\n{n}号码头今天换了缆绳，顺便把旧的三条浮桥也修好了，欢迎大家早一点过来看看，带上孩子和望远镜。",
    "| 船名 | 消息 |\n| --- | --- |\n"
    "| {n}号 | 船身用竹子做成，换了新的帆，下个月起每天早上开两班，周末加开一班，雨天照常开航 |",
    "{n}号码头\n\n本周的志愿者：\n{n}甲、{n}乙、{n}丙、{n}丁、{n}戊、{n}己、{n}庚、{n}辛、{n}壬、{n}癸、{n}子、"
    "{n}丑、{n}寅、{n}卯、{n}辰、{n}巳、{n}午",
]


@pytest.mark.parametrize("block", BEGINS_AS_BEFORE)
def test_a_block_that_begins_as_before_and_goes_on_with_news_is_searched(block: str, tmp_path: Path) -> None:
    texts = (
        issue(block.format(n=n), "", "## 船", "", f"- [甲{n}](https://ferry.example/{n}) 乙")
        for n in "一二三四"
    )

    assert report(tmp_path, *texts).findings.boilerplate == ()


def test_a_block_whose_lines_all_return_is_boilerplate_with_a_short_line_of_news(tmp_path: Path) -> None:
    ends = (f"关注我们渡口\n每周五开船\n本期编辑{n}" for n in "一二三四")
    texts = (
        issue(f"- [甲{number}](https://ferry.example/{number})", "", end) for number, end in enumerate(ends)
    )

    assert dict(report(tmp_path, *texts).findings.boilerplate)["每周五开船"] == 4


ODD = [
    ("- <https://ferry.example/1>", "a URL"),
    ("- [" + "很长" * 40 + "](https://ferry.example/1)", "too long"),
    ("- `[甲](https://ferry.example/1)`", "markup"),
]


@pytest.mark.parametrize(("line", "why"), ODD)
def test_titles_that_look_wrong_are_named(line: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "2024-05-01.md").write_text(issue(line, "- [乙](https://ferry.example/2)"), encoding="utf8")
    findings = check(open_newsletter(str(tmp_path), load_conventions("generic"))).findings

    assert [(title.line, title.why) for title in findings.titles] == [(5, why)]


def test_advice_names_the_key_that_mends_it(tmp_path: Path) -> None:
    for n in range(1, 6):
        text = issue(f"- <https://ferry.example/{n}>", "- [订阅](https://ferry.example/rss)", f"- 无链接{n}")
        (tmp_path / f"2024-05-0{n}.md").write_text(text, encoding="utf8")
    said = check(open_newsletter(str(tmp_path), load_conventions("generic"))).advice

    assert [line.split(":")[0] for line in said] == [
        '[entries] starts = [..., "title-url", "bold"]',
        "[labels] returning = ['订阅']",
        "[entries] linked = true",
    ]


def test_a_topic_over_new_links_is_not_to_be_left_out(tmp_path: Path) -> None:
    texts = (
        issue(
            f"- [甲{n}](https://ferry.example/{n}a)", "- 影像：", f"  - [乙{n}](https://ferry.example/{n}b)"
        )
        for n in "一二三四"
    )

    assert report(tmp_path, *texts).advice == ()


def test_sections_whose_entries_are_not_seen_want_another_start(tmp_path: Path) -> None:
    conventions = tmp_path / "mine.toml"
    conventions.write_text(
        'title = "渡口"\n[sections]\nown_entry = true\nown_category = "话题"\n'
        '[entries]\nstarts = ["numbered"]\nmarks = ["{n}、"]\n',
        encoding="utf8",
    )
    for n in range(1, 5):
        text = issue(f"1. [甲{n}](https://ferry.example/{n})")
        (tmp_path / f"2024-05-0{n}.md").write_text(text, encoding="utf8")
    said = check(open_newsletter(str(tmp_path), load_conventions(str(conventions)))).advice

    assert [line.split(":")[0] for line in said if "returning" in line] == []
    assert any(line.startswith("[entries] starts") for line in said)


def test_sections_read_whole_and_issues_without_entries_are_not_understood(tmp_path: Path) -> None:
    news = "船{0}开了 https://ferry.example/{0}a 。\n桨{0}断了 https://ferry.example/{0}b 。\n"
    texts = [f"# 渡口 {n}\n\n## 消息\n\n{news.format(n)}" for n in "一二三四"]
    whole = report(tmp_path, *texts)

    assert {title.why for title in whole.findings.titles} == {"a whole section"}
    assert whole.understood == pytest.approx(1 / 4)


def test_a_name_before_many_titles_wants_the_other_side(tmp_path: Path) -> None:
    for n in range(1, 5):
        text = issue(f"- [渡口学报 | 第{n}种桨](https://ferry.example/{n})")
        (tmp_path / f"2024-05-0{n}.md").write_text(text, encoding="utf8")
    report = check(open_newsletter(str(tmp_path), load_conventions("generic")))

    assert {title.why for title in report.findings.titles} == {"a name"}
    assert [line.split(":")[0] for line in report.advice] == ['[bylines] side = "before"']


def test_a_line_that_is_lost_is_told_with_its_file(tmp_path: Path) -> None:
    text = issue("- [新船](https://ferry.example/1)", "", "  水涨船高，一路顺风。")
    (tmp_path / "2024-05-01.md").write_text(text, encoding="utf8")
    newsletter = open_newsletter(str(tmp_path), load_conventions("generic"))
    (read,) = (file.read() for file in newsletter.files)
    (section,) = read.sections
    without = replace(section, entries=tuple(replace(entry, summary="") for entry in section.entries))
    issue_read = replace(read, sections=(without,))
    found = findings([(issue_read, line_fates(issue_read, newsletter.conventions))], ())

    assert [(file, line.number) for file, line in found.lost] == [("2024-05-01.md", 7)]
    assert any(
        line.startswith("2024-05-01.md: lines from 7 on")
        for line in advice(found, newsletter.conventions, left_out=0, undated=0)
    )


def test_a_file_that_is_left_out_is_advised_on(tmp_path: Path) -> None:
    (tmp_path / "2024-05-xx.md").write_text(ISSUE, encoding="utf8")
    (tmp_path / "2024-05-03.md").write_text(ISSUE, encoding="utf8")
    said = check(open_newsletter(str(tmp_path), load_conventions("embedded-ai-report")))

    assert said.advice[0].startswith("[files] names or ignore")
    assert said.as_dict()["entries"] == {"linked": 1, "unlinked": 0}


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(("name", "conventions"), CORPORA)
def test_of_real_newsletters_hardly_a_line_is_lost(name: str, conventions: str) -> None:
    findings = check(open_newsletter(str(corpus(name)), load_conventions(conventions))).findings

    print(
        name,
        f"{findings.searchable_share:.4%}",
        len(findings.lost),
        "lines lost",
        len(findings.titles),
        "odd titles",
    )
    assert len(findings.lost) <= 10


def written(folder: Path, text: str, *issues: str) -> Report:
    """Issues of a newsletter with conventions of its own, checked."""
    (folder / "mine.toml").write_text(f'title = "渡口"\n{text}', encoding="utf8")
    for number, issue_text in enumerate(issues, 1):
        (folder / f"2024-05-{number:02}.md").write_text(issue_text, encoding="utf8")
    return check(open_newsletter(str(folder), load_conventions(str(folder / "mine.toml"))))


STARTS = """[sections]
own_entry = true
[entries]
title = "link"
starts = ["numbered", "bullet"]
marks = ["{n}、"]
"""


def test_essays_without_a_link_are_no_reason_to_leave_out_items(tmp_path: Path) -> None:
    texts = [
        issue(f"- [甲{n}](https://ferry.example/{n})", f"- [乙{n}](https://ferry.example/b{n})")
        + f"\n\n## 船长的话：第{n}夜\n\n今晚没有渡船，河面上只有灯。\n"
        for n in range(1, 6)
    ]
    report = written(tmp_path, STARTS, *texts)

    assert (report.findings.unlinked, report.findings.unlinked_items) == (5, 0)
    assert [line.split(":")[0] for line in report.advice] == [
        "[sections] own_category = '船长的话', own_prefixes = ['船长的话']"
    ]


def test_headings_that_hold_a_day_each_are_issues(tmp_path: Path) -> None:
    texts = [
        f"# 渡口 第{n}周\n\n"
        + "\n".join(
            f"## 2024-0{n}-0{day}\n\n1、[甲{n}{day}](https://ferry.example/{n}{day})\n" for day in (1, 2)
        )
        for n in range(1, 6)
    ]
    (line,) = written(tmp_path, STARTS, *texts).advice

    assert line.startswith("[files] several = true: 10 of 10 categories occur once")


def test_sections_with_a_label_and_a_title_are_an_entry_each(tmp_path: Path) -> None:
    texts = [
        issue(f"- [甲{n}](https://ferry.example/{n})")
        + f"\n\n## 专题：{name}\n\n- [乙{n}](https://ferry.example/b{n})\n"
        for n, name in enumerate(("潮", "桨", "帆", "缆", "锚"))
    ]
    (line,) = written(tmp_path, STARTS, *texts).advice

    assert line.startswith('[[sections.special]] headings = ["专题*"], read = "entry"')


def test_an_issue_that_begins_with_its_count_has_a_heading(tmp_path: Path) -> None:
    for n in (11, 12, 13):
        mark = "# " if n < 13 else ""
        text = f"{mark}渡口周报第 {n} 期\n\n## 船讯\n\n- [甲{n}](https://ferry.example/{n})\n"
        (tmp_path / f"episode-{n:03}.md").write_text(text, encoding="utf8")
    newsletter = open_newsletter(str(tmp_path), load_conventions("generic"))

    assert [file.read().title for file in newsletter.files] == [
        "渡口周报第 11 期",
        "渡口周报第 12 期",
        "渡口周报第 13 期",
    ]
    assert [str(problem) for problem in newsletter.problems] == []


def test_tags_around_other_blocks_are_understood(tmp_path: Path) -> None:
    text = issue(
        "<details>", "<summary>旧闻</summary>", "", "- [甲](https://ferry.example/1)", "", "</details>"
    )
    report = written(tmp_path, 'files = { names = ["{date}.md"] }\n' + STARTS, text)

    assert report.unknown == ()


def test_a_section_with_links_but_no_entry_is_named(tmp_path: Path) -> None:
    section = (
        "\n\n## 听\n\n> 第 {0} 种水声。\n> —— [河 {0}]({1}1)\n\n> 第 {0} 种风声。\n> —— [山 {0}]({1}2)\n"
    )
    texts = []
    for number in range(1, 7):
        items = (
            f"- [船 {number}{place}](https://ferry.example/{number}{place})：新的。" for place in range(6)
        )
        texts.append(issue(*items) + section.format(number, f"https://sound.example/{number}/"))
    found = report(tmp_path, *texts)

    assert [(one.heading, one.line, one.links) for one in found.findings.passed_over] == [("听", 13, 2)] * 6
    assert found.understood == pytest.approx(1 - 6 * 5 / found.total)
    assert any("6 sections have links, but no entry (2024-05-01.md:13; 听)" in line for line in found.advice)
    assert found.as_dict()["passed_over"][0]["heading"] == "听"  # type: ignore[index]
