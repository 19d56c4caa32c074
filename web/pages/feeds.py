"""The newest entries of any search as Atom and JSON Feed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from feedgenerator import Atom1Feed
from flask import Blueprint, Response, current_app, request

from index.documents import day_of
from web.parameters.query_string import read_parameters
from web.parameters.search_request import SearchRequest
from web.site import newsletter
from web.site.archive import archive
from web.site.caching import PUBLIC, fresh
from web.site.destinations import asked_for, destination
from web.site.responses import xml
from web.site.site import site, urls
from web.text.i18n import labelled
from web.text.markup import feed_html, safe_url, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.documents import Document
    from web.site.destinations import Open

feeds = Blueprint("feeds", __name__)

LENGTH = 50
"""Entries in a feed: more than an issue has, so that no reader misses one between two visits."""


@feeds.get("/feed.atom")
def atom() -> Response:
    """Atom 1.0."""
    asked, documents = _newest()
    feed = Atom1Feed(
        title=_title(asked),
        link=site().absolute(urls().search(asked)),
        description=_description(asked),
        feed_url=site().absolute(urls().feed(asked, "atom")),
        language="zh-Hans",
        author_name=newsletter.title(),
    )
    for document in documents:
        _add(feed, document)
    return fresh(xml(feed.writeString("utf-8"), "application/atom+xml"), PUBLIC)


@feeds.get("/feed.json")
def json_feed() -> Response:
    """JSON Feed 1.1."""
    asked, documents = _newest()
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(asked),
        "home_page_url": site().absolute(urls().search(asked)),
        "feed_url": site().absolute(urls().feed(asked, "json")),
        "description": _description(asked),
        "language": "zh-Hans",
        "authors": [{"name": newsletter.title()}],
        "items": [_item(document) for document in documents],
    }
    response = Response(current_app.json.dumps(body), mimetype="application/feed+json")
    return fresh(response, PUBLIC)


def _newest() -> tuple[SearchRequest, Iterable[Document]]:
    """The search that is followed, and its newest entries, whatever page its reader was on."""
    asked = read_parameters(SearchRequest, request.args, strict=False)
    asked = asked.changed(sort=None, limit=20)
    newest = asked.changed(sort="newest", limit=LENGTH)
    return asked, archive().searcher.documents(newest.to_search())


def _description(asked: SearchRequest) -> str:
    """What is said about the newsletter that is followed, or about the whole."""
    config = site().config
    own = newsletter.profile(asked.newsletter[0]).description if len(asked.newsletter) == 1 else ""
    return own or config.site.description or config.newsletter.description or _title(asked)


def _title(asked: SearchRequest) -> str:
    parts = [
        asked.q,
        *map(newsletter.name_of, asked.newsletter),
        *asked.category,
        *asked.source,
        *asked.tag,
        *asked.issue,
    ]
    named = " ".join(visible(part) for part in parts if part)
    return labelled(newsletter.title(), named) if named else newsletter.title()


def _add(feed: Atom1Feed, document: Document) -> None:
    permalink = site().absolute(urls().entry(document.id))
    when = _when(document)
    feed.add_item(
        title=visible(document.title),
        link=_leads(document),
        description=_content(document),
        unique_id=permalink,
        author_name=visible(document.source) or None,
        pubdate=when,
        updateddate=when,
        categories=[visible(name) for name in (document.category, *document.tags)],
    )


def _item(document: Document) -> dict[str, object]:
    permalink = site().absolute(urls().entry(document.id))
    item: dict[str, object] = {
        "id": permalink,
        "url": _leads(document) if _target() != "original" else permalink,
        "external_url": safe_url(document.url),
        "title": visible(document.title),
        "content_html": _content(document),
        "date_published": _when(document).isoformat() if document.date else "",
        "authors": [{"name": visible(document.source)}] if document.source else [],
        "tags": [visible(name) for name in (document.category, *document.tags)],
    }
    return {name: value for name, value in item.items() if value or name == "content_html"}


def _target() -> Open:
    """Where entries lead: as the feed's address says (`open=issue`), or else the site's configuration."""
    return asked_for(request.args.get("open"))


def _leads(document: Document) -> str:
    address = destination(document, _target())
    return site().absolute(address) if address.startswith("/") else address


def _content(document: Document) -> str:
    return feed_html(document.summary, [(link.label, link.url) for link in document.links])


def _when(document: Document) -> dt.datetime:
    """Noon of the issue's day: the same day in every time zone that reads Chinese newsletters.

    Where nothing tells a day, not even the issues beside it, it is the day on which the index was made.
    """
    day = day_of(document) or dt.datetime.fromisoformat(archive().stats.built_at).date()
    return dt.datetime.combine(day, dt.time(4), dt.UTC)
