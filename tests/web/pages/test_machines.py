"""Feeds, OpenSearch, sitemap, robots, structured data: read as machines read them."""

import datetime as dt
import json
import re
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from index.library.snapshot import Snapshot
from index.search_request import Search
from tests.web.reading import issues_of

ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


def text(element: ET.Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def test_an_atom_feed_has_what_atom_demands(client: FlaskClient) -> None:
    feed = ET.fromstring(client.get("/feed.atom?q=量化").data)
    entries = feed.findall(f"{ATOM}entry")

    assert all(text(feed, name) for name in ("id", "title", "updated"))
    assert entries
    for entry in entries:
        assert all(text(entry, name) for name in ("id", "title", "updated"))
        assert dt.datetime.fromisoformat(text(entry, "updated"))
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} >= {"self", "alternate"}


def test_a_feed_holds_the_newest_of_its_search(client: FlaskClient, archive: Snapshot) -> None:
    newest = archive.searcher.search(Search("量化", sort="newest", limit=50)).hits
    items = client.get("/feed.json?q=量化&sort=oldest&page=2").json["items"]

    assert [item["id"].rsplit("/", 1)[1] for item in items] == [hit.document.id for hit in newest]


def test_both_feeds_say_the_same(client: FlaskClient) -> None:
    atom = ET.fromstring(client.get("/feed.atom?category=论文").data)
    items = client.get("/feed.json?category=论文").json["items"]

    assert [text(entry, "id") for entry in atom.findall(f"{ATOM}entry")] == [item["id"] for item in items]


def test_a_json_feed_has_what_its_version_demands(client: FlaskClient) -> None:
    feed = client.get("/feed.json").json

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert all(
        item["id"] and item["url"].startswith("http") and "content_html" in item for item in feed["items"][:1]
    )
    assert feed["feed_url"] == "http://localhost/feed.json"


def test_a_feed_without_hits_is_a_feed(client: FlaskClient) -> None:
    feed = ET.fromstring(client.get("/feed.atom?q=zzzzqqqq&literal=1").data)

    assert feed.findall(f"{ATOM}entry") == []
    assert client.get("/feed.json?q=zzzzqqqq&literal=1").json["items"] == []


def test_a_browser_can_add_the_archive(client: FlaskClient) -> None:
    description = ET.fromstring(client.get("/opensearch.xml").data)
    urls = {
        element.get("type"): element.get("template") for element in description.findall(f"{OPENSEARCH}Url")
    }
    search = (urls["text/html"] or "").replace("{searchTerms}", "NPU")
    suggest = (urls["application/x-suggestions+json"] or "").replace("{searchTerms}", "NPU")

    assert len(description.findtext(f"{OPENSEARCH}ShortName") or "") in range(1, 17)
    assert client.get(search).status_code == 200
    answer = client.get(suggest).json
    assert answer[0] == "NPU"
    assert [type(part) for part in answer] == [str, list, list, list]


def test_the_sitemap_names_pages_that_are_there(client: FlaskClient, archive: Snapshot) -> None:
    paths = [
        element.text or "" for element in ET.fromstring(client.get("/sitemap.xml").data).iter(f"{SITEMAP}loc")
    ]
    entries = sum(len(issue.entries) for issue in issues_of(archive))

    assert len(paths) == len(set(paths)) == 2 + len(issues_of(archive)) + entries
    assert {client.get(path).status_code for path in paths[:20]} == {200}


def test_robots_are_shown_the_sitemap(client: FlaskClient) -> None:
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text


@pytest.mark.parametrize(("path", "kind"), [("/", "WebSite"), ("/issues/2025-06-06", "PublicationIssue")])
def test_pages_describe_themselves(client: FlaskClient, path: str, kind: str) -> None:
    (data,) = LD.findall(client.get(path).text)

    assert json.loads(data)["@type"] == kind


def test_an_entry_describes_itself(client: FlaskClient, archive: Snapshot) -> None:
    entry = issues_of(archive)[0].entries[0]
    page = client.get(f"/entries/{entry.id}").text
    (data,) = LD.findall(page)

    assert json.loads(data)["name"] == entry.title
    assert f'<link rel="canonical" href="http://localhost/entries/{entry.id}">' in page
    assert '<meta property="og:title"' in page


def test_narrowed_searches_are_left_out_of_search_engines(client: FlaskClient) -> None:
    assert "noindex" in client.get("/?q=NPU&category=论文").text
    assert "noindex" not in client.get("/").text
