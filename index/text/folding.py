"""Text → the form in which it is compared: width, case, accents and script folded, offsets kept.

Every character is folded on its own. So a run of characters copied from a text folds to the same as it
does inside that text: what a reader sees and copies can be found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from index.text.simplified import simplified_form

LOOKALIKES = str.maketrans(
    {
        **dict.fromkeys("“”„‟″＂", '"'),
        **dict.fromkeys("‘’‚‛′＇", "'"),
        **dict.fromkeys("‐‑‒–—―−－", "-"),
    }
)
"""Characters that readers type interchangeably: quotation marks, and dashes of any length."""

UNACCENTED = ("LATIN", "GREEK", "CYRILLIC")
"""Scripts whose letters lose their accents; elsewhere a mark can make another letter."""

_NON_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. White space of any kind has become spaces; invisible characters are gone."""

    text: str
    origin: Sequence[int]
    """For each character of `text` the offset of its original, and last the original's length."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the original; `start < end`."""
        return self.origin[start], self.origin[end - 1] + 1

    def original(self, text: str, start: int, end: int) -> str:
        """For each character of `text[start:end]` the one of the original `text` that it comes from."""
        if isinstance(self.origin, range):
            return text[start:end]
        return "".join(text[offset] for offset in self.origin[start:end])


class _Table(dict[str, str]):
    """Character → folded characters, filled as characters are met."""

    def __missing__(self, character: str) -> str:
        folded = self[character] = _fold_character(character)
        return folded


@cache
def _table() -> _Table:
    return _Table()


def fold_text(text: str) -> str:
    """The folded text alone, without the offsets of the originals."""
    return "".join(map(_table().__getitem__, text))


def fold(text: str) -> Folded:
    """Fold a text and remember where each character stood."""
    parts = list(map(_table().__getitem__, text))
    folded = "".join(parts)
    if len(folded) == len(text) and all(parts):
        return Folded(folded, range(len(text) + 1))
    origin = [offset for offset, part in enumerate(parts) for _ in part]
    return Folded(folded, (*origin, len(text)))


def squeeze(folded: str) -> str:
    """A folded text without its white space: Chinese has none, and readers type it or not."""
    return folded.replace(" ", "")


def spaced(folded: str) -> str:
    """A folded text with one space for everything that is no letter, digit or ideograph."""
    return _NON_LETTERS.sub(" ", folded)


def _fold_character(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) in {"Cc", "Cf", "Mn", "Me"}:
        return ""
    composed = unicodedata.normalize("NFKC", character.translate(LOOKALIKES))
    simple = "".join(map(simplified_form, composed))
    return _unaccented(simple.casefold()).translate(LOOKALIKES)


def _unaccented(text: str) -> str:
    if text.isascii() or not unicodedata.name(text[0], "").startswith(UNACCENTED):
        return text
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )
