"""Clauses → the query that is executed, with what was searched although it was not typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from index.analysis import Analyzer
from index.dates import bounds
from index.facets import containing
from index.folding import fold_text, squeeze
from index.query import MATCH_ALL, And, Boost, Filter, Not, Or, Phrase, Query, Term
from index.query_parser import Clause, Parsed
from index.results import Rewrite

VERBATIM = 0.1
"""Strength of what only holds the typed run somewhere, against what holds its words."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A query to execute."""

    query: Query
    filters: Mapping[str, tuple[Query, ...]]
    rewrites: tuple[Rewrite, ...] = ()


class Planner:
    """Plans queries over one snapshot."""

    def __init__(self, analyzer: Analyzer, values: Callable[[str], Mapping[str, int]]) -> None:
        self._analyzer = analyzer
        self._values = values

    def plan(self, parsed: Parsed) -> Plan:
        """The query of what was typed."""
        wanted = [self._group(group) for group in parsed.groups if group[0].kind != "field" or len(group) > 1]
        unwanted = [Not(self._clause(clause)) for clause in parsed.excluded]
        query: Query = And((*wanted, *unwanted)) if wanted or unwanted else MATCH_ALL
        run = squeeze(fold_text(parsed.text))
        if wanted and run:
            query = Or((query, Boost(Phrase(run), VERBATIM)))
        return Plan(query, self._filters(parsed))

    def _filters(self, parsed: Parsed) -> Mapping[str, tuple[Query, ...]]:
        chosen: dict[str, list[Query]] = {}
        for group in parsed.groups:
            if group[0].kind == "field" and len(group) == 1 and group[0].field:
                chosen.setdefault(group[0].field, []).append(self._clause(group[0]))
        return {name: (Or(tuple(some)),) for name, some in chosen.items()}

    def _group(self, group: tuple[Clause, ...]) -> Query:
        parts = tuple(map(self._clause, group))
        return parts[0] if len(parts) == 1 else Or(parts)

    def _clause(self, clause: Clause) -> Query:
        if clause.field == "date":
            low, high = bounds(clause.text) or ("", "")
            return Filter("date", low=low, high=high)
        if clause.field:
            return Filter(clause.field, containing(clause.text, self._values(clause.field)))
        if clause.kind == "phrase":
            return Phrase(squeeze(fold_text(clause.text)))
        words = self._analyzer.words(clause.text)
        if not words:
            return Phrase(squeeze(fold_text(clause.text)))
        return And(tuple(Term(word.text) for word in words))
