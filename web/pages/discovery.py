"""How machines find the way: OpenSearch description, robots, sitemap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template

from web.site import newsletter
from web.site.archive import archive
from web.site.caching import PUBLIC, fresh
from web.site.responses import xml
from web.site.site import site, urls

if TYPE_CHECKING:
    from collections.abc import Iterator

discovery = Blueprint("discovery", __name__)

MAX_PLACES = 50_000
"""Addresses that one sitemap may hold, by its protocol."""

MAX_SHORT_NAME = 16
"""Characters of a search engine's short name, by OpenSearch."""


@discovery.get("/opensearch.xml")
def opensearch() -> Response:
    """A browser can add the archive as a search engine, with suggestions."""
    text = render_template(
        "opensearch.xml",
        short_name=newsletter.title()[:MAX_SHORT_NAME],
        search=site().absolute(urls().home()) + "?q={searchTerms}",
        suggest=site().absolute(urls().api("suggest")) + "?format=opensearch&q={searchTerms}",
        icon=site().absolute(urls().static("favicon.svg")),
    )
    return fresh(xml(text, "application/opensearchdescription+xml"), "opensearch", PUBLIC)


@discovery.get("/robots.txt")
def robots() -> Response:
    """Everything may be read; endless combinations of filters need not be."""
    lines = [
        "User-agent: *",
        f"Disallow: {urls().api('export')}",
        f"Sitemap: {site().absolute(urls().sitemap())}",
    ]
    return fresh(Response("\n".join(lines) + "\n", mimetype="text/plain"), "robots", PUBLIC)


@discovery.get("/sitemap.xml")
def sitemap() -> Response:
    """The search page, all issues, all entries."""
    places = list(_places())[:MAX_PLACES]
    text = render_template("sitemap.xml", places=places)
    return fresh(xml(text), archive().name, PUBLIC)


def _places() -> Iterator[tuple[str, str]]:
    """Address and date of last change."""
    catalogue = archive().catalogue
    yield site().absolute(urls().home()), ""
    yield site().absolute(urls().issues()), ""
    for issue in catalogue.issue_summaries():
        yield site().absolute(urls().issue(issue.name)), issue.date
    for key, date in catalogue.entry_ids():
        yield site().absolute(urls().entry(key)), date
