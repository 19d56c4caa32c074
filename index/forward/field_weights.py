"""How much an occurrence of a term counts, by the field where it stands and the field's length: BM25F's part
that is known when a document is indexed (Robertson, Zaragoza and Taylor, CIKM 2004)."""

from __future__ import annotations

from collections.abc import Sequence

FIELD_BOOST = (5.0, 3.0, 1.0, 0.6, 0.4)
"""An occurrence in each of `schema.TEXT_FIELDS`."""

B = (0.6, 0.0, 0.5, 0.0, 0.0)
"""How much the length of each text field counts against it: 0 not at all, 1 fully."""

USUAL_LENGTH = (15.0, 1.0, 100.0, 1.0, 1.0)
"""Words of a field at which its length changes nothing. Fixed, so that a document is weighed the same
whatever else stands in the archive, and one changed issue changes no other."""

WHOLE_WORD, WORD_PART, STEMMED, ACROSS_WORDS = 1.0, 0.6, 0.6, 0.1
"""A word as typed; part of a Latin word; another form of an English word; Chinese across words."""


def length_norms(lengths: Sequence[int]) -> tuple[float, ...]:
    """What one occurrence counts in each text field of so many words."""
    return tuple(
        boost / (1.0 - b + b * length / usual)
        for boost, b, length, usual in zip(FIELD_BOOST, B, lengths, USUAL_LENGTH, strict=True)
    )
