"""A document → what is indexed of it: its terms with their weighted frequencies, grams, and filter values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.documents import Document
from index.forward.field_weights import ACROSS_WORDS, STEMMED, WHOLE_WORD, WORD_PART, length_norms
from index.lexicon.thesaurus import Thesaurus
from index.schema import document_key, newest_rank, oldest_rank, texts_of, values_of
from index.text.analyzer import Analysis, Analyzer, Word, folded_grams, joined_characters
from index.text.folding import fold_text, squeeze
from index.text.latin import latin_words
from index.text.stemmer import stem

STEM_MARK = "\x02"
"""Before the stem of an English word."""

CONCEPT_MARK = "\x03"
"""Before the key of a concept: anything that has several names."""

MAX_ANALYSED_LENGTH = 50_000
"""Characters of a text field that are cut into words; no entry written by hand is longer. Text
beyond them is indexed by pairs of characters and whole Latin words, with very little weight."""

UNLISTED_LENGTHS = (2, 3)
"""Characters of a word that the dictionary lacks."""

MAX_WORD_LENGTH = 50
"""Characters before the cut that are read again, so that no word is cut."""

FIELD_SEPARATOR = "\x00"
"""Between the text fields of a document; folding takes it out of every text."""


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """What engines and the forward index keep of a document."""

    key: int
    id: str
    issue: str
    title: str
    """As it is written."""

    newest_rank: int
    oldest_rank: int
    values: Mapping[str, tuple[str, ...]]
    """Filter → values."""

    terms: Mapping[str, float]
    """Term → BM25F's weighted frequency: occurrences times the boost of their field, by its length."""

    grams: frozenset[str]
    """Chinese characters and pairs."""

    texts: tuple[str, ...]
    """Each text field, folded."""

    norms: tuple[float, ...]
    """What one occurrence counts in each text field."""


def index_document(document: Document, analyzer: Analyzer, thesaurus: Thesaurus) -> IndexedDocument:
    """Analyse a document once, for every engine."""
    full_texts = texts_of(document)
    texts = [text[:MAX_ANALYSED_LENGTH] for text in full_texts]
    fields = [analyzer.analyse(text) for text in texts]
    norms = length_norms([sum(is_whole for _, is_whole in field.terms) for field in fields])
    terms: dict[str, float] = defaultdict(float)
    for text, field, norm in zip(texts, fields, norms, strict=True):
        for term, weight in _weighted(field.terms):
            terms[term] += weight * norm
        for term in (*_joined(text, field.words), *_unlisted(field.words)):
            terms[term] += WORD_PART * norm
        for concept, weight in _concepts(field, thesaurus):
            terms[CONCEPT_MARK + concept] += weight * norm
    folded = tuple(
        field.folded + fold_text(text[MAX_ANALYSED_LENGTH:])
        for text, field in zip(full_texts, fields, strict=True)
    )
    for text in folded:
        if len(text) > MAX_ANALYSED_LENGTH:
            for term in latin_words(text[MAX_ANALYSED_LENGTH - MAX_WORD_LENGTH :]):
                terms.setdefault(term, ACROSS_WORDS)
    return IndexedDocument(
        key=document_key(document.id),
        id=document.id,
        issue=document.issue,
        title=document.title,
        newest_rank=newest_rank(document),
        oldest_rank=oldest_rank(document),
        values=values_of(document),
        terms=terms,
        grams=frozenset[str]().union(*(folded_grams(squeeze(text)) for text in folded)),
        texts=folded,
        norms=norms,
    )


def _weighted(terms: Sequence[tuple[str, bool]]) -> Iterator[tuple[str, float]]:
    for term, is_whole in terms:
        yield term, WHOLE_WORD if is_whole else WORD_PART
        if is_whole and (root := stem(term)):
            yield STEM_MARK + root, STEMMED


def _joined(text: str, words: Sequence[Word]) -> Iterator[str]:
    """A name and the number beside it as one word: 骁龙 888, MobileNet V3, as readers type them."""
    for name, number in pairwise(words):
        has_number = number.key[0].isdigit() or (number.key[-1].isdigit() and number.key.isalnum())
        long_enough = len(name.key) > 1 and not name.key[-1].isdigit()
        if has_number and long_enough and text[name.end : number.start].strip(" -_") == "":
            yield name.key + number.key


def _unlisted(words: Sequence[Word]) -> Iterator[str]:
    """Chinese words that the dictionary lacks fall apart into single characters: two or three that touch
    are indexed as one, too: 内网, 贝佐斯. What is no word among them is never asked for."""
    for size in UNLISTED_LENGTHS:
        for start in range(len(words) - size + 1):
            if len(words[start].key) == 1 and (run := joined_characters(words[start : start + size])):
                yield run


def _concepts(field: Analysis, thesaurus: Thesaurus) -> Iterator[tuple[str, float]]:
    """Concepts named by one term, and by several words in a row: `neural network`."""
    for term, is_whole in field.terms:
        if concept := thesaurus.concept(term):
            yield concept, WHOLE_WORD if is_whole else WORD_PART
        if is_whole and (root := stem(term)) and (concept := thesaurus.concept_of_stem(root)):
            yield concept, STEMMED
    for concept in thesaurus.concepts_in_row([word.key for word in field.words]):
        yield concept, WHOLE_WORD
