"""One search over postings and columns: what is found, in which order, and how it is distributed."""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import reduce

from index.engines.columns import Columns
from index.engines.evaluation import Evaluation, Postings
from index.engines.protocol import EngineRequest, EngineResults


def collect(request: EngineRequest, postings: Postings, columns: Columns) -> EngineResults:
    """Execute a request; facets are counted without their own filter, from the same run."""
    evaluation = Evaluation(postings, request.deadline)
    found = evaluation.run(request.query).strengths
    passing = {name: evaluation.run(part).strengths.keys() for name, part in request.filters.items()}
    hits = {key: found[key] for key in _within(found.keys(), passing)}
    page = columns.sorted(hits, request.sort)[request.offset : request.offset + request.limit]
    relevance = request.sort == "relevance"
    return EngineResults(
        total=len(hits),
        keys=tuple(columns.records[number].key for number in page),
        scores=tuple(hits[number] if relevance else 0.0 for number in page),
        counts={
            name: columns.counts(name, _within(found.keys(), passing, but=name)) for name in request.facets
        },
        complete=evaluation.complete,
    )


def _within(found: Set[int], passing: Mapping[str, Set[int]], but: str = "") -> Set[int]:
    return reduce(
        lambda some, more: some & more, (part for name, part in passing.items() if name != but), found
    )
