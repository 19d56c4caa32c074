"""Text of issues on pages: escaped, marked, linked only where it is safe."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.results import Marked
from web.text.markup import (
    bdi,
    feed_html,
    host_of,
    language_of,
    marked,
    paragraphs,
    rich,
    safe_url,
    shortened,
    visible,
)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://EXAMPLE.ORG", True),
        ("https://例子.中国/路径", True),
        ("https://example.org:8080/", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("\x01javascript:alert(1)", False),
        (" https://example.org", False),
        ("data:text/html,<script>", False),
        ("vbscript:x", False),
        ("//example.org", False),
        ("https:///path", False),
        ("https://", False),
        ("https://[::1", False),
        ("ftp://example.org", False),
        ("mailto:a@b", False),
        ("", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_are_followed(url: str | None, safe: bool) -> None:
    assert safe_url(url) == (url if safe else "")


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\u061c", "\x00", "\x1b", "\ud800", "\uffff"])
def test_what_can_only_deceive_is_not_shown(mark: str) -> None:
    assert visible(f"a{mark}b\n") == "ab\n"


def test_emoji_and_joiners_stay() -> None:
    assert visible("👩\u200d💻 é 龘") == "👩\u200d💻 é 龘"


def test_letters_of_other_scripts_cannot_pose_as_a_host() -> None:
    assert host_of("https://www.аррӏе.com/") == "xn--80ak6aa92e.com"
    assert host_of("https://www.zhihu.com/a") == "zhihu.com"
    assert host_of("https://[") == ""


def test_marks_are_set_where_they_were_found() -> None:
    part = Marked("用<b>量化</b>压缩", ((4, 6),), cut_start=True, cut_end=True)

    assert str(marked(part)) == "…用&lt;b&gt;<mark>量化</mark>&lt;/b&gt;压缩…"


def test_an_address_in_a_text_is_linked_without_the_punctuation_after_it() -> None:
    html = str(rich("见 https://example.org/a_(b)，以及https://example.com/。"))

    assert html == (
        '见 <a href="https://example.org/a_(b" rel="noopener noreferrer">https://example.org/a_(b</a>)，以及'
        '<a href="https://example.com/" rel="noopener noreferrer">https://example.com/</a>。'
    )


def test_marks_and_links_may_meet() -> None:
    html = str(rich("看 https://example.org/npu 吧", ((2, 25), (22, 25))))

    assert html.count("<mark>") == html.count("</mark>")
    assert html.count("<a ") == html.count("</a>") == 1


def test_lines_become_paragraphs_and_keep_their_marks() -> None:
    html = str(paragraphs("一 NPU\n\n二 NPU", ((2, 5), (9, 12))))

    assert html == "<p>一 <mark>NPU</mark></p><p>二 <mark>NPU</mark></p>"


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4))
def test_no_text_becomes_a_tag_of_its_own(text: str, pairs: list[tuple[int, int]]) -> None:
    spans = tuple(sorted((min(pair), max(pair)) for pair in pairs))
    html = str(paragraphs(text, spans))
    for tag in ("<p>", "</p>", "<mark>", "</mark>", "</a>"):
        html = html.replace(tag, "")
    rest = html.split('<a href="http')

    assert all("<" not in part.split(">", 1)[-1] for part in rest)


@given(st.text())
def test_a_sanitised_feed_holds_nothing_that_runs(text: str) -> None:
    html = feed_html(
        text + "<script>alert(1)</script>", [(text, "javascript:alert(1)"), (text, "https://a.example/")]
    )

    assert "<script" not in html.lower()
    assert 'href="javascript' not in html.lower()


def test_text_says_its_language_and_keeps_to_itself() -> None:
    assert (language_of("量化 INT8"), language_of("INT8 quantization")) == ("zh-Hans", "en")
    assert str(bdi("<NPU>")) == '<bdi lang="en">&lt;NPU&gt;</bdi>'


def test_a_long_text_is_cut_on_one_line() -> None:
    assert shortened("一\n二  三", 3) == "一 二…"
    assert shortened("一二", 2) == "一二"
