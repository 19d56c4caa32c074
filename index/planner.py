"""Clauses → the query that is executed, with what was searched although it was not typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.dates import bounds
from index.facets import containing
from index.folding import fold_text, squeeze
from index.query import MATCH_ALL, And, Boost, Filter, Near, Not, Or, Phrase, Prefer, Query, Some
from index.query_parser import Clause, Parsed
from index.ranking import ADJACENT, LOOSE_SHARE, VERBATIM
from index.results import Rewrite
from index.rewrite import Rewriter, Unit


@dataclass(frozen=True, slots=True)
class Plan:
    """A query to execute."""

    strict: Query
    """Everything that was asked for."""

    loose: Query | None
    """Some of it; None where that is nothing else."""

    filters: Mapping[str, Query]
    rewrites: tuple[Rewrite, ...] = ()


class Planner:
    """Plans queries over one snapshot."""

    def __init__(self, rewriter: Rewriter, values: Callable[[str], Mapping[str, int]]) -> None:
        self._rewriter = rewriter
        self._values = values

    def plan(self, parsed: Parsed, *, literal: bool = False) -> Plan:
        """The query of what was typed; `literal` rewrites nothing."""
        texts, others = _runs(parsed)
        read = self._rewriter.literal_units if literal else self._rewriter.units
        units = tuple(unit for text in texts for unit in read(text))
        demands = [self._group(group, literal=literal) for group in others]
        demands += [Not(self._clause(clause, literal=literal)) for clause in parsed.excluded]
        strict = _wished(And((*(unit.strict for unit in units), *demands)), units)
        loose = Some(tuple(unit.loose for unit in units), LOOSE_SHARE)
        return Plan(
            _verbatim(strict, parsed) if units or demands else MATCH_ALL,
            None if literal or not units else _verbatim(_wished(And((loose, *demands)), units), parsed),
            self._filters(parsed),
            tuple(dict.fromkeys(rewrite for unit in units for rewrite in unit.rewrites)),
        )

    def _filters(self, parsed: Parsed) -> Mapping[str, Query]:
        chosen: dict[str, list[Query]] = {}
        for group in parsed.groups:
            if _is_filter(group) and group[0].field:
                chosen.setdefault(group[0].field, []).append(self._clause(group[0], literal=True))
        return {name: Or(tuple(some)) for name, some in chosen.items()}

    def _group(self, group: tuple[Clause, ...], *, literal: bool) -> Query:
        parts = tuple(self._clause(clause, literal=literal) for clause in group)
        return parts[0] if len(parts) == 1 else Or(parts)

    def _clause(self, clause: Clause, *, literal: bool) -> Query:
        if clause.field == "date":
            low, high = bounds(clause.text) or ("", "")
            return Filter("date", low=low, high=high)
        if clause.field:
            return Filter(clause.field, containing(clause.text, self._values(clause.field)))
        run = Phrase(squeeze(fold_text(clause.text)))
        if clause.kind == "phrase":
            return run
        rewriter = self._rewriter
        units = (
            rewriter.literal_units(clause.text) if literal or clause.excluded else rewriter.units(clause.text)
        )
        return And(tuple(unit.strict for unit in units)) if units else run


def _is_filter(group: tuple[Clause, ...]) -> bool:
    return len(group) == 1 and group[0].kind == "field"


def _runs(parsed: Parsed) -> tuple[list[str], list[tuple[Clause, ...]]]:
    """Stretches of plain words as typed, and the groups that are something else and no filter."""
    texts: list[str] = []
    others = []
    start: int | None = None
    for group in (*parsed.groups, None):
        if group and len(group) == 1 and group[0].kind == "text":
            start, end = (group[0].start if start is None else start), group[0].end
            continue
        if start is not None:
            texts.append(parsed.text[start:end])
            start = None
        if group and not _is_filter(group):
            others.append(group)
    return texts, others


def _wished(query: Query, units: Sequence[Unit]) -> Query:
    """Prefers documents where the words follow each other as typed."""
    pairs = tuple(Near((*first.words, *second.words)) for first, second in pairwise(units))
    return Prefer(query, Some(pairs, 0.0), ADJACENT) if pairs else query


def _verbatim(query: Query, parsed: Parsed) -> Query:
    """Finds the typed text also where it stands just so: what is seen on a page can be copied and found."""
    runs = dict.fromkeys(filter(None, _squeezed(parsed.text)))
    return Or((query, *(Boost(Phrase(run), VERBATIM) for run in runs)))


def _squeezed(text: str) -> Iterator[str]:
    run = squeeze(fold_text(text))
    yield run
    if run.startswith('"') and run.endswith('"'):
        yield run[1:-1]
