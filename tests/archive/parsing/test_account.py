"""Nothing lost: every line in one part, every visible letter in one part, over every newsletter at hand."""

from pathlib import Path

import pytest

from archive.conventions.model import load_conventions
from archive.detection.choice import choose_conventions
from archive.newsletter import Newsletter, open_newsletter
from archive.parsing.parser import parse, split_lines
from archive.report import KINDS, Report, account, check
from tests.archive.shared import CORPORA, SAMPLE, corpus
from tests.archive.visible import letters, visible_letters


def assert_nothing_is_lost(folder: Path, newsletter: Newsletter) -> None:
    for file in newsletter.files:
        text = (folder / file.path).read_text(encoding="utf8")
        parts = file.read().parts
        reached = 0
        for part in parts:
            assert part.line == reached + 1, (file.path, part)
            reached = part.end_line
        assert reached == len(split_lines(text)), file.path
        read = "".join(letters(part.text) for part in parts if part.kind != "front matter")
        assert read == visible_letters(text), file.path


def test_sample_is_read_whole() -> None:
    newsletter = open_newsletter(str(SAMPLE), load_conventions("embedded-ai-report"))

    assert newsletter.problems == ()
    assert_nothing_is_lost(SAMPLE, newsletter)
    assert check(newsletter).understood == 1


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(("name", "conventions"), CORPORA)
def test_real_newsletters_are_read_whole(name: str, conventions: str) -> None:
    folder = corpus(name)
    newsletter = open_newsletter(str(folder), load_conventions(conventions))

    assert newsletter.problems == ()
    assert_nothing_is_lost(folder, newsletter)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(("name", "conventions"), CORPORA)
def test_real_newsletters_are_understood(name: str, conventions: str) -> None:
    report = check(open_newsletter(str(corpus(name)), load_conventions(conventions)))

    print(f"{name}: {report.total} lines, {report.understood:.4%} understood, {report.lines}")
    assert report.unread == 0
    assert report.understood >= 0.995


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize(("name", "conventions"), CORPORA)
def test_conventions_are_chosen_unasked(name: str, conventions: str) -> None:
    assert choose_conventions(str(corpus(name))).name == conventions


def test_sample_is_recognised() -> None:
    assert choose_conventions(str(SAMPLE)).name == "embedded-ai-report"


def test_foreign_newsletter_gets_the_generic_conventions(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# About\n", encoding="utf8")
    (tmp_path / "one.md").write_text("# One\n\n## Links\n\n* [A](https://a.example)\n", encoding="utf8")

    chosen = choose_conventions(str(tmp_path))

    assert chosen.name == "generic"
    assert [file.path for file in open_newsletter(str(tmp_path), chosen).files] == ["one.md"]


def test_report_counts_lines_and_lists_unknown_ones() -> None:
    text = "# 甲 (2024-01-02)\n\n## 乙\n\n- [丙 | 丁](https://a.example/1)\n\n----\n\n戊己庚\n"
    conventions = load_conventions("embedded-ai-report")

    report = account(parse(text, conventions, file="2024-01-02.md"), split_lines(text))

    assert {kind: count for kind, count in report.lines.items() if count} == {
        "heading": 1,
        "section": 2,
        "entry": 1,
        "unknown": 1,
    }
    assert tuple(report.lines) == KINDS
    assert [(line.file, line.line, line.text) for line in report.unknown] == [("2024-01-02.md", 9, "戊己庚")]
    assert (report.total, report.unread, report.entries, report.date) == (5, 0, 1, "2024-01-02")


def test_report_is_plain_values_too() -> None:
    report = check(open_newsletter(str(SAMPLE), load_conventions("embedded-ai-report")))
    values = report.as_dict()

    assert isinstance(report, Report)
    assert values["total"] == report.total == sum(issue["total"] for issue in values["issues"])
    assert values["problems"] == []
