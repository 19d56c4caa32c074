"""Readers go where the editor wants them first: to the original, to the entry, to the editor's own page."""

import pytest
from flask.testing import FlaskClient

from index.library.library import Library
from web.app import create_app
from web.config import Config, NewsletterConfig, SiteConfig


def client_of(library: Library, config: Config, way: str, issue_url: str = "") -> FlaskClient:
    site = SiteConfig.model_validate({"open": way})
    letter = NewsletterConfig(issue_url=issue_url)
    return create_app(library, config.model_copy(update={"site": site, "newsletter": letter})).test_client()


@pytest.mark.parametrize(
    ("way", "issue_url", "begins"),
    [
        ("original", "https://me.example/{date}", "https://"),
        ("entry", "https://me.example/{date}", "/entries/"),
        ("issue", "", "/issues/"),
        ("issue", "https://me.example/{year}/{month}-{day}.html", "https://me.example/20"),
    ],
)
def test_titles_of_results_lead_where_the_editor_wants(
    library: Library, config: Config, way: str, issue_url: str, begins: str
) -> None:
    page = client_of(library, config, way, issue_url).get("/?q=量化").text
    title = page.split('class="entry-title"')[1].split('href="')[1].split('"')[0]

    assert title.startswith(begins)
    assert ("#:~:text=" in title) == bool(issue_url and way == "issue")
    assert (">原文<" in page) == (way != "original")


def test_a_feed_may_ask_for_another_way(library: Library, config: Config) -> None:
    client = client_of(library, config, "original", "https://me.example/{date}")

    assert 'href="https://me.example/20' in client.get("/feed.atom?open=issue").text
    assert 'href="https://me.example/20' not in client.get("/feed.atom").text
    urls = [item["url"] for item in client.get("/feed.json?open=issue").json["items"]]  # type: ignore[index]
    assert all(url.startswith("https://me.example/20") for url in urls)


def test_a_way_that_there_is_not_is_the_sites_own(library: Library, config: Config) -> None:
    client = client_of(library, config, "original")

    assert client.get("/feed.json?open=elsewhere").json["items"]  # type: ignore[index]
