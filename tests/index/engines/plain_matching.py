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
    indexed = [index_document(one, analyzer, thesaurus) for one in documents]
    return {one.id for one in indexed if matches(query, one)}


def matches(query: Query, one: IndexedDocument) -> bool:
    match query:
        case Term(text):
            return _has_word(text, one)
        case Concept(key):
            return CONCEPT_MARK + key in one.terms
        case Phrase(words):
            pattern = phrase_pattern(words)
            return all(_has_word(word, one) for word in words) and any(map(pattern.search, one.texts))
        case Substring(run, candidates):
            return matches(candidates, one) and any(run in squeeze(text) for text in one.texts)
        case And(parts):
            return all(matches(part, one) for part in parts)
        case Or(parts):
            return any(matches(part, one) for part in parts)
        case AtLeast(parts, weights):
            held = zip(parts, weights, strict=True)
            return 0 < sum(weight for part, weight in held if matches(part, one)) >= query.threshold
        case Not(part):
            return not matches(part, one)
        case Fallback(part, other):
            return matches(part, one) or matches(other, one)
        case Boost(part) | ClauseWeight(part) | ConstantScore(part) | Rescore(part):
            return matches(part, one)
        case Filter(field, values, low, high):
            held = one.values[field]
            if values:
                return bool(set(values) & set(held))
            return any(low <= value <= (high or "9999") + "\uffff" for value in held)
        case MatchAll():
            return True


def _has_word(text: str, one: IndexedDocument) -> bool:
    if is_han(text):
        return any(text in squeeze(field) for field in one.texts)
    root = stem(text)
    return text in one.terms or bool(root and STEM_MARK + root in one.terms)
