"""An index of a generation for browsers: families of shards, each read by key.

    w   words and names: `flags,cost,weight,mainland` TAB postings
    g   Chinese characters and pairs that are no words: postings
    c   concepts: names TAB postings
    r   readings: words by full reading TAB blurred TAB by first letters
    s   Latin words by first letter and length, for misspelt ones

Plans stand in buckets of their own: cutting a text looks at many words, and needs the plans of few.

Flags: `s` a stop word, `t` a word of the field, `k` a word for which others can be searched, `p` a word
with a plan. `cost` is how rare a Chinese word is in running text, in tenths, for cutting; `weight` its
everyday weight, in hundredths; `mainland` the mainland's word for one of Taiwan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.browser.collected import CollectedPostings, add_across_words, collect
from index.browser.encoding import Shard, buckets_of, pack_postings, shards_of
from index.browser.likeness import related
from index.browser.plans import concept_names, plan_of, words_with_plans
from index.forward.document_terms import CONCEPT_MARK, STEM_MARK, UNLISTED_LENGTHS
from index.forward.vocabulary import LONGEST_NAME, Vocabulary
from index.lexicon.thesaurus import Thesaurus, thesaurus_of
from index.ranking.weights import EVERYDAY
from index.rewriting.query_words import MIN_UNLISTED_DOCUMENTS
from index.rewriting.rewriter import Rewriter
from index.text.analyzer import analyzer_of, is_han
from index.text.pinyin import blurred, initials, readings, usual_reading
from index.text.segmenter import everyday_weight, rareness
from index.text.simplified import simplified, taiwan_words

if TYPE_CHECKING:
    from index.engines.store import OpenIndex
    from index.lexicon.lexicon import Lexicon

UNKNOWN_WORD_COST = 14.0
"""Cost of a word that running text has once in a million words."""

DOMAIN_COST = 10.3
"""Cost of a word of the lexicon: `WORD_FREQUENCY` in the words of jieba's dictionary."""

MAX_WORDS_PER_READING = 12
"""Words of one reading that are kept, the commonest."""

READ_CHARACTERS = range(0x4E00, 0xA000)
"""Characters that readers may mistype."""


@dataclass(frozen=True, slots=True)
class BrowserIndex:
    """Everything but the documents."""

    families: Mapping[str, tuple[Shard, ...]]
    plans: tuple[bytes, ...]
    """Buckets of what words ask for beside themselves."""

    forms: str
    """Traditional characters and, as many, the simplified ones that the archive holds."""

    sounds: tuple[bytes, ...]
    """Buckets of characters, each with its usual reading: all in one file took 27 kB."""

    related: tuple[tuple[int, ...], ...]
    """For each document the numbers of those most like it."""


class _Words:
    """The data that the families are written from."""

    def __init__(self, index: OpenIndex, lexicon: Lexicon, collected: CollectedPostings) -> None:
        self.collected = collected
        self.thesaurus: Thesaurus = thesaurus_of(lexicon)
        self.vocabulary = Vocabulary(index.forward, index.engine)
        self.analyzer = analyzer_of(lexicon.words)
        self.rewriter = Rewriter(self.analyzer, self.thesaurus, self.vocabulary)
        rows = index.forward.rows("SELECT word, documents FROM word")
        self.counts = {word: count for word, count in rows if word[0] > " " and self._is_kept(word, count)}
        self.taiwan = taiwan_words(word for word in self.counts if is_han(word) and len(word) > 1)
        """Words of Taiwan that stand for words of the archive."""
        self.plans = {
            key: plan
            for key in self._words_with_plans()
            if (plan := plan_of(self.rewriter, self.thesaurus, key))
        }

    def is_unlisted(self, word: str) -> bool:
        """Whether the dictionary lacks a Chinese word, so that no text is cut into it."""
        return len(word) in UNLISTED_LENGTHS and is_han(word) and not self.analyzer.segmenter.knows(word)

    def _is_kept(self, word: str, count: int) -> bool:
        """All but characters that only chance to touch: pairs of characters find these anyway."""
        rare = count < (MIN_UNLISTED_DOCUMENTS if len(word) < 3 else 2)
        return not (rare and self.is_unlisted(word))

    def _words_with_plans(self) -> Iterator[str]:
        yield from words_with_plans({*self.counts, *self.thesaurus.names()}, self.thesaurus, self.vocabulary)

    def keys(self) -> set[str]:
        """Words of the archive, names with synonyms in it, and words without meaning."""
        words = {word for word in self.counts if not is_han(word) or len(word) > 1}
        words = {word for word in words if is_han(word) or len(word) < LONGEST_NAME or word.isalpha()}
        stems = {key for key in self.collected.words if key.endswith(STEM_MARK)}
        return words | stems | self.taiwan.keys() | self.plans.keys() | self.thesaurus.stopwords

    def distinctive_words(self) -> set[str]:
        """Words that can distinguish a document from others."""
        return {word for word in self.counts if len(word) > 1 and not self.thesaurus.is_stopword(word)}

    def line(self, key: str) -> str:
        """A line of family `w`, without its key."""
        pair = is_han(key) and len(key) == 2
        postings = (self.collected.pairs if pair else self.collected.words).get(key)
        packed = pack_postings(*postings) if postings else ""
        if key.endswith(STEM_MARK):
            return f"\t{packed}"
        return f"{self._properties(key)}\t{packed}"

    def _properties(self, key: str) -> str:
        thesaurus = self.thesaurus
        flags = "".join(
            flag
            for flag, holds in (
                ("s", thesaurus.is_stopword(key)),
                ("t", thesaurus.is_term(key)),
                ("k", thesaurus.knows(key)),
                ("p", key in self.plans),
            )
            if holds
        )
        cost = round(10 * self._cost(key)) if is_han(key) and not self.is_unlisted(key) else ""
        weight = round(100 * max(EVERYDAY, everyday_weight(key)))
        mainland = self.taiwan.get(key, "")
        return f"{flags},{cost},{'' if weight == 100 else weight},{mainland}".rstrip(",")

    def _cost(self, word: str) -> float:
        cost = rareness(word)
        if self.thesaurus.is_term(word) or word in self.taiwan:
            return min(cost or DOMAIN_COST, DOMAIN_COST)
        return cost or UNKNOWN_WORD_COST


def browser_index(index: OpenIndex, lexicon: Lexicon, numbers: Mapping[str, int]) -> BrowserIndex:
    """The index of an open generation; `numbers` gives the id of each document its number."""
    collected = collect(index.forward, numbers)
    add_across_words(collected)
    words = _Words(index, lexicon, collected)
    keys = words.keys()
    families = {
        "w": ((key, words.line(key)) for key in keys),
        "g": (
            (pair, pack_postings(*postings)) for pair, postings in collected.pairs.items() if pair not in keys
        ),
        "c": _concepts(words),
        "r": _readings(words.counts),
        "s": _spellings(words),
    }
    characters = {character for character in collected.pairs if len(character) == 1}
    return BrowserIndex(
        families={name: tuple(shards_of(lines)) for name, lines in families.items()},
        plans=buckets_of(words.plans.items()),
        forms=_forms(characters),
        sounds=buckets_of(_sounds(characters)),
        related=related(collected, words.distinctive_words()),
    )


def _concepts(words: _Words) -> Iterator[tuple[str, str]]:
    names = concept_names(words.plans.values(), words.thesaurus, words.vocabulary)
    for key, written in names.items():
        postings = words.collected.words.get(CONCEPT_MARK + key)
        if postings:
            yield key, f"{written}\t{pack_postings(*postings)}"


def _readings(counts: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    kinds: tuple[dict[str, set[str]], ...] = (defaultdict(set), defaultdict(set), defaultdict(set))
    for word in counts:
        if len(word) < 2 or not is_han(word):
            continue
        for reading in readings(word):
            kinds[0][reading].add(word)
            kinds[1][blurred(reading)].add(word)
        for letters in initials(word):
            kinds[2][letters].add(word)
    for reading in {key for kind in kinds for key in kind}:
        yield reading, "\t".join(_listed(kind.get(reading, ()), counts) for kind in kinds)


def _listed(words: Iterable[str], counts: Mapping[str, int]) -> str:
    ordered = sorted(words, key=lambda word: (-counts.get(word, 0), word))
    return " ".join(f"{word}{counts.get(word, 0)}" for word in ordered[:MAX_WORDS_PER_READING])


def _spellings(words: _Words) -> Iterator[tuple[str, str]]:
    buckets: dict[str, dict[str, int]] = defaultdict(dict)
    for word in {*words.counts, *words.plans}:
        if word.isascii() and word.isalnum() and 3 < len(word) < LONGEST_NAME and not word.isdecimal():
            buckets[f"{word[0]}{len(word):02}"][word] = words.counts.get(word, 0)
    for key, bucket in buckets.items():
        ordered = sorted(bucket, key=lambda word: (-bucket[word], word))
        yield key, " ".join(f"{word}:{bucket[word]}" for word in ordered)


def _forms(held_characters: set[str]) -> str:
    characters = "".join(map(chr, READ_CHARACTERS))
    pairs = zip(characters, simplified(characters), strict=True)
    pairs_held = [
        (traditional, simple)
        for traditional, simple in pairs
        if traditional != simple and simple in held_characters
    ]
    return (
        "".join(traditional for traditional, _ in pairs_held)
        + "\n"
        + "".join(simple for _, simple in pairs_held)
    )


def _sounds(held_characters: set[str]) -> Iterator[tuple[str, str]]:
    for character in map(chr, READ_CHARACTERS):
        is_known = character in held_characters or rareness(character) is not None
        if is_known and (reading := usual_reading(character)):
            yield character, reading
