"""Examples of the search language that find something in the archive at hand."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.search_request import Search
from web.site.archive import archive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.results import SearchResults

MOST_TERMS = 8
"""Words of the season that are tried in pairs."""

Examples = dict[str, str]
"""What an example shows (`words`, `phrase`, `without` …) → the example."""


def examples() -> Examples:
    """One example of each kind that has hits, from the current index; kinds without any are left out."""
    return _examples(archive().name)


def season(most: int) -> tuple[str, ...]:
    """Words that the latest issues say more often than the archive does."""
    return _season(archive().name)[:most]


@lru_cache(maxsize=8)
def _season(_generation: str) -> tuple[str, ...]:
    return archive().searcher.terms_of_season()


@lru_cache(maxsize=8)
def _examples(_generation: str) -> Examples:
    """Made once for each generation: some dozen searches."""
    return {
        kind: example
        for kind, tried in _tries(archive().searcher.search(Search()))
        if (example := _first(tried))
    }


def _tries(everything: SearchResults) -> Iterator[tuple[str, Iterable[str]]]:
    terms = season(MOST_TERMS)
    pairs = list(combinations(terms, 2))
    yield "words", (f"{first} {second}" for first, second in pairs)
    yield "phrase", (f'"{term}"' for term in terms if len(term) > 1)
    yield "without", (f"{first} -{second}" for first, second in pairs)
    yield "either", (f"{first} OR {second}" for first, second in pairs)
    for name, typed in (("category", "栏目"), ("source", "来源"), ("tag", "标签")):
        values = next((facet.buckets for facet in everything.facets if facet.name == name), ())
        yield name, (f"{typed}:{_quoted(bucket.value)}" for bucket in values[:MOST_TERMS] if bucket.value)
    yield "site", (f"site:{host}" for host in _hosts(everything))
    months = next((facet.buckets for facet in everything.facets if facet.name == "month"), ())
    dated = [bucket.value for bucket in months if bucket.value]
    yield "month", (f"date:{month}" for month in dated[-1:])
    yield "span", (f"date:{year}-01..{year}-06" for year in sorted({month[:4] for month in dated})[::-1])


def _first(tried: Iterable[str]) -> str:
    """The first that finds something as it is written, before anything is relaxed; "" if none does."""
    searcher = archive().searcher
    return next((text for text in tried if searcher.total(Search(text=text, literal=True))), "")


def _hosts(everything: SearchResults) -> Iterator[str]:
    for hit in everything.hits:
        host = urlsplit(hit.document.url).hostname if hit.document.url.startswith("http") else ""
        if host:
            yield host.removeprefix("www.")


def _quoted(value: str) -> str:
    return f'"{value}"' if any(map(str.isspace, value)) else value
