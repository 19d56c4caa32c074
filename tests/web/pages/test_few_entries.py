"""Issues of which nothing was read as an entry, and lists of issues that begin alike, can be read as well."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from web.app import create_app
from web.config import Config, NewsletterConfig
from web.opening import library_of
from web.origin import origin_of
from web.wiring import build


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    folder = tmp_path / "issues"
    folder.mkdir()
    (folder / "2020-01-01.md").write_text("# 停刊通知\n\n本周**休息**一次。\n", encoding="utf8")
    for number in range(2, 6):
        text = f"# 小报 第 {number} 期\n\n每周五见。\n\n## 工具\n\n- [工具 {number}](https://example.com/{number})\n"
        (folder / f"2020-01-0{number}.md").write_text(text, encoding="utf8")
    config = Config(folder=tmp_path, newsletter=NewsletterConfig(source="issues"))
    build(config, origin_of(config))
    return create_app(library_of(config), config).test_client()


def test_an_issue_without_an_entry_shows_its_text(client: FlaskClient) -> None:
    answer = client.get("/issues/2020-01-01")

    assert answer.status_code == 200
    assert "<strong>休息</strong>" in answer.text


def test_issues_that_begin_alike_are_listed_by_their_titles(client: FlaskClient) -> None:
    page = client.get("/issues/").text

    assert "小报 第 3 期" in page
    assert "每周五见" not in page
