"""Words, neighbours and phrases over an inverted index: postings propose, texts confirm."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence, Set
from functools import reduce
from typing import Protocol

from index.engines.columns import Columns
from index.engines.evaluation import Strengths
from index.query.tree import Filter
from index.ranking.weights import GRAM, PART, PLACES, STEM, WHOLE, averages, occurrence, strength
from index.text.analyzer import folded_grams, is_han
from index.text.stemmer import stem

PART_MARK = "\x01"
"""Before a term that is a part of a word: one field holds whole words, parts and stems."""

STEM_MARK = "\x02"
"""Before the stem of an English word."""

GRAMS = "grams"
"""The field of single Chinese characters and pairs, of all places together."""

MOST_GRAMS = 6
"""Pairs of a long run that are looked up: so many leave few candidates, and texts decide anyway."""

MOST_CACHED = 20_000
"""Terms whose strengths are kept; then the cache starts anew."""

Occurrences = Sequence[tuple[int, float]]


class TermReader(Protocol):
    """The inverted index itself."""

    def occurrences(self, field: str, term: str) -> Occurrences:
        """Documents, and how often each holds the term in that field; empty if none does."""
        ...


def terms_of(tokens: Iterable[tuple[str, bool]]) -> list[str]:
    """Tokens (text, whole) as the terms of a place."""
    terms = []
    for text, whole in tokens:
        terms.append(text if whole else PART_MARK + text)
        if whole and (root := stem(text)):
            terms.append(STEM_MARK + root)
    return terms


class InvertedPostings:
    """`index.engines.evaluation.Postings` of an inverted index with its columns."""

    def __init__(self, reader: TermReader, columns: Columns) -> None:
        self._reader = reader
        self._columns = columns
        self._averages = averages(record.lengths for record in columns.records.values())
        self._kept: dict[tuple[str, ...], Strengths] = {}
        self._grams: dict[str, Set[int]] = {}
        self.size = len(columns.numbers)

    def term(self, text: str) -> Strengths:
        """Documents that hold a word, and how strongly."""
        return self._keep(("term", text), lambda: self._read_term(text))

    def near(self, words: tuple[str, ...]) -> Strengths:
        """Documents where words follow each other, whatever separates them."""
        return self._keep(("near", *words), lambda: self._find_near(words))

    def phrase(self, text: str) -> Strengths:
        """Documents that hold a run of characters."""
        return self._keep(("phrase", text), lambda: self._find_phrase(text))

    def _keep(self, name: tuple[str, ...], find: Callable[[], Strengths]) -> Strengths:
        found = self._kept.get(name)
        if found is None:
            if len(self._kept) > MOST_CACHED:
                self._kept.clear()
            found = self._kept[name] = find()
        return found

    def _find_near(self, words: tuple[str, ...]) -> Strengths:
        candidates = self._common(self.term(word).keys() for word in words)
        pattern = sequence_pattern(words)
        return self._confirmed(
            candidates, lambda number: [len(pattern.findall(text)) for text in self._columns.spaced(number)]
        )

    def _find_phrase(self, text: str) -> Strengths:
        exact = self._columns.exact
        return self._confirmed(
            self._candidates(text), lambda number: [place.count(text) for place in exact[number]]
        )

    def matching(self, wanted: Filter) -> Set[int]:
        """Documents that pass a filter."""
        return self._columns.matching(wanted)

    def everything(self) -> Set[int]:
        """All documents."""
        return self._columns.numbers

    def _read_term(self, text: str) -> Strengths:
        weighed: dict[int, float] = {}
        for term, factor in _forms(text):
            for place, name in enumerate(PLACES):
                for number, count in self._reader.occurrences(name, term):
                    self._add(weighed, number, place, count * factor)
        if is_han(text):
            self._add_grams(weighed, text)
        return {number: strength(value) for number, value in weighed.items()}

    def _add(self, weighed: dict[int, float], number: int, place: int, count: float) -> None:
        length = self._columns.records[number].lengths[place]
        value = occurrence(place, count, length, self._averages[place])
        weighed[number] = weighed.get(number, 0.0) + value

    def _add_grams(self, weighed: dict[int, float], text: str) -> None:
        """A Chinese run also where it is no word: what stands there can be found."""
        exact = self._columns.exact
        for number in self._with_grams(text) - weighed.keys():
            for place, written in enumerate(exact[number]):
                if count := written.count(text):
                    self._add(weighed, number, place, count * GRAM)

    def _candidates(self, text: str) -> Iterable[int]:
        if any(len(gram) > 1 for gram in folded_grams(text)):
            return self._with_grams(text)
        return self._columns.holding(text)

    def _with_grams(self, text: str) -> Set[int]:
        found = sorted(folded_grams(text))
        pairs = [gram for gram in found if len(gram) > 1] or found
        return self._common(map(self._gram, pairs[:: 1 + len(pairs) // MOST_GRAMS]))

    def _gram(self, gram: str) -> Set[int]:
        found = self._grams.get(gram)
        if found is None:
            if len(self._grams) > MOST_CACHED:
                self._grams.clear()
            found = frozenset(number for number, _ in self._reader.occurrences(GRAMS, gram))
            self._grams[gram] = found
        return found

    def _common(self, sets: Iterable[Set[int]]) -> Set[int]:
        return reduce(lambda some, more: some & more, sorted(sets, key=len))

    def _confirmed(self, candidates: Iterable[int], counts: Callable[[int], Sequence[int]]) -> Strengths:
        confirmed: dict[int, float] = {}
        for number in candidates:
            for place, count in enumerate(counts(number)):
                if count:
                    self._add(confirmed, number, place, count * WHOLE)
        return {number: strength(value) for number, value in confirmed.items()}


def sequence_pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Words in a row in a spaced text: 6 nm is found in 6nm, but not in 16nm."""
    first, last = words[0], words[-1]
    before = _edge(first[0], "(?<!%s)")
    after = _edge(last[-1], "(?!%s)")
    return re.compile(before + " ?".join(map(re.escape, words)) + after)


def _edge(character: str, template: str) -> str:
    """A number or a Latin word ends where the next character is of another kind; Chinese anywhere."""
    if character.isdigit():
        return template % "[0-9]"
    return template % "[a-z]" if character.isascii() else ""


def _forms(text: str) -> list[tuple[str, float]]:
    forms = [(text, WHOLE)]
    if not is_han(text):
        forms.append((PART_MARK + text, PART))
        if root := stem(text):
            forms.append((STEM_MARK + root, STEM))
    return forms
