"""The element for other pages: its script, and a page that shows how to embed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template

from index.search_request import Search
from web.site.archive import archive
from web.site.caching import fresh
from web.site.responses import html
from web.site.site import site, urls

if TYPE_CHECKING:
    from index.results import FacetResult

widget = Blueprint("widget", __name__)

SCRIPT = "widget.js"
"""Its address is in pages that nobody can change at once, so it never holds a hash."""

MORE = "widget-more.js"
STYLE = "widget.css"

KEPT = "public, max-age=3600, stale-while-revalidate=86400"
"""An hour: a mended script reaches every page the same day, and no reader waits for it twice."""

CHOICES = 30
"""Categories and sources that the configurator offers."""


@dataclass(frozen=True, slots=True)
class WidgetPage:
    """`widget.html`"""

    script: str
    """Full address of the script."""

    origin: str
    """What a Content-Security-Policy names: scheme and host of the archive, or the page's own where a static
    site does not know its public address."""

    index: str
    """Full address of a static site's index; "" where a server answers."""

    categories: tuple[str, ...]
    sources: tuple[str, ...]


@widget.get(f"/{SCRIPT}")
def script() -> Response:
    """The element. Pages of any origin may load it, also those opened from a disk."""
    return _script(SCRIPT)


@widget.get(f"/{MORE}")
def more() -> Response:
    """What the element loads when somebody comes to search."""
    return _script(MORE)


@widget.get(f"/{STYLE}")
def style() -> Response:
    """Its style sheet, for browsers to which a script cannot hand one."""
    return _script(STYLE)


def _script(name: str) -> Response:
    asset = site().assets.files[name]
    response = Response(asset.content, mimetype=asset.mimetype)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return fresh(response, KEPT)


@widget.get("/widget")
def page() -> Response:
    """How to embed the element, with a configurator that writes the lines."""
    results = archive().searcher.search(Search(limit=1))
    address = site().absolute(urls().script())
    parts = urlsplit(address)
    context = WidgetPage(
        script=address,
        origin=f"{parts.scheme}://{parts.netloc}" if parts.netloc else "'self'",
        index=site().absolute(urls().index) if urls().index else "",
        categories=_values(results.facets, "category"),
        sources=_values(results.facets, "source"),
    )
    return fresh(html(render_template("widget.html", page=context)))


def _values(facets: tuple[FacetResult, ...], name: str) -> tuple[str, ...]:
    """The commonest values of a facet that a page could fix."""
    buckets = next((facet.buckets for facet in facets if facet.name == name), ())
    return tuple(bucket.value for bucket in buckets if bucket.value)[:CHOICES]
