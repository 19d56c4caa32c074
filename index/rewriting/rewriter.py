"""Words → units of a query: each with its synonyms and corrections, and with the rewrites to report.

Synonyms are searched too, with a little less weight than what was typed. Statistics of terms decide
what is worth searching: no search is run here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.forward.vocabulary import Vocabulary
from index.lexicon.thesaurus import LONGEST_NAME, Thesaurus
from index.query.tree import (
    MATCH_ALL,
    And,
    Boost,
    ClauseWeight,
    ConstantScore,
    Phrase,
    Query,
    Rescore,
    Substring,
    Term,
    any_of,
)
from index.ranking.statistics import documents
from index.ranking.weights import (
    COMPOUND,
    COMPOUND_WEIGHT,
    CORRECTED,
    EVERYDAY,
    FRAGMENT,
    NEGATED_GAIN,
    NUMBER,
    SINGLE,
    SYNONYM,
)
from index.results import Rewrite
from index.rewriting.corrections import Corrector, Meaning
from index.rewriting.query_words import QueryWords, as_typed
from index.rewriting.questions import without_grammar
from index.rewriting.synonyms import Synonyms
from index.rewriting.taiwan import TaiwanWords
from index.text.analyzer import Analyzer, Word, is_han, name_key
from index.text.folding import fold_text
from index.text.segmenter import everyday_weight

YEARS = frozenset(map(str, range(1990, 2050)))
"""Numbers that are years rather than models."""

MAX_UNITS_WITH_FRAGMENTS = 8
"""Units up to which a fragment is looked for inside longer words: a sentence says enough without, and each
fragment costs a look at all words of the archive."""

MIN_FRAGMENT_LENGTH = 3
"""Letters of such a fragment: two stand in thousands of addresses (GA in smashingmagazine)."""

RUNS_KEPT = 256
"""Runs of words whose units are kept: a page asks for wider searches, and a suggestion is what was typed with
a word more."""

MAX_EXAMPLES = 5
"""Longer words that are shown to the reader as examples."""

MAX_FRAGMENT_WORDS = 8
"""Words that are searched for one fragment of a word: with twenty no judged query improved."""


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
        self._program = any_of([Term(word) for word in sorted(thesaurus.programs)])
        """Finds what says of itself that it is a program, in whatever word."""

        self._taiwan = TaiwanWords(vocabulary, self._words.read, self._corrector.correct)
        self.units = lru_cache(maxsize=RUNS_KEPT)(self._units)
        """What a text asks for, rewritten; its words without meaning are left out, if others stay."""

    def _units(self, text: str) -> tuple[Unit, ...]:
        plain = without_grammar(text)
        meanings = self._taiwan.meanings(plain)
        groups = list(self._groups(meanings))
        guess = len(groups) <= MAX_UNITS_WITH_FRAGMENTS
        units: list[Unit] = []
        for position, group in enumerate(groups):
            following = groups[position + 1 :]
            if self._is_negation(group) and following:
                continue
            unit = self._unit(group, text, guess=guess)
            if len(groups) > 1 and self._is_program(group):
                unit = replace(unit, required=self._program, relaxed=self._program)
            units.append(self._negated(unit, group) if self._follows_negation(group, plain) else unit)
        return tuple(units)

    def _is_program(self, group: Sequence[Meaning]) -> bool:
        return len(group) == 1 and group[0].key in self._thesaurus.programs

    def _is_negation(self, group: Sequence[Meaning]) -> bool:
        return len(group) == 1 and group[0].key in self._thesaurus.negations

    def _follows_negation(self, group: Sequence[Meaning], text: str) -> bool:
        before = fold_text(text[: group[0].typed[0].start]).rstrip()
        ends = (before, before.removesuffix("用"))
        return any(_ends_with(end, negation) for negation in self._thesaurus.negations for end in ends)

    def _negated(self, unit: Unit, group: Sequence[Meaning]) -> Unit:
        """不用 Docker: what says 无需 Docker or 不依赖 Docker comes first, as nothing else tells it apart."""
        key = "".join(meaning.key for meaning in group)
        forms: list[Query] = [
            Substring(negation + key, MATCH_ALL) for negation in sorted(self._thesaurus.negations)
        ]
        says = ConstantScore(any_of(forms))
        return replace(
            unit,
            required=Rescore(unit.required, says, NEGATED_GAIN),
            relaxed=Rescore(unit.relaxed, says, NEGATED_GAIN),
        )

    def word_ends(self, text: str) -> list[int]:
        """Where each word of a text ends; a chain such as `a-b-c` is three."""
        return self._words.ends(text)

    def units_of_name(self, text: str) -> tuple[Unit, ...]:
        """What a name asks for, taken as it is: nothing is corrected, and nothing left out."""
        meanings = [Meaning((word,), word.key) for word in self._words.read(text)]
        named = len(meanings) > 1 and self._name_size(meanings) == len(meanings)
        groups = [meanings] if named else [[meaning] for meaning in meanings]
        return tuple(self._unit(group, text, guess=False) for group in groups)

    def literal_units(self, text: str) -> tuple[Unit, ...]:
        """What a text asks for, word for word."""
        meanings = self._meaningful([Meaning((word,), word.key) for word in self._words.read(text)])
        units = []
        for meaning in meanings:
            query = any_of(as_typed(meaning.typed[0]))
            units.append(Unit(query, query))
        return tuple(units)

    def _groups(self, meanings: Sequence[Meaning]) -> Iterator[tuple[Meaning, ...]]:
        """Names of the lexicon together, words alone; meaningless words left out."""
        meaningful = set(map(id, self._meaningful(meanings)))
        position = 0
        while position < len(meanings):
            size = self._name_size(meanings[position:])
            if size > 1 or id(meanings[position]) in meaningful:
                yield tuple(meanings[position : position + size])
            position += size

    def _meaningful(self, meanings: Sequence[Meaning]) -> list[Meaning]:
        meaningful = [
            meaning
            for meaning in meanings
            if meaning.kind or not self._thesaurus.is_meaningless(meaning.typed[0])
        ]
        if len(meaningful) > 1 and self._asks_for_anything(meanings, meanings.index(meaningful[-1])):
            return meaningful[:-1]
        return meaningful or list(meanings)

    def _asks_for_anything(self, meanings: Sequence[Meaning], position: int) -> bool:
        """Whether a word only asks for something to read: 文章 of 有没有量化的文章."""
        behind_de = position > 0 and meanings[position - 1].key == "的"
        return behind_de and self._thesaurus.is_generic(meanings[position].key)

    def _name_size(self, meanings: Sequence[Meaning]) -> int:
        size = self._corrector.name_size([meaning.key for meaning in meanings[:LONGEST_NAME]])
        if size > 1:
            return size
        is_pair = len(meanings) > 1 and (self._is_model(*meanings[:2]) or self._is_one_word(*meanings[:2]))
        return 2 if is_pair else 1

    def _is_one_word(self, first: Meaning, second: Meaning) -> bool:
        """Whether two Latin words are one that stands there as often as the rarer: `type script`."""
        keys = (first.key, second.key)
        if not all(key.isascii() and key.isalpha() and len(key) > 1 for key in keys):
            return False
        joined = self._vocabulary.count("".join(keys))
        return joined > 1 and joined >= min(map(self._vocabulary.count, keys))

    def _is_model(self, name: Meaning, number: Meaning) -> bool:
        """Whether a number belongs to the name before it: 骁龙 865 is no 骁龙 855 at 865 yuan."""
        gap = number.typed[0].start - name.typed[-1].end
        named = len(name.key) > 1 and not name.key[-1].isdigit()
        if not (self._is_number(number) and named and gap <= 1) or self._thesaurus.is_stopword(name.key):
            return False
        return bool(self._vocabulary.count(name.key + number.key) or self._model_names(name.key, number.key))

    def _is_number(self, meaning: Meaning) -> bool:
        return meaning.key[0].isdigit() and meaning.kind is None and meaning.key not in YEARS

    def _unit(self, group: Sequence[Meaning], text: str, *, guess: bool) -> Unit:
        typed = text[group[0].typed[0].start : group[-1].typed[-1].end]
        key = "".join(meaning.key for meaning in group)
        typed_queries, typed_rewrites = self._typed_queries(group, typed, guess=guess)
        alternatives, name_rewrites = self._synonyms.alternatives(key, typed)
        lookup_key = next(map(name_key, self._thesaurus.mainland(key)), key)  # more is known of that word
        shorter_words = self._shorter_words(group) if lookup_key == key else self._analyzer.split(lookup_key)
        of_dictionary = len(group) > 1 and key.isascii() and not self._thesaurus.knows(key)
        parts, part_rewrites = self._synonyms.part_queries(shorter_words, translate=of_dictionary)
        required = any_of([*typed_queries, *alternatives, *([Boost(And(parts), COMPOUND)] if parts else [])])
        wider_parts, related_rewrites = self._synonyms.wider(lookup_key, shorter_words, parts)
        partial = any_of(
            [*typed_queries, *alternatives, *self._synonyms.partial_queries(lookup_key, wider_parts)]
        )
        wider, neighbour_rewrites = self._synonyms.with_neighbours(partial, lookup_key, typed)
        relaxed, fallback_rewrites = self._synonyms.with_related(wider, lookup_key, typed)
        if not documents(relaxed, self._vocabulary):
            relaxed = any_of([relaxed, *self._synonyms.characters(key)])
        if self._thesaurus.is_implicit(lookup_key):
            required = relaxed
        size = max(1, len(parts))
        return Unit(
            required=self._weighed(required, lookup_key, size),
            relaxed=self._weighed(relaxed, lookup_key, size),
            rewrites=(*typed_rewrites, *name_rewrites, *part_rewrites),
            related=(*fallback_rewrites, *related_rewrites, *neighbour_rewrites),
            corrections=tuple(
                (meaning.typed[0].start, meaning.typed[-1].end, meaning.key)
                for meaning in group
                if meaning.kind not in (None, "script")
            ),
        )

    def _weighed(self, query: Query, key: str, size: int) -> Query:
        """An everyday word weighs less than its rarity in the archive suggests; a name weighs more."""
        factor = 1.0 + COMPOUND_WEIGHT * (size - 1)
        if len(key) == 1 and is_han(key):
            factor = SINGLE
        elif key.isdecimal():
            factor = NUMBER
        elif not self._thesaurus.is_term(key):
            factor *= max(EVERYDAY, everyday_weight(key))
        return query if factor == 1.0 else ClauseWeight(query, factor)

    def _typed_queries(
        self, group: Sequence[Meaning], typed: str, *, guess: bool
    ) -> tuple[list[Query], list[Rewrite]]:
        """What was typed, and what was meant by it."""
        if len(group) > 1:
            return self._name_queries(group), _corrected(group, typed)
        meaning = group[0]
        if meaning.kind is None:
            longer, rewrites = self._fragment_queries(meaning.typed[0], typed) if guess else ([], [])
            return [*as_typed(meaning.typed[0]), *self._halves(meaning.typed[0]), *longer], rewrites
        if meaning.kind == "script":
            typed_key = "".join(word.key for word in meaning.typed)
            stands = self._vocabulary.documents(typed_key) > 0
            return [Term(meaning.key), *([Term(typed_key)] if stands else [])], _corrected(group, typed)
        options: list[Query] = [Boost(Term(word), CORRECTED) for word in (meaning.key, *meaning.alternatives)]
        return options, _corrected(group, typed)

    def _name_queries(self, group: Sequence[Meaning]) -> list[Query]:
        """A name of several words: as one, as words in a row, and a model under its maker's other names."""
        key = "".join(meaning.key for meaning in group)
        if self._thesaurus.concept(key):
            return [Term(key)]
        if not self._is_number(group[1]):
            return [Term(key), Phrase(tuple(meaning.key for meaning in group))]
        model_names = self._model_names(group[0].key, group[1].key)
        return [Term(key), *(Boost(Term(other), SYNONYM) for other in model_names)]

    def _model_names(self, name: str, number: str) -> list[str]:
        """Other names with the number behind them that the archive has: 麒麟990 for kirin 990."""
        joined = (name_key(other) + number for other in self._thesaurus.synonyms(name))
        return [key for key in joined if self._vocabulary.count(key)]

    def _halves(self, word: Word) -> list[Query]:
        """Two words that were typed as one: `tensorflowlite`."""
        if self._vocabulary.count(word.key) or not (word.key.isascii() and word.key.isalpha()):
            return []
        halves = self._vocabulary.halves_of(word.key)
        return [Phrase(halves)] if halves else []

    def _fragment_queries(self, word: Word, typed: str) -> tuple[list[Query], list[Rewrite]]:
        """Longer words that hold a Latin one which stands nowhere itself."""
        if len(word.key) < MIN_FRAGMENT_LENGTH or is_han(word.key):
            return [], []
        if self._vocabulary.documents(word.key) or self._halves(word):
            return [], []
        longer = self._vocabulary.words_containing(word.key, MAX_FRAGMENT_WORDS)
        rewrites = [Rewrite("part", typed, _examples(longer))] if longer else []
        return [Boost(Term(longer_word), FRAGMENT) for longer_word in longer], rewrites

    def _shorter_words(self, group: Sequence[Meaning]) -> Sequence[str]:
        first = group[0]
        if len(group) > 1:
            return [meaning.key for meaning in group]
        if is_han(first.key):
            return self._analyzer.split(first.key)
        chain = first.typed[0].chain if first.kind is None else ()
        return chain if all(word.isalpha() for word in chain) else ()


def _ends_with(text: str, word: str) -> bool:
    """Whether a folded text ends with a word; casino does not end with `no`."""
    is_inside = word.isascii() and text[: -len(word)][-1:].isalnum()
    return text.endswith(word) and not is_inside


def _examples(words: Sequence[str]) -> tuple[str, ...]:
    """The first words of a list, without those that hold one before them: examples for a reader."""
    chosen: list[str] = []
    for word in words:
        if not any(shorter in word for shorter in chosen):
            chosen.append(word)
    return tuple(chosen[:MAX_EXAMPLES])


def _corrected(group: Sequence[Meaning], typed: str) -> list[Rewrite]:
    corrected = [meaning for meaning in group if meaning.kind]
    return [
        Rewrite(meaning.kind, typed, (meaning.key, *meaning.alternatives))
        for meaning in corrected
        if meaning.kind
    ]
