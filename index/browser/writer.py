"""An index of a generation for browsers: families of shards, each read by key.

    w   words and names: `flags,cost,weight,mainland` TAB plan TAB postings
    g   Chinese characters and pairs that are no words: postings
    c   concepts: names TAB postings
    r   readings: words by full reading TAB blurred TAB by first letters
    s   Latin words by first letter and length, for misspelt ones

Flags: `s` says nothing in a query, `t` a word of the field, `k` something else can be searched for it. `cost`
is how rare a Chinese word is in running text, in tenths, for cutting; `weight` what it tells, in hundredths;
`mainland` the mainland's word for one of Taiwan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.browser.collected import Collected, collect, spread
from index.browser.encoding import Shard, pack_postings, shards_of
from index.browser.likeness import related
from index.browser.plans import concept_names, plan_of, planned
from index.forward.document_terms import CONCEPT_MARK, STEM_MARK
from index.forward.vocabulary import LONGEST_NAME, Vocabulary
from index.lexicon.thesaurus import Thesaurus, thesaurus_of
from index.rewriting.rewriter import Rewriter
from index.text.analyzer import analyzer_of, is_han
from index.text.pinyin import blurred, initials, readings, usual_reading
from index.text.segmenter import everyday_weight, rareness
from index.text.simplified import simplified, taiwan_words

if TYPE_CHECKING:
    from index.engines.store import OpenIndex
    from index.lexicon.lexicon import Lexicon

LEAST_COMMON = 14.0
"""Cost of a word that running text has once in a million words."""

DOMAIN_COST = 10.3
"""Cost of a word of the lexicon: `WORD_FREQUENCY` in the words of jieba's dictionary."""

MOST_READ = 12
"""Words of one reading that are kept, the commonest."""

READ_CHARACTERS = range(0x4E00, 0xA000)
"""Characters that readers may mistype."""


@dataclass(frozen=True, slots=True)
class BrowserIndex:
    """Everything but the documents."""

    families: Mapping[str, tuple[Shard, ...]]
    forms: str
    """Traditional characters and, as many, the simplified ones that the archive holds."""

    sounds: Mapping[str, str]
    """Syllable → characters that are usually read so."""

    related: tuple[tuple[int, ...], ...]
    """For each document the numbers of those most like it."""


class _Words:
    """What the families are made of."""

    def __init__(self, index: OpenIndex, lexicon: Lexicon, found: Collected) -> None:
        self.found = found
        self.thesaurus: Thesaurus = thesaurus_of(lexicon)
        self.vocabulary = Vocabulary(index.forward, index.engine)
        self.rewriter = Rewriter(analyzer_of(lexicon.words), self.thesaurus, self.vocabulary)
        rows = index.forward.rows("SELECT word, documents FROM word")
        self.counts = {word: count for word, count in rows if word[0] > " "}
        self.taiwan = taiwan_words(word for word in self.counts if is_han(word) and len(word) > 1)
        """Words of Taiwan that stand for words of the archive."""
        self.plans = {key: plan_of(self.rewriter, self.thesaurus, key) for key in self._planned()}

    def _planned(self) -> Iterator[str]:
        yield from planned({*self.counts, *self.thesaurus.names()}, self.thesaurus, self.vocabulary)

    def keys(self) -> set[str]:
        """Words of the archive, names that it says otherwise, and words without meaning."""
        held = {word for word in self.counts if not is_han(word) or len(word) > 1}
        held = {word for word in held if is_han(word) or len(word) < LONGEST_NAME or word.isalpha()}
        stems = {key for key in self.found.words if key.endswith(STEM_MARK)}
        return (
            held
            | stems
            | self.taiwan.keys()
            | {key for key, plan in self.plans.items() if plan}
            | self.thesaurus.stopwords
        )

    def telling(self) -> set[str]:
        """Words that can tell what a document is about."""
        return {word for word in self.counts if len(word) > 1 and not self.thesaurus.is_stopword(word)}

    def line(self, key: str) -> str:
        """A line of family `w`, without its key."""
        pair = is_han(key) and len(key) == 2
        postings = (self.found.pairs if pair else self.found.words).get(key)
        packed = pack_postings(*postings) if postings else ""
        if key.endswith(STEM_MARK):
            return f"\t\t{packed}"
        return f"{self._about(key)}\t{self.plans.get(key, '')}\t{packed}"

    def _about(self, key: str) -> str:
        thesaurus = self.thesaurus
        flags = "".join(
            flag
            for flag, holds in (
                ("s", thesaurus.is_stopword(key)),
                ("t", thesaurus.is_term(key)),
                ("k", thesaurus.knows(key)),
            )
            if holds
        )
        cost = round(10 * self._cost(key)) if is_han(key) else ""
        weight = round(100 * everyday_weight(key))
        mainland = self.taiwan.get(key, "")
        return f"{flags},{cost},{'' if weight == 100 else weight},{mainland}".rstrip(",")

    def _cost(self, word: str) -> float:
        known = rareness(word)
        if self.thesaurus.is_term(word) or word in self.taiwan:
            return min(known or DOMAIN_COST, DOMAIN_COST)
        return known or LEAST_COMMON


def browser_index(index: OpenIndex, lexicon: Lexicon, numbers: Mapping[str, int]) -> BrowserIndex:
    """The index of an open generation; `numbers` gives the id of each document its number."""
    found = collect(index.forward, numbers)
    spread(found)
    words = _Words(index, lexicon, found)
    keys = words.keys()
    families = {
        "w": ((key, words.line(key)) for key in keys),
        "g": ((pair, pack_postings(*some)) for pair, some in found.pairs.items() if pair not in keys),
        "c": _concepts(words),
        "r": _readings(words.counts),
        "s": _spellings(words),
    }
    held = {character for character in found.pairs if len(character) == 1}
    return BrowserIndex(
        families={name: tuple(shards_of(lines)) for name, lines in families.items()},
        forms=_forms(held),
        sounds=_sounds(held),
        related=related(found, words.telling()),
    )


def _concepts(words: _Words) -> Iterator[tuple[str, str]]:
    names = concept_names(filter(None, words.plans.values()), words.thesaurus, words.vocabulary)
    for key, written in names.items():
        postings = words.found.words.get(CONCEPT_MARK + key)
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
    return " ".join(f"{word}{counts.get(word, 0)}" for word in ordered[:MOST_READ])


def _spellings(words: _Words) -> Iterator[tuple[str, str]]:
    buckets: dict[str, dict[str, int]] = defaultdict(dict)
    named = (key for key, plan in words.plans.items() if plan)
    for word in {*words.counts, *named}:
        if word.isascii() and word.isalnum() and 3 < len(word) < LONGEST_NAME and not word.isdecimal():
            buckets[f"{word[0]}{len(word):02}"][word] = words.counts.get(word, 0)
    for key, held in buckets.items():
        ordered = sorted(held, key=lambda word: (-held[word], word))
        yield key, " ".join(f"{word}:{held[word]}" for word in ordered)


def _forms(held: set[str]) -> str:
    characters = "".join(map(chr, READ_CHARACTERS))
    pairs = zip(characters, simplified(characters), strict=True)
    kept = [(before, after) for before, after in pairs if before != after and after in held]
    return "".join(before for before, _ in kept) + "\n" + "".join(after for _, after in kept)


def _sounds(held: set[str]) -> dict[str, str]:
    sounds: dict[str, list[str]] = defaultdict(list)
    for character in map(chr, READ_CHARACTERS):
        known = character in held or rareness(character) is not None
        if known and (reading := usual_reading(character)):
            sounds[reading].append(character)
    return {reading: "".join(some) for reading, some in sorted(sounds.items())}
