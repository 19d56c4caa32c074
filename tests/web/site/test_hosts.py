"""Full addresses name hosts of ours only, and links of ours are never longer than we accept."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from index.documents import documents_of
from index.library.library import Library
from index.library.snapshot import Snapshot
from tests.web.reading import issues_of
from tests.web.site.test_caching import PAGES
from web.app import create_app
from web.config import Config, ServerConfig, SiteConfig
from web.operations.security import MAX_URL
from web.site.hosts import own_address

FOREIGN = "evil.example"


@pytest.mark.parametrize("template", PAGES)
def test_a_host_that_is_not_ours_is_never_repeated(
    client: FlaskClient, archive: Snapshot, template: str
) -> None:
    first = issues_of(archive)[0]
    path = template.format(issue=first.name, entry=documents_of(first)[0].id)

    answer = client.get(path, base_url=f"http://{FOREIGN}")

    assert FOREIGN not in answer.get_data(as_text=True) + str(answer.headers)


@pytest.mark.parametrize(
    ("host", "kept"),
    [("localhost", True), ("127.0.0.1:8000", True), ("192.168.1.5", True), ("[::1]:8000", True),
     ("archive.example.org", True), ("archive.example.org:81", True), ("8.8.8.8", False),
     ("archive.example.org.evil.example", False), ("localhost.evil.example", False), ("", False)],
)  # fmt: skip
def test_hosts_of_ours_are_those_that_are_configured_or_near(host: str, kept: bool) -> None:
    config = Config(site=SiteConfig(hosts=("archive.example.org",)))
    asked = f"http://{host}/"

    assert own_address(config, asked) == (asked if kept else "http://127.0.0.1:8000/")


def test_any_host_is_repeated_where_that_is_asked_for() -> None:
    assert own_address(Config(site=SiteConfig(hosts=("*",))), "http://a.b/") == "http://a.b/"


@pytest.mark.parametrize(("listens", "told"), [("0.0.0.0", "localhost"), ("::1", "[::1]")])
def test_what_listens_everywhere_has_a_name_all_the_same(listens: str, told: str) -> None:
    config = Config(server=ServerConfig(host=listens))

    assert own_address(config, f"http://{FOREIGN}/") == f"http://{told}:8000/"


@pytest.mark.parametrize("path", ["/", "/trends", "/lookup", "/help"])
def test_no_link_on_an_answered_page_is_longer_than_is_answered(
    library: Library, config: Config, path: str
) -> None:
    client = create_app(library, config).test_client()
    start = f"{path}?q=NPU&x="
    page = client.get(start + "y" * (MAX_URL - len(start)))
    links = [unescape(link) for link in re.findall(r'href="(/[^"]*)"', page.get_data(as_text=True))]

    assert page.status_code == 200
    assert links
    assert max(map(len, links)) <= MAX_URL


def test_filters_of_the_greatest_length_do_not_make_links_that_are_refused(client: FlaskClient) -> None:
    query = "&".join(f"category={number}{'%E5%AD%97' * 80}" for number in range(11))
    page = client.get(f"/?{query}")
    links = [unescape(link) for link in re.findall(r'href="(/[^"]*)"', page.get_data(as_text=True))]

    assert page.status_code == 200
    assert max(map(len, links)) <= MAX_URL
    assert client.get(max(links, key=len)).status_code == 200
