"""Does a document match a query? Read off its words and texts alone: what engines must agree with."""

from __future__ import annotations

from index.documents import Document
from index.forward.document_terms import CONCEPT_MARK, STEM_MARK, IndexedDocument, index_document
from index.lexicon.thesaurus import thesaurus_of
from index.query.tree import (
    And,
    AtLeast,
    Boost,
    ClauseWeight,
    Concept,
    ConstantScore,
    Fallback,
    Filter,
    MatchAll,
    Not,
    Or,
    Phrase,
    Query,
    Rescore,
    Substring,
    Term,
)
from index.text.analyzer import analyzer_of, is_han
from index.text.folding import squeeze
from index.text.phrases import phrase_pattern
from index.text.stemmer import stem
from tests.index.search_support import LEXICON


def matching(query: Query, documents: tuple[Document, ...]) -> set[str]:
    """Ids of the documents that match."""
    analyzer, thesaurus = analyzer_of(LEXICON.words), thesaurus_of(LEXICON)
    indexed = [index_document(document, analyzer, thesaurus) for document in documents]
    return {document.id for document in indexed if matches(query, document)}


def matches(query: Query, document: IndexedDocument) -> bool:
    match query:
        case Term(text):
            return _has_word(text, document)
        case Concept(key):
            return CONCEPT_MARK + key in document.terms
        case Phrase(words):
            pattern = phrase_pattern(words)
            return all(_has_word(word, document) for word in words) and any(
                map(pattern.search, document.texts)
            )
        case Substring(run, candidates):
            return matches(candidates, document) and any(run in squeeze(text) for text in document.texts)
        case And(parts):
            return all(matches(part, document) for part in parts)
        case Or(parts):
            return any(matches(part, document) for part in parts)
        case AtLeast(parts, weights):
            weighted = zip(parts, weights, strict=True)
            return 0 < sum(weight for part, weight in weighted if matches(part, document)) >= query.threshold
        case Not(part):
            return not matches(part, document)
        case Fallback(part, other):
            return matches(part, document) or matches(other, document)
        case Boost(part) | ClauseWeight(part) | ConstantScore(part) | Rescore(part):
            return matches(part, document)
        case Filter(field, values, low, high):
            weighted = document.values[field]
            if values:
                return bool(set(values) & set(weighted))
            return any(low <= value <= (high or "9999") + "\uffff" for value in weighted)
        case MatchAll():
            return True


def _has_word(text: str, document: IndexedDocument) -> bool:
    if is_han(text):
        return any(text in squeeze(field) for field in document.texts)
    root = stem(text)
    return text in document.terms or bool(root and STEM_MARK + root in document.terms)
