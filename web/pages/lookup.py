"""已收录？ Paste a URL, learn whether and where it has appeared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from web.parameters.api_parameters import MAX_URL_LENGTH, is_url
from web.site.archive import archive
from web.site.caching import fresh
from web.site.responses import html
from web.text.markup import visible
from web.view.cards import card_of_document
from web.view.contexts import LookupPage
from web.view.newsletters import merged_by_link

if TYPE_CHECKING:
    from flask import Response

lookup = Blueprint("lookup", __name__)


@lookup.get("/lookup")
def page() -> Response:
    """The form, and the answer to it."""
    asked = request.args.get("url", "").strip()
    if asked and "://" not in asked:
        asked = f"https://{asked}"
    valid = is_url(asked)
    appearances = archive().catalogue.appearances(asked) if valid else ()
    cards = merged_by_link(map(card_of_document, appearances))
    view = LookupPage(visible(asked)[:MAX_URL_LENGTH], valid or not asked, cards, len(appearances))
    return fresh(html(render_template("lookup.html", page=view)))
