"""Words → units of a query: each with all that says the same, and with what was done, for the reader.

What was literally typed is always strongest; everything else is searched too, and weaker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from index.lexicon.thesaurus import LONGEST_NAME, Thesaurus
from index.query.tree import And, Boost, Near, Query, Term, Weigh
from index.ranking.weights import (
    COMPOUND,
    COMPOUND_WEIGHT,
    CORRECTED,
    FRAGMENT,
    NUMBER,
    SINGLE,
    everyday_weight,
)
from index.results import Rewrite
from index.rewriting.corrections import Corrector, Meant
from index.rewriting.query_words import TypedWords, either, literal
from index.rewriting.synonyms import Names
from index.rewriting.vocabulary import Vocabulary
from index.text.analyzer import Analyzer, Word, is_han, name_key
from index.text.segmenter import everyday_words

MOST_UNITS = 32
"""Units of a query that are searched; what follows them adds cost and no meaning."""

MOST_INSIDE = 5
"""Longer words that are told to the reader as examples."""

FORMS = frozenset({"文章", "资料", "内容", "介绍", "信息", "讲解"})
"""What every entry is. Papers, projects and news are not here: those are categories, too."""

NO_REWRITES: tuple[Rewrite, ...] = ()

MOST_FRAGMENTS = 20
"""Words that are searched for one fragment of a word."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that was asked for."""

    strict: Query
    """Finds documents that say it."""

    loose: Query
    """Finds documents that say something of it, too."""

    said: Query
    """Finds documents that say it as it was typed, or as it was meant."""

    words: tuple[str, ...]
    """The words meant, in order: where they follow each other they are strongest."""

    others: tuple[tuple[str, ...], ...] = ()
    """The words of other names of the same thing; only where units may be searched loosely."""

    rewrites: tuple[Rewrite, ...] = ()
    related: tuple[Rewrite, ...] = ()
    """What `loose` searches besides."""

    corrections: tuple[tuple[int, int, str], ...] = ()
    """Half-open ranges of the text with the words that should stand there."""


class Rewriter:
    """Rewrites queries over one snapshot. `count` tells how many documents a query finds."""

    def __init__(
        self,
        analyzer: Analyzer,
        thesaurus: Thesaurus,
        vocabulary: Vocabulary,
        count: Callable[[Query], int],
    ) -> None:
        self._analyzer = analyzer
        self._thesaurus = thesaurus
        self._vocabulary = vocabulary
        self._words = TypedWords(analyzer, thesaurus, count)
        self._names = Names(analyzer, thesaurus, count)
        self._corrector = Corrector(
            thesaurus, vocabulary, count, analyzer.segmenter.knows, self._names.has_others
        )

    def units(self, text: str, *, loose: bool = True) -> tuple[Unit, ...]:
        """What a text asks for, rewritten; its words without meaning are left out, if others stay.

        Without `loose`, units can only be searched strictly, and are had for half the work.
        """
        meant = self._corrector.correct(self._words.read(text))
        return tuple(self._unit(group, text, loose) for group in islice(self._groups(meant), MOST_UNITS))

    def literal_units(self, text: str) -> tuple[Unit, ...]:
        """What a text asks for, word for word."""
        words = self._meaningful([Meant((word,), word.key) for word in self._words.read(text)])
        units = []
        for meant in words[:MOST_UNITS]:
            query = either(literal(meant.typed[0]))
            units.append(Unit(query, query, query, _sequence(meant)))
        return tuple(units)

    def inside(self, text: str) -> Rewrite | None:
        """The commonest words that hold the typed one; None where it is no Latin word, or none does."""
        words = self._analyzer.words(text)
        if len(words) != 1 or is_han(words[0].key):
            return None
        key = words[0].key
        longer = [word for word in self._vocabulary.holding(key, MOST_FRAGMENTS) if word != key]
        return Rewrite("part", text.strip(), _shortest(longer)) if longer else None

    def _groups(self, meant: Sequence[Meant]) -> Iterator[tuple[Meant, ...]]:
        """Names of the lexicon together, words alone; meaningless words left out."""
        meaningful = set(map(id, self._meaningful(meant)))
        place = 0
        while place < len(meant):
            size = self._name_size(meant[place:])
            if size > 1 or id(meant[place]) in meaningful:
                yield tuple(meant[place : place + size])
            place += size

    def _meaningful(self, meant: Sequence[Meant]) -> list[Meant]:
        kept = [one for one in meant if one.kind or not self._thesaurus.is_empty(one.typed[0])]
        if len(kept) > 1 and _is_form(meant, meant.index(kept[-1])):
            return kept[:-1]
        return kept or list(meant)

    def _name_size(self, meant: Sequence[Meant]) -> int:
        for size in range(min(len(meant), LONGEST_NAME), 1, -1):
            if self._thesaurus.knows("".join(one.key for one in meant[:size])):
                return size
        return 1

    def _unit(self, group: Sequence[Meant], text: str, loose: bool) -> Unit:
        typed = text[group[0].typed[0].start : group[-1].typed[-1].end]
        key = "".join(one.key for one in group)
        said, read = self._said(group, typed)
        others, named = self._names.otherwise(key, typed)
        known_as = next(map(name_key, self._thesaurus.mainland(key)), key)  # more is known of that word
        shorter = self._shorter(group) if known_as == key else self._analyzer.split(known_as)
        parts, parted = self._names.spread(shorter)
        strict = either([*said, *others, *([Boost(And(parts), COMPOUND)] if parts else [])])
        wide, related = strict, NO_REWRITES
        if loose:
            wider, related = self._names.wider(known_as, shorter, parts)
            some = either([*said, *others, *self._names.in_part(known_as, wider)])
            wide, own = self._names.widened(some, known_as, typed)
            related = (*own, *related)
        size = max(1, len(parts))
        return Unit(
            self._weighed(strict, known_as, size),
            self._weighed(wide, known_as, size),
            either([*said, *self._names.mainland(key)]),
            tuple(word for one in group for word in _sequence(one)),
            self._names.sequences(named) if loose else (),
            (*read, *named, *parted),
            related,
            tuple((one.typed[0].start, one.typed[-1].end, one.key) for one in group if one.kind),
        )

    def _weighed(self, query: Query, key: str, size: int) -> Query:
        """A word of everyday language tells less than its rarity in the archive says; a name tells more."""
        factor = 1.0 + COMPOUND_WEIGHT * (size - 1)
        if len(key) == 1 and is_han(key):
            factor = SINGLE
        elif key.isdecimal():
            factor = NUMBER
        elif not self._thesaurus.is_term(key):
            factor *= everyday_weight(everyday_words().get(key))
        return query if factor == 1.0 else Weigh(query, factor)

    def _said(self, group: Sequence[Meant], typed: str) -> tuple[list[Query], list[Rewrite]]:
        """What was typed, and what was meant by it."""
        if len(group) > 1:
            words = tuple(word for one in group for word in _sequence(one))
            return [Near(words), Term("".join(one.key for one in group))], _told(group, typed)
        meant = group[0]
        if meant.kind is None:
            longer, told = self._inside(meant.typed[0], typed)
            return [*literal(meant.typed[0]), *self._apart(meant.typed[0]), *longer], told
        options: list[Query] = [Boost(Term(word), CORRECTED) for word in (meant.key, *meant.others)]
        return options, _told(group, typed)

    def _apart(self, word: Word) -> list[Query]:
        """Two words that were typed as one: `tensorflowlite`."""
        halves = self._vocabulary.joined_from(word.key) if word.key.isascii() and word.key.isalpha() else None
        return [Near(halves)] if halves else []

    def _inside(self, word: Word, typed: str) -> tuple[list[Query], list[Rewrite]]:
        """Longer words that hold a Latin one which stands nowhere itself."""
        if is_han(word.key) or self._vocabulary.count(word.key) or self._apart(word):
            return [], []
        longer = self._vocabulary.holding(word.key, MOST_FRAGMENTS)
        told = [Rewrite("part", typed, _shortest(longer))] if longer else []
        return [Boost(Term(whole), FRAGMENT) for whole in longer], told

    def _shorter(self, group: Sequence[Meant]) -> Sequence[str]:
        first = group[0]
        if len(group) > 1:
            return [one.key for one in group]
        if is_han(first.key):
            return self._analyzer.split(first.key)
        chain = first.typed[0].chain if first.kind is None else ()
        return chain if all(word.isalpha() for word in chain) else ()


def _is_form(meant: Sequence[Meant], place: int) -> bool:
    """Whether a word only says that something to read is wanted: 文章 of 有没有量化的文章."""
    return meant[place].key in FORMS and place > 0 and meant[place - 1].key == "的"


def _shortest(words: Sequence[str]) -> tuple[str, ...]:
    """The first words of a list, without those that hold one before them: examples for a reader."""
    chosen: list[str] = []
    for word in words:
        if not any(shorter in word for shorter in chosen):
            chosen.append(word)
    return tuple(chosen[:MOST_INSIDE])


def _told(group: Sequence[Meant], typed: str) -> list[Rewrite]:
    corrected = [one for one in group if one.kind]
    return [Rewrite(one.kind, typed, (one.key, *one.others)) for one in corrected if one.kind]


def _sequence(meant: Meant) -> tuple[str, ...]:
    return meant.typed[0].parts if meant.kind is None and len(meant.typed) == 1 else (meant.key,)
