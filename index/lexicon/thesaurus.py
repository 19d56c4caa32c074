"""Look-ups in the lexicon: synonyms, wider and related names, and kinds of words, by key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from index.lexicon.lexicon import Lexicon
from index.text.analyzer import Word, is_han, name_key
from index.text.spelling import Correction, Spelling
from index.text.stemmer import stem

LONGEST_NAME = 6
"""Words of the longest name that is looked up."""

PREFIX_LENGTH = 2
"""Characters by which most words that begin no name are skipped: names are looked for at every word."""


class Thesaurus:
    """A lexicon's names by key."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._stopwords = frozenset(map(name_key, lexicon.stopwords))
        self._generic = frozenset(map(name_key, lexicon.generic))
        self._implicit = frozenset(map(name_key, lexicon.implicit))
        self.negations = frozenset(map(name_key, lexicon.negations))
        """Words that say of the next one that it is not there."""
        self.programs = frozenset(map(name_key, lexicon.programs))
        """Words for a program."""
        self._named: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._concepts: dict[str, str] = {}
        self._groups: dict[str, tuple[str, ...]] = {}
        for group in lexicon.synonyms:
            keys = list(map(name_key, group))
            self._groups[keys[0]] = group
            for key, name in zip(keys, group, strict=True):
                self._named[key] = (name, group)
                self._concepts[key] = keys[0]
        self._prefixes = frozenset(key[:PREFIX_LENGTH] for key in self._concepts)
        words = {name_key(word): word for word, _ in lexicon.words}
        self.written = words | {key: name for key, (name, _) in self._named.items()}
        """Words of the field and names, as the lexicon writes them, by key."""
        self._wider = _mapping(lexicon.wider)
        self._related = self._by_group(lexicon)
        self._lexicon = lexicon
        self._taiwan = _mapping(lexicon.taiwan)
        self._terms = words.keys() | self._named.keys()

    def is_meaningless(self, word: Word) -> bool:
        """Whether a word carries no meaning in a query."""
        return self.is_stopword(word.key) and not word.capitals

    def is_stopword(self, key: str) -> bool:
        """The same of a key, however it is written."""
        return key in self._stopwords

    def is_generic(self, key: str) -> bool:
        """Whether every entry is this: an article, a text."""
        return key in self._generic

    def is_implicit(self, key: str) -> bool:
        """Whether few entries say that they are this, so that related words serve as well."""
        return key in self._implicit

    def knows(self, key: str) -> bool:
        """Whether the lexicon has other names to search for this one."""
        return any(key in table for table in (self._named, self._wider, self._related, self._taiwan))

    @property
    def stopwords(self) -> frozenset[str]:
        """Words without meaning in a query."""
        return self._stopwords

    def names(self) -> frozenset[str]:
        """All keys for which the lexicon has other names to search."""
        return frozenset().union(self._named, self._wider, self._related, self._taiwan)

    def corrected(self, key: str) -> tuple[Correction, ...]:
        """Latin names that a misspelt one may mean, of those that are also said otherwise."""
        return self._spelling.corrections(key)

    @cached_property
    def _spelling(self) -> Spelling:
        """Of names as near to what was typed, the one with most other names comes first."""
        return Spelling((key, len(group)) for key, (_, group) in self._named.items() if key.isascii())

    def is_term(self, key: str) -> bool:
        """Whether this is a word of the field: surely no misspelling."""
        return key in self._terms

    def concept(self, key: str) -> str:
        """The concept that this is a name of; "" for none."""
        return self._concepts.get(key, "")

    def concept_of_stem(self, root: str) -> str:
        """The concept that an English word with this stem is a form of; "" for none."""
        return self._stems.get(root, "")

    @cached_property
    def _stems(self) -> Mapping[str, str]:
        by_stem = {stem(key): concept for key, concept in self._concepts.items()}
        return {root: concept for root, concept in by_stem.items() if root}

    def names_of(self, concept: str) -> tuple[str, ...]:
        """All names of a concept, as the lexicon writes them."""
        return self._groups.get(concept, ())

    def concepts_in_row(self, keys: Sequence[str]) -> Iterator[str]:
        """Concepts that two or more words in a row are a name of."""
        for first, key in enumerate(keys):
            if key[:PREFIX_LENGTH] not in self._prefixes:
                continue
            name = key
            for following in keys[first + 1 : first + LONGEST_NAME]:
                name += following
                if concept := self._concepts.get(name):
                    yield concept

    def terms_differing(self, word: str, positions: Iterable[int]) -> list[str]:
        """Chinese words of the field that differ from a word in the character at one of some positions."""
        patterns = (_pattern(word, position) for position in positions)
        return sorted(
            term for pattern in patterns for term in self._patterns.get(pattern, ()) if term != word
        )

    @cached_property
    def _patterns(self) -> Mapping[str, list[str]]:
        """Chinese words of the field, by each of their patterns."""
        by_pattern: dict[str, list[str]] = defaultdict(list)
        for term in filter(is_han, self._terms):
            for position in range(len(term)):
                by_pattern[_pattern(term, position)].append(term)
        return by_pattern

    def synonyms(self, key: str) -> tuple[str, ...]:
        """Other names of the same thing, as the lexicon writes them."""
        name, group = self._named.get(key, ("", ()))
        return tuple(other for other in group if other != name)

    def wider(self, key: str) -> tuple[str, ...]:
        """Names that include this thing."""
        return self._wider.get(key, ())

    def related(self, key: str) -> tuple[str, ...]:
        """Related names for where too few documents hold this; with all their synonyms."""
        return self._with_names(self._related.get(key, ()))

    def kinds(self, key: str) -> tuple[str, ...]:
        """Broader names where no document has this one: what it exemplifies, as 含光 is of 平头哥's chips."""
        return self._with_names(self._kinds.get(key, ()))

    def mainland(self, key: str) -> tuple[str, ...]:
        """The mainland's word for Taiwan's."""
        return self._taiwan.get(key, ())

    def _with_names(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(other for name in names for other in (name, *self.synonyms(name_key(name))))
        )

    @cached_property
    def _kinds(self) -> Mapping[str, tuple[str, ...]]:
        """What stands on the left, under every name of what stands on the right."""
        return _mapping(
            tuple(
                (name, left)
                for left, right in self._lexicon.related
                for example in right
                for name in (example, *self.synonyms(name_key(example)))
            )
        )

    def _by_group(self, lexicon: Lexicon) -> Mapping[str, tuple[str, ...]]:
        """Related names, under every name of what stands on the left."""
        by_name: dict[str, tuple[str, ...]] = {}
        for left, right in lexicon.related:
            key = name_key(left)
            for other in (key, *map(name_key, self.synonyms(key))):
                by_name[other] = (*by_name.get(other, ()), *right)
        return by_name


@lru_cache(maxsize=8)
def thesaurus_of(lexicon: Lexicon) -> Thesaurus:
    """One thesaurus for each lexicon."""
    return Thesaurus(lexicon)


def _mapping(pairs: tuple[tuple[str, str], ...]) -> Mapping[str, tuple[str, ...]]:
    by_key: dict[str, list[str]] = defaultdict(list)
    for left, right in pairs:
        by_key[name_key(left)].append(right)
    return {key: tuple(names) for key, names in by_key.items()}


def _pattern(word: str, position: int) -> str:
    """A word with any character at a position."""
    return f"{word[:position]}?{word[position + 1 :]}"
