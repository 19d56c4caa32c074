"""What the best documents have in common → words that find more like them.

Pseudo-relevance feedback (Rocchio; Lavrenko and Croft, SIGIR 2001), with a light hand: it reorders where
only some of the typed words suffice, and adds documents only where hardly any were found.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from index.documents import Document
from index.engines.schema import texts_of
from index.lexicon.thesaurus import Thesaurus
from index.query.tree import MATCH_ALL, Query, Some, Term, leaves
from index.ranking.weights import FEEDBACK_LEAST, FEEDBACK_TERMS, PLACE_WEIGHT, everyday_weight, rarity
from index.rewriting.vocabulary import Vocabulary
from index.text.analyzer import Analyzer, Word
from index.text.segmenter import everyday_words

READ_PLACES = 3
"""Title, tags and summary speak of the thing; the rest says where it was published."""

SHORTEST_NAME, MOST_NAMES = 8, 2
"""Letters of a name, and how many names are followed."""

COMMONEST_NAME = 5
"""Documents that say a name, at most, for it to be one thing's own."""

FEWEST_IN_SEASON = 3
"""Documents of a season that a word of the season stands in."""

RELATED_TERMS = 25
"""Words that tell one document from all."""

MOST_KEPT = 2000
"""Documents whose words are kept."""


class Feedback:
    """Reads the best documents of one snapshot."""

    def __init__(
        self,
        analyzer: Analyzer,
        thesaurus: Thesaurus,
        vocabulary: Vocabulary,
        document: Callable[[str], Document],
        size: int,
        count: Callable[[Query], int],
    ) -> None:
        self._analyzer = analyzer
        self._thesaurus = thesaurus
        self._vocabulary = vocabulary
        self._document = document
        self._size = size
        self._count = count
        self._shares = lru_cache(maxsize=MOST_KEPT)(self._read)

    def words(
        self, keys: Sequence[str], scores: Sequence[float], query: Query, most: int = FEEDBACK_TERMS
    ) -> tuple[str, ...]:
        """The words that best tell these documents from all, the query's own left out."""
        gathered: dict[str, float] = defaultdict(float)
        holders: Counter[str] = Counter()
        for key, score in zip(keys, scores, strict=True):
            for word, share in self._shares(key).items():
                gathered[word] += score * share
                holders[word] += 1
        asked = {leaf.text for leaf in leaves(query) if isinstance(leaf, Term)}
        least = min(FEEDBACK_LEAST, len(keys))
        telling = {
            word: weight * self._telling(word)
            for word, weight in gathered.items()
            if holders[word] >= least and word not in asked
        }
        best = heapq.nlargest(most, telling.items(), key=lambda item: (item[1], item[0]))
        return tuple(word for word, weight in best if weight > 0)

    def names(self, keys: Sequence[str], query: Query) -> Mapping[str, str]:
        """The longest rare names in the titles of documents: whoever else says one means the same thing.

        Each with how the title writes it.
        """
        asked = {leaf.text for leaf in leaves(query) if isinstance(leaf, Term)}
        titles = [self._document(key).title for key in keys]
        written = {
            part: title[word.start : word.end] if part == word.key else part
            for title in titles
            for word in self._analyzer.words(title)
            for part in (*word.chain, word.key)
            if self._is_name(part) and part not in asked
        }
        rare = [part for part in written if 1 < self._count(Term(part)) <= COMMONEST_NAME]
        longest = sorted(rare, key=lambda part: (-len(part), part))[:MOST_NAMES]
        return {part: written[part] for part in longest}

    def _is_name(self, word: str) -> bool:
        """Long, and made of two words, as names are (ProxylessNAS): no word of everyday English."""
        latin = word.isascii() and word.isalpha() and len(word) >= SHORTEST_NAME
        return latin and self._vocabulary.joined_from(word) is not None

    def told_by(self, key: str) -> tuple[str, ...]:
        """The words that best tell one document from all."""
        return self.words((key,), (1.0,), MATCH_ALL, RELATED_TERMS)

    def season(self, keys: Sequence[str], most: int) -> tuple[str, ...]:
        """Words of the field that these documents say more often than all do, the most telling first."""
        holders = Counter(word for key in keys for word in self._shares(key))
        expected = len(keys) / max(1, self._size)
        gain = {
            word: count * math.log(count / (self._vocabulary.count(word) * expected))
            for word, count in holders.items()
            if count >= FEWEST_IN_SEASON and self._vocabulary.count(word) and self._thesaurus.is_term(word)
        }
        telling = {word: value * self._telling(word) for word, value in gain.items() if value > 0}
        return tuple(heapq.nlargest(most, telling, key=lambda word: (telling[word], word)))

    def _telling(self, word: str) -> float:
        """How much a word tells; nothing where no other document could have it."""
        found = self._vocabulary.count(word)
        if found < FEEDBACK_LEAST:
            return 0.0
        return rarity(found, self._size) * everyday_weight(everyday_words().get(word))

    def _read(self, key: str) -> Mapping[str, float]:
        """A document's words with their share of its text."""
        gathered: dict[str, float] = defaultdict(float)
        texts = texts_of(self._document(key))[:READ_PLACES]
        for text, weight in zip(texts, PLACE_WEIGHT[:READ_PLACES], strict=True):
            for word in self._analyzer.words(text):
                for part in self._meaningful(word):
                    gathered[part] += weight
        total = sum(gathered.values()) or 1.0
        return {word: weight / total for word, weight in gathered.items()}

    def _meaningful(self, word: Word) -> set[str]:
        if self._thesaurus.is_empty(word):
            return set()
        return {part for part in (word.key, *word.chain) if len(part) > 1 and not part.isdigit()}


def like(words: Sequence[str]) -> Query:
    """Documents with any of these words; those with more of them are stronger."""
    return Some(tuple(Term(word) for word in words), 0.0)
