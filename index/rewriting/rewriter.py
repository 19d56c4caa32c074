"""Words → units of a query: each with all that says the same, and with what was done, for the reader.

Everything that says the same is searched too, a little weaker than what was typed. Statistics of terms decide
what is worth searching: no search is run here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from index.forward.vocabulary import Vocabulary
from index.lexicon.thesaurus import LONGEST_NAME, Thesaurus
from index.query.tree import And, Boost, ClauseWeight, Phrase, Query, Term, any_of
from index.ranking.weights import (
    COMPOUND,
    COMPOUND_WEIGHT,
    CORRECTED,
    FRAGMENT,
    NUMBER,
    SINGLE,
    SYNONYM,
)
from index.results import Rewrite
from index.rewriting.corrections import Corrector, Meant
from index.rewriting.query_words import QueryWords, as_typed
from index.rewriting.questions import without_grammar
from index.rewriting.synonyms import Synonyms
from index.rewriting.taiwan import TaiwanWords
from index.text.analyzer import Analyzer, Word, is_han, name_key
from index.text.segmenter import everyday_weight

YEARS = frozenset(map(str, range(1990, 2050)))
"""Numbers that say when, not which."""

MOST_UNITS = 32
"""Units of a query that are searched; what follows them adds cost and no meaning."""

MOST_GUESSED = 8
"""Units up to which a fragment is looked for inside longer words: a sentence says enough without, and each
fragment costs a look at all words of the archive."""

MOST_INSIDE = 5
"""Longer words that are told to the reader as examples."""

MOST_FRAGMENTS = 8
"""Words that are searched for one fragment of a word: twenty found nothing more that was judged."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that was asked for."""

    required: Query
    """Finds documents that say it."""

    relaxed: Query
    """Finds documents that say something of it, too."""

    rewrites: tuple[Rewrite, ...] = ()
    related: tuple[Rewrite, ...] = ()
    """What `relaxed` searches besides."""

    corrections: tuple[tuple[int, int, str], ...] = ()
    """Half-open ranges of the text with the words that should stand there."""


class Rewriter:
    """Rewrites queries over one snapshot."""

    def __init__(self, analyzer: Analyzer, thesaurus: Thesaurus, vocabulary: Vocabulary) -> None:
        self._analyzer = analyzer
        self._thesaurus = thesaurus
        self._vocabulary = vocabulary
        self._words = QueryWords(analyzer, thesaurus, vocabulary)
        self._synonyms = Synonyms(analyzer, thesaurus, vocabulary)
        self._corrector = Corrector(
            thesaurus, vocabulary, analyzer.segmenter.knows, self._synonyms.has_alternatives
        )

        self._taiwan = TaiwanWords(vocabulary, self._words.read, self._corrector.correct)

    def units(self, text: str) -> tuple[Unit, ...]:
        """What a text asks for, rewritten; its words without meaning are left out, if others stay."""
        meant = self._taiwan.meant(without_grammar(text))
        groups = list(islice(self._groups(meant), MOST_UNITS))
        return tuple(self._unit(group, text, guess=len(groups) <= MOST_GUESSED) for group in groups)

    def units_of_name(self, text: str) -> tuple[Unit, ...]:
        """What a name asks for, taken as it is: nothing is corrected, and nothing left out."""
        meant = [Meant((word,), word.key) for word in self._words.read(text)]
        named = len(meant) > 1 and self._name_size(meant) == len(meant)
        groups = [meant] if named else [[one] for one in meant]
        return tuple(self._unit(group, text, guess=False) for group in groups)

    def literal_units(self, text: str) -> tuple[Unit, ...]:
        """What a text asks for, word for word."""
        words = self._meaningful([Meant((word,), word.key) for word in self._words.read(text)])
        units = []
        for meant in words[:MOST_UNITS]:
            query = any_of(as_typed(meant.typed[0]))
            units.append(Unit(query, query))
        return tuple(units)

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
        kept = [one for one in meant if one.kind or not self._thesaurus.is_meaningless(one.typed[0])]
        if len(kept) > 1 and self._asks_for_anything(meant, meant.index(kept[-1])):
            return kept[:-1]
        return kept or list(meant)

    def _asks_for_anything(self, meant: Sequence[Meant], position: int) -> bool:
        """Whether a word only says that something to read is wanted: 文章 of 有没有量化的文章."""
        behind_de = position > 0 and meant[position - 1].key == "的"
        return behind_de and self._thesaurus.is_generic(meant[position].key)

    def _name_size(self, meant: Sequence[Meant]) -> int:
        for size in range(min(len(meant), LONGEST_NAME), 1, -1):
            name = "".join(one.key for one in meant[:size])
            if self._thesaurus.knows(name) or self._vocabulary.explained(name):
                return size
        two = len(meant) > 1 and (self._is_model(*meant[:2]) or self._is_torn(*meant[:2]))
        return 2 if two else 1

    def _is_torn(self, first: Meant, second: Meant) -> bool:
        """Whether two Latin words are one that stands there as often as the rarer: `type script`."""
        keys = (first.key, second.key)
        if not all(key.isascii() and key.isalpha() and len(key) > 1 for key in keys):
            return False
        joined = self._vocabulary.count("".join(keys))
        return joined > 1 and joined >= min(map(self._vocabulary.count, keys))

    def _is_model(self, name: Meant, number: Meant) -> bool:
        """Whether a number belongs to the name before it: 骁龙 865 is no 骁龙 855 at 865 yuan."""
        apart = number.typed[0].start - name.typed[-1].end
        named = len(name.key) > 1 and not name.key[-1].isdigit()
        if not (self._is_number(number) and named and apart <= 1) or self._thesaurus.is_stopword(name.key):
            return False
        return bool(self._vocabulary.count(name.key + number.key) or self._models(name.key, number.key))

    def _is_number(self, meant: Meant) -> bool:
        return meant.key[0].isdigit() and meant.kind is None and meant.key not in YEARS

    def _unit(self, group: Sequence[Meant], text: str, *, guess: bool) -> Unit:
        typed = text[group[0].typed[0].start : group[-1].typed[-1].end]
        key = "".join(one.key for one in group)
        said, read = self._said(group, typed, guess=guess)
        others, named = self._synonyms.alternatives(key, typed)
        known_as = next(map(name_key, self._thesaurus.mainland(key)), key)  # more is known of that word
        shorter = self._shorter(group) if known_as == key else self._analyzer.split(known_as)
        parts, parted = self._synonyms.spread(shorter)
        required = any_of([*said, *others, *([Boost(And(parts), COMPOUND)] if parts else [])])
        wider, related = self._synonyms.wider(known_as, shorter, parts)
        some = any_of([*said, *others, *self._synonyms.in_part(known_as, wider)])
        relaxed, own = self._synonyms.with_related(some, known_as, typed)
        if self._thesaurus.is_implicit(known_as):
            required = relaxed
        size = max(1, len(parts))
        return Unit(
            required=self._weighed(required, known_as, size),
            relaxed=self._weighed(relaxed, known_as, size),
            rewrites=(*read, *named, *parted),
            related=(*own, *related),
            corrections=tuple(
                (one.typed[0].start, one.typed[-1].end, one.key)
                for one in group
                if one.kind not in (None, "script")
            ),
        )

    def _weighed(self, query: Query, key: str, size: int) -> Query:
        """A word of everyday language tells less than its rarity in the archive says; a name tells more."""
        factor = 1.0 + COMPOUND_WEIGHT * (size - 1)
        if len(key) == 1 and is_han(key):
            factor = SINGLE
        elif key.isdecimal():
            factor = NUMBER
        elif not self._thesaurus.is_term(key):
            factor *= everyday_weight(key)
        return query if factor == 1.0 else ClauseWeight(query, factor)

    def _said(self, group: Sequence[Meant], typed: str, *, guess: bool) -> tuple[list[Query], list[Rewrite]]:
        """What was typed, and what was meant by it."""
        if len(group) > 1:
            return self._named(group), _corrected(group, typed)
        meant = group[0]
        if meant.kind is None:
            longer, rewrites = self._inside(meant.typed[0], typed) if guess else ([], [])
            return [*as_typed(meant.typed[0]), *self._apart(meant.typed[0]), *longer], rewrites
        if meant.kind == "script":
            own = "".join(word.key for word in meant.typed)
            stands = self._vocabulary.documents(own) > 0
            return [Term(meant.key), *([Term(own)] if stands else [])], _corrected(group, typed)
        options: list[Query] = [Boost(Term(word), CORRECTED) for word in (meant.key, *meant.others)]
        return options, _corrected(group, typed)

    def _named(self, group: Sequence[Meant]) -> list[Query]:
        """A name of several words: as one, as words in a row, and a model under its maker's other names."""
        key = "".join(one.key for one in group)
        if self._thesaurus.concept(key):
            return [Term(key)]
        if not self._is_number(group[1]):
            return [Term(key), Phrase(tuple(one.key for one in group))]
        others = self._models(group[0].key, group[1].key)
        return [Term(key), *(Boost(Term(other), SYNONYM) for other in others)]

    def _models(self, name: str, number: str) -> list[str]:
        """Other names with the number behind them that the archive has: 麒麟990 for kirin 990."""
        joined = (name_key(other) + number for other in self._thesaurus.synonyms(name))
        return [key for key in joined if self._vocabulary.count(key)]

    def _apart(self, word: Word) -> list[Query]:
        """Two words that were typed as one: `tensorflowlite`."""
        if self._vocabulary.count(word.key) or not (word.key.isascii() and word.key.isalpha()):
            return []
        halves = self._vocabulary.halves_of(word.key)
        return [Phrase(halves)] if halves else []

    def _inside(self, word: Word, typed: str) -> tuple[list[Query], list[Rewrite]]:
        """Longer words that hold a Latin one which stands nowhere itself."""
        if is_han(word.key) or self._vocabulary.documents(word.key) or self._apart(word):
            return [], []
        longer = self._vocabulary.words_containing(word.key, MOST_FRAGMENTS)
        rewrites = [Rewrite("part", typed, _shortest(longer))] if longer else []
        return [Boost(Term(whole), FRAGMENT) for whole in longer], rewrites

    def _shorter(self, group: Sequence[Meant]) -> Sequence[str]:
        first = group[0]
        if len(group) > 1:
            return [one.key for one in group]
        if is_han(first.key):
            return self._analyzer.split(first.key)
        chain = first.typed[0].chain if first.kind is None else ()
        return chain if all(word.isalpha() for word in chain) else ()


def _shortest(words: Sequence[str]) -> tuple[str, ...]:
    """The first words of a list, without those that hold one before them: examples for a reader."""
    chosen: list[str] = []
    for word in words:
        if not any(shorter in word for shorter in chosen):
            chosen.append(word)
    return tuple(chosen[:MOST_INSIDE])


def _corrected(group: Sequence[Meant], typed: str) -> list[Rewrite]:
    corrected = [one for one in group if one.kind]
    return [Rewrite(one.kind, typed, (one.key, *one.others)) for one in corrected if one.kind]
