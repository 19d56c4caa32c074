"""Ids of entries: short, URL-safe, and the same after edits to other entries and to summaries."""

from __future__ import annotations

import base64
import hashlib
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator

from archive.urls import page_key


def entry_ids(issue: str, entries: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Ids for entries of one issue, each given as (url, title).

    Ten characters of base32 over the issue's name and the URL, or the title where there is no URL: the id
    survives edits to summaries and to other entries. Of twins, the later ones are told apart by their
    title, and then by a count.
    """
    ids: list[str] = []
    taken: set[str] = set()
    twins: Counter[tuple[str, str]] = Counter()
    for url, title in entries:
        key = page_key(url)
        count = twins[key, title]
        entry_id = next(
            candidate for candidate in _candidates(issue, key, title, count) if candidate not in taken
        )
        twins[key, title] += 1
        taken.add(entry_id)
        ids.append(entry_id)
    return tuple(ids)


def _candidates(issue: str, key: str, title: str, twins: int) -> Iterator[str]:
    """Ids that an entry may have, the wanted one first. `twins` of the same key and title are before it."""
    if not twins:
        yield _short(issue, key or title)
        yield _short(issue, key, title)
    for count in itertools.count(twins + 1):
        yield _short(issue, key, title, str(count))


def _short(*what: str) -> str:
    digest = hashlib.sha256("\0".join(what).encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(digest)[:10].decode("ascii").lower()
