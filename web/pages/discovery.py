"""Files for crawlers and browsers: OpenSearch description, robots.txt, sitemap."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotFound

from web.site import newsletter
from web.site.archive import archive
from web.site.caching import PUBLIC, fresh
from web.site.responses import xml
from web.site.site import site, urls
from web.text.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

discovery = Blueprint("discovery", __name__)

MAX_ADDRESSES = 50_000
"""Addresses that one sitemap may hold, by its protocol."""

MAX_SHORT_NAME = 16
"""Characters of a search engine's short name, by OpenSearch."""


@discovery.get("/opensearch.xml")
def opensearch() -> Response:
    """A browser can add the archive as a search engine, with suggestions."""
    assets = site().assets
    text = render_template(
        "opensearch.xml",
        short_name=newsletter.title()[:MAX_SHORT_NAME],
        search=site().absolute(urls().home()) + "?q={searchTerms}",
        suggest="" if urls().index else _suggestions(),
        icon=site().absolute(urls().static(assets.favicon)),
        icon_type=assets.files[assets.favicon].mimetype,
    )
    return fresh(xml(text, "application/opensearchdescription+xml"), PUBLIC)


def _suggestions() -> str:
    return site().absolute(urls().api("suggest")) + "?format=opensearch&q={searchTerms}"


@discovery.get("/robots.txt")
def robots() -> Response:
    """Everything may be read; endless combinations of filters need not be."""
    sitemap = site().absolute(urls().sitemap())
    lines = ["User-agent: *", f"Disallow: {urls().api('export')}"]
    if "://" in sitemap:  # a path is no sitemap, and a static site may not know its address
        lines.append(f"Sitemap: {sitemap}")
    return fresh(Response("\n".join(lines) + "\n", mimetype="text/plain"), PUBLIC)


@discovery.get("/sitemap.xml")
def sitemap() -> Response:
    """The search page, all issues, all entries; where one file cannot hold them, a list of such files."""
    page, pages = request.args.get("page", ""), _pages()
    if page:
        numbers = [str(number) for number in range(1, pages + 1)]
        if page not in numbers:
            raise NotFound(_("网站地图只有 %(pages)s 页。", pages=pages))
        text = _map(int(page))
    elif pages > 1:
        text = render_template("sitemap_index.xml", addresses=[_address(n) for n in range(1, pages + 1)])
    else:
        text = _map(1)
    return fresh(xml(text), PUBLIC)


def _pages() -> int:
    stats = archive().stats
    return math.ceil((len(_fixed()) + stats.issues + stats.entries) / MAX_ADDRESSES)


def _address(page: int) -> str:
    return site().absolute(urls().sitemap(page))


def _map(page: int) -> str:
    start = (page - 1) * MAX_ADDRESSES
    return render_template("sitemap.xml", addresses=list(_addresses(start, start + MAX_ADDRESSES)))


def _fixed() -> tuple[str, ...]:
    return urls().home(), urls().issues()


def _addresses(start: int, stop: int) -> Iterator[tuple[str, str]]:
    """A slice of all addresses with their dates of change: fixed pages, then issues, then entries."""
    catalogue, fixed = archive().catalogue, _fixed()
    for path in fixed[start:stop]:
        yield site().absolute(path), ""
    start, stop = max(0, start - len(fixed)), max(0, stop - len(fixed))
    for issue in catalogue.issue_summaries(offset=start, limit=stop - start):
        yield site().absolute(urls().issue(issue.name)), issue.date
    start, stop = (max(0, end - archive().stats.issues) for end in (start, stop))
    for key, date in catalogue.entry_ids(offset=start, limit=stop - start):
        yield site().absolute(urls().entry(key)), date
