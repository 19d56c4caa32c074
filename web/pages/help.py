"""Pages that say the same to everybody: help, the API's description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from web.api.openapi import PROMISE, specification
from web.site import newsletter
from web.site.caching import fresh
from web.site.responses import html
from web.site.site import site, urls
from web.view.examples import examples

if TYPE_CHECKING:
    from flask import Response

static_pages = Blueprint("static_pages", __name__)


@static_pages.get("/help")
def help_page() -> Response:
    """The search language, with examples that find something here."""
    return fresh(html(render_template("help.html", examples=examples())))


@static_pages.get("/api/v1/")
def api_page() -> Response:
    """The API for people, from the same specification that programs read."""
    spec = specification(newsletter.title(), site().absolute(urls().home()).rstrip("/"))
    return fresh(html(render_template("api.html", spec=spec, promise=PROMISE)))
