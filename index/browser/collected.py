"""The records of a generation → postings of each word, with quantised weighted frequencies."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from index.browser.encoding import level_of
from index.forward.document_terms import CONCEPT_MARK, FIELD_SEPARATOR, STEM_MARK
from index.forward.field_weights import ACROSS_WORDS
from index.forward.record import PackedTerms
from index.forward.store import ForwardIndex
from index.forward.vocabulary import LONGEST_NAME
from index.text.analyzer import is_han
from index.text.folding import squeeze
from index.text.latin import HAN

_HAN_RUN = re.compile(rf"[{HAN}]+")

Postings = tuple["array[int]", "array[int]"]
"""Numbers of documents, ascending, and their levels."""


@dataclass(slots=True)
class CollectedPostings:
    """Postings by kind."""

    documents: int = 0
    words: dict[str, Postings] = field(default_factory=lambda: defaultdict(_empty))
    """Words, stems (with STEM_MARK at their end), and concepts (with CONCEPT_MARK before their key)."""

    pairs: dict[str, Postings] = field(default_factory=lambda: defaultdict(_empty))
    """Chinese characters and pairs wherever they stand."""

    texts: list[str] = field(default_factory=list)
    """Squeezed text of each document."""

    def postings(self, word: str) -> Postings:
        """What a word finds; a Chinese pair wherever it stands."""
        kind = self.pairs if is_han(word) and len(word) < 3 else self.words
        return kind[word] if word in kind else _empty()


def _empty() -> Postings:
    return array("I"), array("B")


def collect(forward: ForwardIndex, numbers: Mapping[str, int]) -> CollectedPostings:
    """Read all records; `numbers` gives each document's id its number, in the order of reading."""
    collected = CollectedPostings(len(numbers))
    rows = forward.rows(
        "SELECT id, norms, text, terms, frequencies, topical FROM record JOIN record_terms USING (key)"
    )
    for _, norms, text, *packed_terms in sorted(rows, key=lambda row: numbers[row[0]]):
        terms = dict(PackedTerms(*packed_terms).frequencies_of_terms())
        _add(collected, len(collected.texts), terms, tuple(map(float, norms.split())), text)
    return collected


def _add(
    collected: CollectedPostings, number: int, terms: Mapping[str, float], norms: tuple[float, ...], text: str
) -> None:
    fields = [squeeze(field_text) for field_text in text.split(FIELD_SEPARATOR)]
    collected.texts.append(FIELD_SEPARATOR.join(fields))
    across: dict[str, float] = defaultdict(float)
    for norm, field_text in zip(norms, fields, strict=True):
        for run in _HAN_RUN.findall(field_text):
            for gram in (*run, *map("".join, pairwise(run))):
                across[gram] += ACROSS_WORDS * norm
    for gram, frequency in across.items():
        _put(collected.pairs[gram], number, terms.get(gram, frequency))
    for term, frequency in terms.items():
        key = _key(term)
        if key:
            _put(collected.words[key], number, frequency)


def _key(term: str) -> str:
    """A term as it is looked up; "" for identifiers and for what is a pair already."""
    if term.startswith(STEM_MARK):
        return term[1:] + STEM_MARK
    if term.startswith(CONCEPT_MARK):
        return term
    if is_han(term):
        return term if len(term) > 2 else ""
    return "" if len(term) >= LONGEST_NAME and not term.isalpha() else term


def _put(postings: Postings, number: int, frequency: float) -> None:
    postings[0].append(number)
    postings[1].append(level_of(frequency))


def add_across_words(collected: CollectedPostings, norm: float = 1.0) -> None:
    """Add to each Chinese word of three and more characters the documents where it stands across words."""
    weak = level_of(ACROSS_WORDS * norm)
    for word, (documents, levels) in collected.words.items():
        if len(word) < 3 or not is_han(word):
            continue
        rarest = min((collected.pairs[pair][0] for pair in map("".join, pairwise(word))), key=len)
        level_of_document = dict(zip(documents, levels, strict=True))
        added = [
            number for number in rarest if number not in level_of_document and word in collected.texts[number]
        ]
        if added:
            merged = sorted([*level_of_document.items(), *((number, weak) for number in added)])
            collected.words[word] = (
                array("I", [number for number, _ in merged]),
                array("B", [level for _, level in merged]),
            )
