"""An archive of many issues: lists come in pages, and nothing is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from index.reindex.reindexer import reindex
from tests.index.storage_support import File, TinyStore, file, newsletter, tiny_library
from web.app import create_app
from web.config import Config
from web.pages import discovery
from web.pages.issues import ISSUES_PER_PAGE

ISSUES = 1100
LISTED = re.compile(r'<a href="(/issues/[^"/?]+)"><span class="when">')
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def undated(number: int) -> File:
    found = file(number, "无期", entries=1).issue
    assert found
    name = f"undated-{number}"
    return File(replace(found, name=name, date=None), f"{name}.md", name)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    data = tmp_path_factory.mktemp("many")
    reindex(data, [*newsletter(ISSUES, "甲", entries=1), undated(1), undated(2)], TinyStore())
    library = tiny_library(data)
    yield create_app(library, Config()).test_client()
    library.close()


def listed(client: FlaskClient, path: str) -> list[str]:
    return LISTED.findall(client.get(path).text)


def test_every_issue_stands_on_one_page(client: FlaskClient) -> None:
    pages = [listed(client, f"/issues/?page={page}") for page in (1, 2, 3)]

    assert [len(page) for page in pages] == [
        ISSUES_PER_PAGE,
        ISSUES_PER_PAGE,
        ISSUES + 2 - 2 * ISSUES_PER_PAGE,
    ]
    assert len({path for page in pages for path in page}) == ISSUES + 2
    assert pages[0] == listed(client, "/issues/") == sorted(pages[0], reverse=True)


def test_a_page_past_the_last_is_not_there(client: FlaskClient) -> None:
    assert client.get("/issues/?page=4").status_code == 404
    assert client.get("/issues/?year=2020&page=2").status_code == 404
    assert client.get("/issues/?year=x").status_code == 400


def test_each_year_has_a_page_with_its_own_issues(client: FlaskClient) -> None:
    years = re.findall(r'<a href="(/issues/\?year=\w+)"', client.get("/issues/").text)

    assert [year.rpartition("=")[2] for year in years] == ["2023", "2022", "2021", "2020", "none"]
    assert [len(listed(client, year)) for year in years] == [4, 365, 365, 366, 2]
    assert '<a href="/issues/?year=2021" aria-current="true">' in client.get("/issues/?year=2021").text
    assert "366 期" in client.get("/issues/?page=2").text


def test_pages_lead_to_each_other(client: FlaskClient) -> None:
    assert '<a rel="next" href="/issues/?page=2">' in client.get("/issues/").text
    assert '<a rel="prev" href="/issues/">' in client.get("/issues/?page=2").text
    assert "pager" not in client.get("/issues/?year=2021").text.partition("<main")[2]


def test_a_sitemap_that_is_too_long_is_cut_into_several(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = [element.text for element in ET.fromstring(client.get("/sitemap.xml").data).iter(LOC)]
    monkeypatch.setattr(discovery, "MAX_ADDRESSES", 700)

    maps = [element.text or "" for element in ET.fromstring(client.get("/sitemap.xml").data).iter(LOC)]
    parts = [[element.text for element in ET.fromstring(client.get(part).data).iter(LOC)] for part in maps]

    assert [len(part) for part in parts] == [700, 700, 700, len(whole) - 2100]
    assert [path for part in parts for path in part] == whole
    assert client.get("/sitemap.xml?page=5").status_code == 404
    assert client.get("/sitemap.xml?page=x").status_code == 404


def test_the_api_answers_a_thousand_issues_at_most_and_all_of_them_in_pages(client: FlaskClient) -> None:
    first, second = (client.get(f"/api/v1/issues?page={page}").get_json() for page in (1, 2))

    assert (first["total"], first["page"], first["pages"]) == (ISSUES + 2, 1, 2)
    assert [len(page["issues"]) for page in (first, second)] == [1000, ISSUES + 2 - 1000]
    assert len({issue["name"] for page in (first, second) for issue in page["issues"]}) == ISSUES + 2
    assert client.get("/api/v1/issues?page=3").status_code == 404
    assert client.get("/api/v1/issues?limit=1001").status_code == 400
