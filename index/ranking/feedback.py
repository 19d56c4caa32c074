"""Pseudo-relevance feedback: the words that the best candidates share expand the query.

After Rocchio, and Lavrenko and Croft (SIGIR 2001). It only reorders candidates, and only where some of the
typed words suffice.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from index.forward.record import Record
from index.forward.store import ForwardIndex
from index.forward.vocabulary import Vocabulary
from index.lexicon.thesaurus import Thesaurus
from index.query.tree import AtLeast, Query, Term, leaves
from index.ranking.weights import FEEDBACK_DOCUMENTS, FEEDBACK_MIN_DOCUMENTS, FEEDBACK_TERMS, idf
from index.text.analyzer import Analyzer
from index.text.segmenter import everyday_weight

MIN_NAME_LENGTH, MIN_CAPITALS_LENGTH, MAX_NAMES = 8, 3, 2
"""Letters of a name, letters of one in capitals, and how many names are searched."""

MAX_TITLE_LENGTH = 500
"""Characters of a title that are read for names."""

MAX_NAME_DOCUMENTS = 5
"""Documents that say a name, at most, for it to be one thing's own."""

WORDS_CACHE_SIZE = 256
"""Documents whose words are kept: the best ones of a search are read again a moment later."""


class Feedback:
    """Reads candidates of one snapshot."""

    def __init__(self, forward: ForwardIndex, vocabulary: Vocabulary, thesaurus: Thesaurus) -> None:
        self._forward = forward
        self._vocabulary = vocabulary
        self._thesaurus = thesaurus
        self._words: dict[int, Mapping[str, float]] = {}

    def expansion_terms(self, ranked: Sequence[tuple[Record, float]], query: Query) -> tuple[str, ...]:
        """Words that best distinguish the first candidates from all documents, without the query's own."""
        query_terms = {leaf.text for leaf in leaves(query) if isinstance(leaf, Term)}
        best = [(record.key, score) for record, score in ranked[:FEEDBACK_DOCUMENTS]]
        return self.distinctive_words(
            best, FEEDBACK_TERMS, min_documents=min(FEEDBACK_MIN_DOCUMENTS, len(best)), without=query_terms
        )

    def distinctive_words(
        self,
        scored: Sequence[tuple[int, float]],
        limit: int,
        *,
        min_documents: int = 1,
        without: Iterable[str] = (),
    ) -> tuple[str, ...]:
        """Words that distinguish these documents, each in at least `min_documents` of them, best first.

        Documents are given by key, each with its score.
        """
        shares_of: dict[str, float] = defaultdict(float)
        holders: Counter[str] = Counter()
        words_of = self.words_of([key for key, _ in scored])
        for key, score in scored:
            for word, share in words_of.get(key, {}).items():
                shares_of[word] += score * share
                holders[word] += 1
        excluded = set(without)
        self._vocabulary.preload(word for word in shares_of if holders[word] >= min_documents)
        weights = {
            word: share * self.rarity(word)
            for word, share in shares_of.items()
            if holders[word] >= min_documents and word not in excluded
        }
        best = heapq.nlargest(limit, weights.items(), key=lambda item: (item[1], item[0]))
        return tuple(word for word, share in best if share > 0)

    def words_of(self, keys: Sequence[int]) -> Mapping[int, Mapping[str, float]]:
        """Of each document the words that say what it is about, each with its share among them."""
        cache = self._words if len(self._words) < WORDS_CACHE_SIZE else {}
        missing = [key for key in keys if key not in cache]
        cache.update((key, terms.words()) for key, terms in self._forward.terms(missing).items())
        self._words = cache
        return {key: cache[key] for key in keys if key in cache}

    def rarity(self, word: str) -> float:
        """Weight of a word by its rarity; 0 where too few documents have it."""
        documents = self._vocabulary.count(word)
        if documents < FEEDBACK_MIN_DOCUMENTS or self._thesaurus.is_stopword(word):
            return 0.0
        return idf(documents, self._vocabulary.size) * everyday_weight(word)

    def rare_names(self, titles: Sequence[str], query: Query, analyzer: Analyzer) -> Mapping[str, str]:
        """The longest rare names in titles, each as it is written: other documents that have one are related.

        A name is long and made of two words of the archive (ProxylessNAS), or stands in capitals (QUIC): no
        word of everyday English.
        """
        query_terms = {leaf.text for leaf in leaves(query) if isinstance(leaf, Term)}
        candidates = (
            (part, title[word.start : word.end] if part == word.key else part)
            for title in titles
            for word in analyzer.words(title[:MAX_TITLE_LENGTH])
            for part in (*word.chain, word.key)
            if part not in query_terms
        )
        written = {part: form for part, form in candidates if self._is_name(part, form)}
        longest = sorted(written, key=lambda part: (-len(part), part))[:MAX_NAMES]
        return {part: written[part] for part in longest}

    def _is_name(self, word: str, written: str) -> bool:
        if not (
            word.isascii() and word.isalpha() and 1 < self._vocabulary.documents(word) <= MAX_NAME_DOCUMENTS
        ):
            return False
        if written.isupper():
            return len(word) >= MIN_CAPITALS_LENGTH
        return len(word) >= MIN_NAME_LENGTH and self._vocabulary.halves_of(word) is not None


def any_of_terms(words: Sequence[str]) -> Query:
    """Documents that hold any of these words; the more of their weight, the higher the score."""
    return AtLeast(tuple(map(Term, words)), (1.0,) * len(words), 0.0)
