"""Views of newsletters: the badge on each hit, and the header above a list of issues."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from web.parameters.search_request import SearchRequest
from web.site import newsletter
from web.site.archive import archive
from web.site.site import site, urls
from web.text.markup import safe_url, visible
from web.view.components import Choice, NewsletterView

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from web.view.components import Card


def badge(slug: str) -> Choice | None:
    """The newsletter that something is from, where there are several."""
    if not newsletter.more_than_one():
        return None
    return Choice(visible(newsletter.names().get(slug, slug)), urls().issues(newsletter=slug))


def badges() -> tuple[Choice, ...]:
    """Every newsletter, where there are several."""
    return tuple(choice for slug in newsletter.names() if (choice := badge(slug)))


def merged_by_link(cards: Iterable[Card]) -> tuple[Card, ...]:
    """Cards of one link that several newsletters carry as one card, with what each wrote."""
    merged: dict[tuple[str, str], Card] = {}
    for card in cards:
        key = (archive().catalogue.destination_of(card.url) if card.url else card.id, "")
        first = merged.get(key)
        others = (first, *first.also) if first else ()
        if any(other.newsletter == card.newsletter for other in others):
            merged[key[0], card.id] = card  # a second entry of the same newsletter keeps a card of its own
        else:
            merged[key] = replace(first, also=(*first.also, card)) if first else card
    return tuple(merged.values())


def view_of(slug: str, today: dt.date | None) -> NewsletterView:
    """What is said about a newsletter above the list of its issues."""
    own, name = newsletter.profile(slug), visible(newsletter.name_of(slug))
    asked = SearchRequest(newsletter=(slug,))
    return NewsletterView(
        name=name,
        description=visible(own.description),
        url=safe_url(own.url),
        license=visible(own.license),
        license_url=safe_url(own.license_url),
        search_url=urls().search(asked),
        atom_url=urls().feed(asked, "atom"),
        json_feed_url=urls().feed(asked, "json"),
        citation=_citation(name, own.url or site().absolute(urls().issues(newsletter=slug)), today),
    )


def _citation(name: str, url: str, today: dt.date | None) -> str:
    """GB/T 7714 of an electronic serial; a page of a static site leaves the day of access to its reader."""
    accessed = f" [{today.isoformat()}]." if today else ""
    return f"{name}[EB/OL].{accessed} {safe_url(url)}."
