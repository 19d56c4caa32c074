"""How many documents match a query, as far as the statistics of its terms tell. No search is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.query.tree import (
    And,
    AtLeast,
    Boost,
    ClauseWeight,
    Concept,
    ConstantScore,
    Fallback,
    Or,
    Phrase,
    Query,
    Rescore,
    Substring,
    Term,
)
from index.ranking.weights import idf

if TYPE_CHECKING:
    from index.forward.vocabulary import Vocabulary


def documents(query: Query, vocabulary: Vocabulary) -> int:
    """Documents that match, at most; of alternatives the commonest counts, as most others hold it, too."""
    match query:
        case Term(text):
            return vocabulary.documents(text)
        case Concept(key):
            return vocabulary.concept(key)
        case Phrase(words):
            return min(vocabulary.documents(word) for word in words)
        case Substring(_, part) | Boost(part) | ClauseWeight(part) | ConstantScore(part) | Rescore(part):
            return documents(part, vocabulary)
        case Fallback(part, other):
            return documents(part, vocabulary) or documents(other, vocabulary)
        case And(parts):
            return min((documents(part, vocabulary) for part in parts), default=0)
        case Or(parts):
            return max((documents(part, vocabulary) for part in parts), default=0)
        case AtLeast(parts, weights):
            counts = [documents(part, vocabulary) for part in parts]
            alone = [
                count
                for count, part_weight in zip(counts, weights, strict=True)
                if part_weight >= query.threshold
            ]
            return max(alone) if alone else min(counts, default=0)
        case _:
            return vocabulary.size


def weight(query: Query, vocabulary: Vocabulary) -> float:
    """What a clause weighs among its siblings: its rarity, or what its own clauses weigh together."""
    match query:
        case ClauseWeight(part, factor):
            return factor * weight(part, vocabulary)
        case Boost(part) | ConstantScore(part) | Rescore(part):
            return weight(part, vocabulary)
        case And(parts) | AtLeast(parts):
            return sum(weight(part, vocabulary) for part in parts)
        case Fallback(part, other):
            return weight(part if documents(part, vocabulary) else other, vocabulary)
        case Or(parts):
            return idf(max((_effective(part, vocabulary) for part in parts), default=0), vocabulary.size)
        case _:
            return idf(documents(query, vocabulary), vocabulary.size)


def _effective(part: Query, vocabulary: Vocabulary) -> float:
    """Documents of an alternative, as many as it is worth: a family name that stands in for a model, yolo for
    yolov5, must not make the model's own name common (+.002 over all queries)."""
    if isinstance(part, Boost):
        return part.factor * _effective(part.part, vocabulary)
    return documents(part, vocabulary)
