"""A document → the terms that an inverted index keeps of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.documents import Document
from index.engines.columns import Record, record_of
from index.engines.postings import GRAMS, terms_of
from index.engines.schema import texts_of
from index.ranking.weights import PLACES
from index.text.analyzer import Analyzer, folded_grams
from index.text.folding import squeeze

WORDS = "words"
"""The field of all words and parts of words of a document, each once: the vocabulary with true counts."""

TERM_FIELDS = (*PLACES, WORDS, GRAMS)
"""Fields that hold terms. Places hold each as often as it stands there; the others each once."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """What is kept of a document."""

    record: Record
    terms: Mapping[str, Sequence[str]]
    """Field → terms."""


def indexed(document: Document, analyzer: Analyzer) -> Indexed:
    """Analyse a document."""
    places = [analyzer.terms(text) for text in texts_of(document)]
    record = record_of(document, tuple(sum(whole for _, whole in place) for place in places))
    grams = set().union(*(folded_grams(squeeze(text)) for text in record.texts))
    terms: dict[str, Sequence[str]] = {
        name: terms_of(place) for name, place in zip(PLACES, places, strict=True)
    }
    terms[WORDS] = sorted({text for place in places for text, _ in place})
    terms[GRAMS] = sorted(grams)
    return Indexed(record, terms)
