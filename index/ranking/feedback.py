"""What the best candidates have in common → words that tell more documents like them from the rest.

Pseudo-relevance feedback (Rocchio; Lavrenko and Croft, SIGIR 2001), with a light hand: it only reorders, and
only where some of the typed words suffice.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from index.forward.record import Record
from index.forward.vocabulary import Vocabulary
from index.lexicon.thesaurus import Thesaurus
from index.query.tree import AtLeast, Query, Term, leaves
from index.ranking.weights import FEEDBACK_DOCUMENTS, FEEDBACK_LEAST, FEEDBACK_TERMS, idf
from index.text.analyzer import Analyzer
from index.text.segmenter import everyday_weight

SHORTEST_NAME, SHORTEST_CAPITALS, MOST_NAMES = 8, 3, 2
"""Letters of a name, of one in capitals, and how many names are followed."""

COMMONEST_NAME = 5
"""Documents that say a name, at most, for it to be one thing's own."""

LEAST_FREQUENCY = 0.65
"""Weighted frequency of a word that says what a document is about: URLs and publishers are below it."""


SHARES_KEPT = 256
"""Documents whose words are kept: the best ones of a search are read again a moment later."""


class Feedback:
    """Reads candidates of one snapshot."""

    def __init__(self, vocabulary: Vocabulary, thesaurus: Thesaurus) -> None:
        self._vocabulary = vocabulary
        self._thesaurus = thesaurus

    def words(self, ranked: Sequence[tuple[Record, float]], query: Query) -> tuple[str, ...]:
        """The words that best tell the first candidates from all, the query's own left out."""
        asked = {leaf.text for leaf in leaves(query) if isinstance(leaf, Term)}
        best = ranked[:FEEDBACK_DOCUMENTS]
        return self.telling(best, FEEDBACK_TERMS, least=min(FEEDBACK_LEAST, len(best)), without=asked)

    def telling(
        self,
        scored: Iterable[tuple[Record, float]],
        most: int,
        *,
        least: int = 1,
        without: Iterable[str] = (),
    ) -> tuple[str, ...]:
        """Words that tell these documents from all, each in `least` of them; the most telling first."""
        gathered: dict[str, float] = defaultdict(float)
        holders: Counter[str] = Counter()
        for record, score in scored:
            for word, share in shares(record).items():
                gathered[word] += score * share
                holders[word] += 1
        asked = set(without)
        self._vocabulary.preload(word for word in gathered if holders[word] >= least)
        found = {
            word: share * self.rarity(word)
            for word, share in gathered.items()
            if holders[word] >= least and word not in asked
        }
        best = heapq.nlargest(most, found.items(), key=lambda item: (item[1], item[0]))
        return tuple(word for word, share in best if share > 0)

    def rarity(self, word: str) -> float:
        """How much a word tells; nothing where no other document could have it."""
        documents = self._vocabulary.count(word)
        if documents < FEEDBACK_LEAST or self._thesaurus.is_stopword(word):
            return 0.0
        return idf(documents, self._vocabulary.size) * everyday_weight(word)

    def names(self, titles: Sequence[str], query: Query, analyzer: Analyzer) -> Mapping[str, str]:
        """The longest rare names in titles, each as it is written: whoever else says one means the same.

        A name is long and made of two words of the archive (ProxylessNAS), or stands in capitals (QUIC): no
        word of everyday English.
        """
        asked = {leaf.text for leaf in leaves(query) if isinstance(leaf, Term)}
        found = (
            (part, title[word.start : word.end] if part == word.key else part)
            for title in titles
            for word in analyzer.words(title)
            for part in (*word.chain, word.key)
            if part not in asked
        )
        written = {part: said for part, said in found if self._is_name(part, said)}
        longest = sorted(written, key=lambda part: (-len(part), part))[:MOST_NAMES]
        return {part: written[part] for part in longest}

    def _is_name(self, word: str, written: str) -> bool:
        if not (word.isascii() and word.isalpha() and 1 < self._vocabulary.documents(word) <= COMMONEST_NAME):
            return False
        if written.isupper():
            return len(word) >= SHORTEST_CAPITALS
        return len(word) >= SHORTEST_NAME and self._vocabulary.halves_of(word) is not None


@lru_cache(maxsize=SHARES_KEPT)
def shares(record: Record) -> Mapping[str, float]:
    """How much of a document each of its words is."""
    words = {
        term: frequency
        for term, frequency in record.frequencies()
        if frequency >= LEAST_FREQUENCY and term[0] > " " and len(term) > 1 and not term.isdecimal()
    }
    total = sum(words.values()) or 1.0
    return {word: value / total for word, value in words.items()}


def like(words: Sequence[str]) -> Query:
    """Documents that say some of these words."""
    return AtLeast(tuple(map(Term, words)), (1.0,) * len(words), 0.0)
