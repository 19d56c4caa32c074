"""Which documents hold a term, and how often: packed lists of postings, read term by term for ranking.

Ranking looks for few terms in up to 200 candidates. Read by term, that costs what the fewer of postings and
candidates do; read by document, every term would be looked for in every candidate.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping

HUNDREDTHS = 100
"""Weighted frequencies are kept in hundredths."""

FREQUENCY_BITS = 12
"""A posting is one unsigned number of 32 bits: the document's number, then its weighted frequency in
hundredths. The postings of a term stand in ascending order."""

MAX_HUNDREDTHS = (1 << FREQUENCY_BITS) - 1
"""A weighted frequency of 40.95 at most: BM25F saturates long before."""

MAX_DOCUMENTS = 1 << (32 - FREQUENCY_BITS)
"""Documents of an archive, at most: a million."""

MAX_CACHED_POSTINGS = 500_000
"""Postings in memory, four bytes each."""

ReadPostings = Callable[[str], Mapping[str, "array[int]"]]
"""Terms, as a list in JSON → the postings of each that something holds."""

BISECT_FROM = 6
"""From so many postings a document on, each document is looked up; below, each posting is."""

NO_POSTINGS: array[int] = array("I")


def hundredths(frequency: float) -> int:
    """A weighted frequency as it is kept."""
    return min(MAX_HUNDREDTHS, max(1, round(frequency * HUNDREDTHS)))


def packed(number: int, kept_frequency: int) -> int:
    """One posting, of a frequency in hundredths."""
    return number << FREQUENCY_BITS | kept_frequency


def updated(postings: array[int], dropped: Iterable[int], added: Iterable[int]) -> array[int]:
    """Postings without those of the `dropped` numbers of documents, and with `added` ones.

    What lies between two changes is copied as a whole: the list of a common word in a large archive has
    hundreds of thousands, of which an issue changes a few.
    """
    kept = array("I")
    start = 0
    for number in sorted(dropped):
        place = bisect_left(postings, number << FREQUENCY_BITS, start)
        if place < len(postings) and postings[place] >> FREQUENCY_BITS == number:
            kept += postings[start:place]
            start = place + 1
    kept += postings[start:]
    merged = array("I")
    start = 0
    for posting in sorted(added):
        place = bisect_left(kept, posting, start)
        merged += kept[start:place]
        merged.append(posting)
        start = place
    return merged + kept[start:]


class Postings:
    """The postings of one snapshot, by term. Safe to use from several threads."""

    def __init__(self, read: ReadPostings) -> None:
        self._read = read
        self._cache: dict[str, array[int]] = {}
        self._cached = 0

    def of(self, terms: Iterable[str]) -> Mapping[str, array[int]]:
        """The postings of each term, all read at once; empty for what nothing holds."""
        cache = self._cache
        wanted = dict.fromkeys(terms)
        unknown = [term for term in wanted if term not in cache]
        if unknown:
            if self._cached > MAX_CACHED_POSTINGS:
                cache, self._cached = {term: cache[term] for term in wanted if term in cache}, 0
            read = self._read(json.dumps(unknown))
            cache.update((term, read.get(term, NO_POSTINGS)) for term in unknown)
            self._cached += len(unknown) + sum(map(len, read.values()))
            self._cache = cache
        return {term: cache[term] for term in wanted}


def frequencies(postings: array[int], indices: Mapping[int, int]) -> dict[int, float]:
    """Weighted frequency of a term in each of some documents that hold it.

    `indices` maps the numbers of these documents to what stands for them in the answer.
    """
    if len(postings) <= BISECT_FROM * len(indices):
        return {
            indices[number]: (posting & MAX_HUNDREDTHS) / HUNDREDTHS
            for posting in postings
            if (number := posting >> FREQUENCY_BITS) in indices
        }
    found = {}
    for number, index in indices.items():
        position = bisect_left(postings, number << FREQUENCY_BITS)
        if position < len(postings) and postings[position] >> FREQUENCY_BITS == number:
            found[index] = (postings[position] & MAX_HUNDREDTHS) / HUNDREDTHS
    return found
