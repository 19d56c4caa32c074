"""What ranking reads of a document: its folded texts, and its terms with their weighted frequencies."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from index.forward.document_terms import FIELD_SEPARATOR
from index.forward.postings import HUNDREDTHS, hundredths
from index.text.folding import squeeze

if TYPE_CHECKING:
    from index.forward.document_terms import IndexedDocument

TERM_SEPARATOR = "\x1f"
"""Between the terms of a document."""

TOPICAL_HUNDREDTHS = 65
"""Weighted frequency of a word that says what a document is about: URLs and publishers are below it."""


@dataclass(frozen=True, slots=True)
class PackedTerms:
    """The terms of a document with their weighted frequencies, topical words first."""

    terms: str
    frequencies: bytes
    """Of each term, in hundredths, 16 bits each."""

    topical: int
    """Words that say what the document is about."""

    def words(self) -> Mapping[str, float]:
        """Topical words, each with its share of their weighted frequencies."""
        frequencies = array("H", self.frequencies)[: self.topical]
        total = sum(frequencies) or 1
        return {
            word: frequency / total
            for word, frequency in zip(self.terms.split(TERM_SEPARATOR), frequencies, strict=False)
        }

    def in_hundredths(self) -> Iterator[tuple[str, int]]:
        """All terms with their weighted frequencies as they are kept."""
        frequencies = array("H", self.frequencies)
        terms = self.terms.split(TERM_SEPARATOR) if frequencies else ()
        return zip(terms, frequencies, strict=True)

    def frequencies_of_terms(self) -> Iterator[tuple[str, float]]:
        """All terms with their weighted frequencies."""
        return ((term, value / HUNDREDTHS) for term, value in self.in_hundredths())


@dataclass(frozen=True)
class Record:
    """One document. Texts are folded."""

    key: int
    id: str
    """Of the document."""

    number: int
    """By which postings know it."""

    newest_rank: int
    norms: tuple[float, ...]
    """What one occurrence counts in each text field."""

    text: str
    """All text fields, parted by FIELD_SEPARATOR."""

    @cached_property
    def squeezed(self) -> str:
        """The text without its white space, in which a run of characters is looked for."""
        return squeeze(self.text)

    def occurrences(self, run: str) -> float:
        """Weighted frequency of a run of characters, wherever it stands."""
        total = 0.0
        for norm, text in zip(self.norms, self.squeezed.split(FIELD_SEPARATOR), strict=True):
            total += norm * text.count(run)
        return total

    def in_fields(self, count: Callable[[str], int]) -> float:
        """Weighted frequency of something that is counted in each text field."""
        total = 0.0
        for norm, text in zip(self.norms, self.text.split(FIELD_SEPARATOR), strict=True):
            total += norm * count(text)
        return total


def pack_terms(document: IndexedDocument) -> PackedTerms:
    """The terms of a document, topical words first."""
    frequencies = {term: hundredths(frequency) for term, frequency in document.terms.items()}
    topical = {term for term, frequency in frequencies.items() if _is_topical(term, frequency)}
    terms = sorted(frequencies, key=lambda term: term not in topical)  # stable: the same bytes each time
    in_order = array("H", (frequencies[term] for term in terms))
    return PackedTerms(TERM_SEPARATOR.join(terms), in_order.tobytes(), len(topical))


def _is_topical(term: str, frequency: int) -> bool:
    return frequency >= TOPICAL_HUNDREDTHS and term[0] > " " and len(term) > 1 and not term.isdecimal()


def pack_text(document: IndexedDocument) -> str:
    """`Record.text` of a document."""
    return FIELD_SEPARATOR.join(document.texts)


def pack_norms(document: IndexedDocument) -> str:
    """`Record.norms` of a document, as text."""
    return " ".join(f"{norm:.4g}" for norm in document.norms)
