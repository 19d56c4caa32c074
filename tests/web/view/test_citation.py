"""Citations: forms that reference managers and editors accept, whatever an entry holds."""

import datetime as dt
from dataclasses import replace

import pytest
from flask import Flask

from index.documents import Document
from web.view.citation import citations_of

TODAY = dt.date(2026, 11, 22)
PERMALINK = "https://archive.example/entries/abc"
ENTRY = Document(
    id="abc",
    issue="2020-05-13",
    issue_title="简报 (2020-05-13)",
    file="2020-05-13.md",
    date="2020-05-13",
    order=1,
    position=0,
    category="论文",
    source="知乎",
    byline="陆小满 知乎",
    title="手写 int8 卷积；",
    url="https://zhuanlan.zhihu.com/p/1",
    links=(),
    tags=(),
    summary="",
    line=1,
    end_line=2,
    markdown="- [手写 int8 卷积；](https://zhuanlan.zhihu.com/p/1)",
)


@pytest.fixture(autouse=True)
def asked(app: Flask):
    with app.test_request_context("/"):
        yield


def cite(entry: Document, kind: str) -> str:
    return next(
        citation.text for citation in citations_of(entry, "样刊", PERMALINK, TODAY) if citation.kind == kind
    )


def test_gbt7714_names_author_title_serial_dates_and_address() -> None:
    assert cite(ENTRY, "gbt7714") == (
        "陆小满 知乎. 手写 int8 卷积[EB/OL]//样刊. (2020-05-13)[2026-11-22]. https://zhuanlan.zhihu.com/p/1."
    )


def test_what_is_not_known_is_left_out() -> None:
    bare = replace(ENTRY, byline="", source="", date="", url="")

    assert cite(bare, "gbt7714") == f"手写 int8 卷积[EB/OL]//样刊. [2026-11-22]. {PERMALINK}."
    assert "author" not in cite(bare, "bibtex")


def test_bibtex_is_a_whole_entry() -> None:
    assert cite(ENTRY, "bibtex").splitlines() == [
        "@online{jianbao-abc,",
        "  author = {{陆小满 知乎}},",
        "  title = {{手写 int8 卷积}},",
        "  date = {2020-05-13},",
        "  url = {https://zhuanlan.zhihu.com/p/1},",
        "  urldate = {2026-11-22},",
        f"  note = {{样刊, {PERMALINK}}}",
        "}",
    ]


def test_what_tex_would_run_is_escaped() -> None:
    text = cite(replace(ENTRY, title=r"50% {off} \input #1_2 & $x$ ~^"), "bibtex")
    title = text.split("title = ")[1].split("\n")[0]

    assert r"50\% \{off\} \textbackslash{}input \#1\_2 \& \$x\$ \textasciitilde{}\textasciicircum{}" in title


def test_markdown_is_the_newsletters_own() -> None:
    assert cite(ENTRY, "markdown") == ENTRY.markdown
    assert cite(replace(ENTRY, markdown=""), "markdown") == "[手写 int8 卷积](https://zhuanlan.zhihu.com/p/1)"
    assert (
        cite(replace(ENTRY, markdown="", url="javascript:x"), "markdown") == f"[手写 int8 卷积]({PERMALINK})"
    )
