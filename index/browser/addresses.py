"""Addresses of documents for browsers: which documents lead to one, and the rules of its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.browser.encoding import buckets_of, postings_by
from index.documents import tracking_parameters
from index.storage.canonical_url import table
from index.storage.catalogue_file import destinations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.documents import Document


def address_buckets(documents: Sequence[Document]) -> tuple[bytes, ...]:
    """Canonical addresses of all that documents point to, with the numbers of those documents."""
    # Others than printable ones are no URLs: nobody can ask for them, and a line holds one.
    printable = (filter(str.isprintable, destinations(document)) for document in documents)
    return buckets_of(postings_by(printable))


def address_rules() -> dict[str, object]:
    """What a script needs to find the form itself, as JSON has it. Patterns match whole paths."""
    rules = table()
    return {
        "prefixes": rules.host_prefixes,
        "folder_pages": sorted(rules.folder_pages),
        "aliases": rules.aliases,
        "unwrap": [
            {"hosts": sorted(page.hosts), "path": _portable(page.path.pattern), "parameters": page.parameters}
            for page in rules.unwrap
        ],
        "rules": [
            {
                "hosts": sorted(rule.hosts),
                "path": _portable(rule.path.pattern),
                "gives": rule.gives,
                "query": rule.query,
                "lower": sorted(rule.lower),
            }
            for rule in rules.rule
        ],
        "tracking": tracking_parameters(),
    }


def _portable(pattern: str) -> str:
    """A pattern with its groups named as in JavaScript. `(?i)` at its beginning is left to the reader."""
    return pattern.replace("(?P<", "(?<")
