"""What ranking reads of a document: its terms with their weighted frequencies, and its folded texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from index.forward.document_terms import FIELD_SEPARATOR
from index.text.folding import squeeze

if TYPE_CHECKING:
    from index.forward.document_terms import IndexedDocument

TERM_START, TERM_END = "\x1f", "\x1e"
"""Around each term; its frequency, in hundredths, follows. One search of a string finds a term, so that a
record needs no decoding: a search looks for few terms in each of many records."""

HUNDREDTHS = 100


@dataclass(frozen=True)
class Record:
    """One document. Texts and terms are folded."""

    key: int
    id: str
    """Of the document."""

    newest_rank: int
    norms: tuple[float, ...]
    """What one occurrence counts in each text field."""

    terms: str
    text: str
    """All text fields, parted by FIELD_SEPARATOR."""

    @cached_property
    def squeezed(self) -> str:
        """The text without its white space, in which a run of characters is looked for."""
        return squeeze(self.text)

    def occurrences(self, run: str) -> float:
        """Weighted frequency of a run of characters, wherever it stands."""
        if run not in self.squeezed:
            return 0.0
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

    def frequencies(self) -> Iterator[tuple[str, float]]:
        """All terms with their weighted frequencies."""
        for entry in self.terms[1:-1].split(TERM_START) if len(self.terms) > 1 else ():
            term, _, hundredths = entry.partition(TERM_END)
            yield term, int(hundredths) / HUNDREDTHS


def frequencies_of(terms: Sequence[str], records: Sequence[Record]) -> dict[int, float]:
    """Indices of the records that hold some of the terms, each with the sum of their weighted frequencies."""
    frequencies: dict[int, float] = {}
    for mark in [f"{TERM_START}{term}{TERM_END}" for term in terms]:
        for index, record in enumerate(records):
            start = record.terms.find(mark)
            if start >= 0:
                start += len(mark)
                value = int(record.terms[start : record.terms.find(TERM_START, start)]) / HUNDREDTHS
                frequencies[index] = frequencies.get(index, 0.0) + value
    return frequencies


def terms_in(packed: str) -> Iterator[str]:
    """The terms of `Record.terms`, without their frequencies."""
    for entry in packed[1:-1].split(TERM_START) if len(packed) > 1 else ():
        yield entry.partition(TERM_END)[0]


def pack_terms(document: IndexedDocument) -> str:
    """`Record.terms` of a document. The mark at its end closes the last frequency."""
    entries = (
        f"{TERM_START}{term}{TERM_END}{max(1, round(frequency * HUNDREDTHS))}"
        for term, frequency in document.terms.items()
    )
    return "".join(entries) + TERM_START


def pack_text(document: IndexedDocument) -> str:
    """`Record.text` of a document."""
    return FIELD_SEPARATOR.join(document.texts)


def pack_norms(document: IndexedDocument) -> str:
    """`Record.norms` of a document, as text."""
    return " ".join(f"{norm:.4g}" for norm in document.norms)
