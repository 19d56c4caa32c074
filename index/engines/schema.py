"""What of a document is searched, counted and filtered by: names and forms, no engine types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.text.folding import fold_text

if TYPE_CHECKING:
    from index.documents import Document

FACETS = ("category", "source", "tag", "month")
"""What hits are counted by, in the order in which readers see it."""

FILTERS = (*FACETS, "issue", "site", "date")
"""What a query can demand. `date` alone has an order."""

PLACE_BREAK = "\n"
"""Stands between pieces of one place, so that no phrase runs across them."""


def texts_of(document: Document) -> tuple[str, ...]:
    """The text of each place (index.ranking.weights.PLACES) as the issue wrote it."""
    labels = (link.label for link in document.links)
    named = [document.byline, document.source, document.category, document.details, *labels]
    urls = [document.url, *(link.url for link in document.links)]
    return (
        document.title,
        PLACE_BREAK.join(document.tags),
        document.summary,
        PLACE_BREAK.join(filter(None, named)),
        PLACE_BREAK.join(filter(None, urls)),
    )


def values_of(document: Document) -> Mapping[str, tuple[str, ...]]:
    """The values of each filter; a document without a month has month "", so that it can be chosen."""
    return {
        "category": (document.category,) if document.category else (),
        "source": (document.source,) if document.source else (),
        "tag": tuple(dict.fromkeys(document.tags)),
        "month": (document.month,),
        "issue": (document.issue,),
        "site": sites_of(document),
        "date": (document.date,) if document.date else (),
    }


def sites_of(document: Document) -> tuple[str, ...]:
    """Hosts that a document leads to, with the domains above them: `mp.weixin.qq.com`, `weixin.qq.com` …"""
    urls = [document.url, *(link.url for link in document.links)]
    return tuple(dict.fromkeys(site for url in urls for site in _domains(url)))


def folded_value(value: str) -> str:
    """A filter's value as it is compared when a reader types it: case, width and script do not matter."""
    return fold_text(value).strip()


def _domains(url: str) -> list[str]:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # such as an unclosed IPv6 bracket
        return []
    labels = host.removeprefix("www.").split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]
