"""The fields of a document: what is searched, filtered, counted and ordered by. No engine is known here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.tags import tag_values
from index.text.folding import fold_text

if TYPE_CHECKING:
    from index.documents import Document

TEXT_FIELDS = ("title", "tags", "summary", "details", "urls")
"""Fields of text. `details` is byline, publisher, category, labelled lines above the summary and labels of
links; `urls` are the addresses themselves."""

TERMS = "terms"
"""The one field of terms that engines search: words, their parts and stems, and concepts, of all texts."""

GRAMS = "grams"
"""The field of single Chinese characters and pairs: it finds what no dictionary cuts out as a word."""

FACETS = ("newsletter", "category", "source", "tag", "month")
"""What hits are counted by, in the order in which readers see it."""

FILTERS = (*FACETS, "issue", "site", "date")
"""What a query can demand. `date` alone has an order."""

MAX_FACET_VALUES = 1000
"""Values of a facet that are counted, the most frequent first: more than any page shows."""

BREAK = "\n"
"""Separates the parts of one text field, so that no run of characters reaches across them."""

POSITIONS = 1 << 16
"""Entries of one issue that keep their order; those after them share one position."""


def document_key(document_id: str) -> int:
    """The number by which engines know a document: 63 bits of a hash of its id."""
    digest = hashlib.blake2b(document_id.encode("utf8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def newest_rank(document: Document) -> int:
    """Greater is newer; of one issue's entries the earlier is greater."""
    return max(0, document.order) * POSITIONS + POSITIONS - 1 - min(document.position, POSITIONS - 1)


def oldest_rank(document: Document) -> int:
    """Smaller is older; of one issue's entries the earlier is smaller."""
    return max(0, document.order) * POSITIONS + min(document.position, POSITIONS - 1)


def texts_of(document: Document) -> tuple[str, ...]:
    """The text of each of TEXT_FIELDS as the issue wrote it."""
    labels = (link.label for link in document.links)
    details = [document.byline, document.source, document.category, document.details, *labels]
    urls = [document.url, *(link.url for link in document.links)]
    return (
        document.title,
        BREAK.join(document.tags),
        document.summary,
        BREAK.join(filter(None, details)),
        BREAK.join(filter(None, urls)),
    )


def values_of(document: Document) -> Mapping[str, tuple[str, ...]]:
    """The values of each filter; a document without a month has month "", so that it can be chosen."""
    return {
        "newsletter": (document.newsletter,) if document.newsletter else (),
        "category": (document.category,) if document.category else (),
        "source": (document.source,) if document.source else (),
        "tag": tag_values(document.tags),
        "month": (document.month,),
        "issue": (document.issue,),
        "site": sites_of(document),
        "date": (document.date,) if document.date else (),
    }


def sites_of(document: Document) -> tuple[str, ...]:
    """Hosts that a document leads to, with the domains above them: `weixin.qq.com`, `qq.com`, `com`."""
    urls = [document.url, *(link.url for link in document.links)]
    return tuple(dict.fromkeys(site for url in urls for site in _domains(url)))


def folded_value(value: str) -> str:
    """A filter's value as readers type it: case, width, script and spaces do not matter."""
    return "".join(fold_text(value).split())


def _domains(url: str) -> list[str]:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # such as an unclosed IPv6 bracket
        return []
    labels = host.removeprefix("www.").split(".")
    return [".".join(labels[start:]) for start in range(len(labels))] if len(labels) > 1 else []
