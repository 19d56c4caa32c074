"""Issues and entries say a thing once, where links lead, and shout no sentences."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.models import NewsletterSource
from index.documents import documents_of
from index.library.snapshot import Snapshot
from tests.web.reading import issues_of
from web.app import create_app
from web.config import Config
from web.opening import library_of
from web.origin import Origin
from web.text.markup import host_of
from web.view.cards import card_of_document
from web.wiring import build


def test_an_issue_whose_title_has_its_date_says_it_once(client: FlaskClient, archive: Snapshot) -> None:
    issue = next(
        candidate
        for candidate in issues_of(archive)
        if candidate.date and candidate.date.isoformat() in candidate.title
    )
    page = client.get(f"/issues/{issue.name}").text
    head = page.split('class="issue-head"')[1].split("</header>")[0]

    assert issue.date
    assert head.count(issue.date.isoformat()) == 1


def test_further_links_of_an_entry_say_where_they_lead(client: FlaskClient, archive: Snapshot) -> None:
    documents = (candidate for issue in issues_of(archive) for candidate in documents_of(issue))
    document = next(
        candidate for candidate in documents if candidate.links and host_of(candidate.links[0].url)
    )
    page = client.get(f"/entries/{document.id}").text
    links = page.split('class="outlinks"')[1].split("</ul>")[0]

    assert f'<span class="quiet">{host_of(document.links[0].url)}</span>' in links


@pytest.mark.parametrize(
    ("title", "url", "brief"),
    [
        ("宣布任命董事长", "", True),
        ("后量化算法解读", "https://example.com/", False),
        ("全面量产，报价 3.2 元起；", "https://example.com/", True),
        ("一" * 56, "https://example.com/", True),
        (
            "On-Device Training: Source Code for Posts about Small Models",
            "https://example.com/",
            False,
        ),
        ("word " * 23, "https://example.com/", True),
    ],
)
def test_only_titles_are_set_as_titles(
    app: Flask, archive: Snapshot, title: str, url: str, brief: bool
) -> None:
    document = replace(documents_of(issues_of(archive)[0])[0], title=title, url=url)
    with app.test_request_context("/"):
        assert card_of_document(document, body=False).brief is brief


def test_a_section_that_is_an_entry_says_its_title_once(tmp_path: Path) -> None:
    essay = "## 端侧先行\n\n先在设备上跑起来，再谈别的。\n"
    listed = "## 工具\n\n1、[甲](https://example.org/a)\n\n排线图的小工具。\n"
    (tmp_path / "issue-5.md").write_text(f"# 周刊（第 5 期）：端侧\n\n{essay}\n{listed}", encoding="utf8")
    config = Config(folder=tmp_path / "site")
    build(config, Origin((NewsletterSource((str(tmp_path),), "weekly"),)))

    page = create_app(library_of(config), config).test_client().get("/issues/5").text

    body = page.split('class="issue-body"')[1]
    headings = re.findall(r"<(h\d)[^>]*>(?:<a [^>]*>)?([^<]*[^<\s])", body)
    assert headings == [("h2", "端侧先行"), ("h2", "工具"), ("h3", "甲")]


def test_entries_above_all_headings_and_in_a_table_stand_without_empty_names(tmp_path: Path) -> None:
    rows = "".join(f"| 工具{n} | <https://example.org/{n}> | 能做第 {n} 件事的工具 |\n" for n in range(4))
    table = f"## 工具\n\n| 标题 | 链接 | 简介 |\n|---|---|---|\n{rows}"
    opening = "- [开篇的文章](https://example.org/a)：讲端侧推理\n- [另一篇](https://example.org/b)：讲量化\n"
    (tmp_path / "issue-5.md").write_text(f"# 第 5 期\n\n{opening}\n{table}", encoding="utf8")
    config = Config(folder=tmp_path / "site")
    build(config, Origin((NewsletterSource((str(tmp_path),), "auto"),)))

    page = create_app(library_of(config), config).test_client().get("/issues/5").text

    assert "<bdi></bdi>" not in page
    assert page.count("开头") == 2
    assert page.count('<article class="entry') == 6
    assert "<table" not in page
