"""Explain a ranking: the clauses of the executed query, and what each scored for a document."""

from __future__ import annotations

from collections.abc import Iterator

from index.query.tree import (
    And,
    AtLeast,
    Boost,
    ClauseWeight,
    Concept,
    ConstantScore,
    Fallback,
    Filter,
    Not,
    Or,
    Phrase,
    Query,
    Rescore,
    Substring,
    Term,
)
from index.ranking.reranker import Reranker
from index.results import ClauseScore


def clause_scores(query: Query, reranker: Reranker, index: int) -> tuple[ClauseScore, ...]:
    """Weight and score of each clause for the candidate at an index."""
    return tuple(
        ClauseScore(depth, label(part), round(clause.weight, 3), round(clause.scores[index], 4))
        for depth, part in _walk(query)
        if index in (clause := reranker.clause(part)).scores
    )


def outline(query: Query) -> tuple[str, ...]:
    """A query, a clause a line, parts indented."""
    return tuple(f"{'  ' * depth}{label(part)}" for depth, part in _walk(query))


def label(query: Query) -> str:
    """A clause in one line, without its parts."""
    match query:
        case Term(text):
            return f"term {text}"
        case Concept(key, names):
            return f"concept {key} ({', '.join(names)})"
        case Phrase(words):
            return f"phrase {' '.join(words)}"
        case Substring(text):
            return f"substring {text}"
        case AtLeast(_, _, share):
            return f"at least {share:.0%} of the weight of"
        case Boost(_, factor):
            return f"score × {factor:g} of"
        case ClauseWeight(_, factor):
            return f"weight × {factor:.2g} of"
        case Rescore(_, _, factor):
            return f"first, and {factor:g} × the score of second"
        case Filter(field, values, low, high):
            return f"filter {field}: {' or '.join(values) or f'{low}..{high}'}"
        case _:
            return _NAMES.get(type(query), "every document")


_NAMES: dict[type, str] = {
    And: "all of",
    Or: "any of",
    Not: "not",
    Fallback: "first, or else second",
    ConstantScore: "the full score for",
}


def _walk(query: Query, depth: int = 0) -> Iterator[tuple[int, Query]]:
    yield depth, query
    for part in _parts(query):
        yield from _walk(part, depth + 1)


def _parts(query: Query) -> tuple[Query, ...]:
    match query:
        case And(parts) | Or(parts) | AtLeast(parts):
            return parts
        case Boost(part) | ClauseWeight(part) | ConstantScore(part) | Not(part):
            return (part,)
        case Rescore(part, other) | Fallback(part, other):
            return (part, other)
        case _:
            return ()
