"""Clauses → the query that is executed, with what was searched although it was not typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.query.dates import bounds
from index.query.parser import Clause, Parsed
from index.query.tree import MATCH_ALL, And, Boost, Filter, Flat, Near, Not, Or, Phrase, Prefer, Query, Some
from index.ranking.weights import ADJACENT, LITERAL, LOOSE_SHARE, VERBATIM
from index.results import Rewrite
from index.rewriting.query_words import either
from index.rewriting.rewriter import Rewriter, Unit
from index.search.facets import containing
from index.text.folding import fold_text, squeeze

MOST_BESIDE = 8
"""Things that are asked for in a query whose other names are looked for beside each other, too."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to execute, from the narrowest to the widest: each finds what the one before finds, and more."""

    words: Query
    """Everything that was asked for."""

    anywhere: Query
    """The typed text also inside longer words, and across what was read as search language."""

    some: Query | None
    """Some of what was asked for; None where that is nothing else."""

    filters: Mapping[str, Query]
    rewrites: tuple[Rewrite, ...] = ()
    related: tuple[Rewrite, ...] = ()
    """What `some` searches besides."""

    inside: Rewrite | None = None
    """Longer words that hold the typed one, which `anywhere` finds, too."""

    units: int = 0
    """How many things were asked for."""

    correction: str = ""
    """The typed text with its mistakes corrected; "" where there are none."""


class Planner:
    """Plans queries over one snapshot."""

    def __init__(self, rewriter: Rewriter, values: Callable[[str], Mapping[str, int]]) -> None:
        self._rewriter = rewriter
        self._values = values

    def plan(self, parsed: Parsed, *, literal: bool = False, strict: bool = False) -> Plan:
        """The query of what was typed; `literal` rewrites nothing, and `strict` plans no loosening."""
        runs, others = _runs(parsed)
        found = [
            (start, self._units(parsed.text[start:end], literal=literal, loose=not strict))
            for start, end in runs
        ]
        units = tuple(unit for _, some in found for unit in some)
        demands = [self._group(group, literal=literal) for group in others]
        demands += [Not(self._clause(clause, literal=True)) for clause in parsed.excluded]
        filters = self._filters(parsed)
        if not units and not demands:
            return Plan(MATCH_ALL, MATCH_ALL, None, filters)
        words = _and([*(unit.strict for unit in units), *demands])
        if not strict:
            words = _wished(words, units)
        some = _and([Some(tuple(unit.loose for unit in units), LOOSE_SHARE), *demands])
        return Plan(
            words,
            _verbatim(words, parsed),
            _verbatim(_wished(some, units), parsed) if units and not literal and not strict else None,
            filters,
            tuple(dict.fromkeys(rewrite for unit in units for rewrite in unit.rewrites)),
            tuple(dict.fromkeys(rewrite for unit in units for rewrite in unit.related)),
            self._rewriter.inside(parsed.text) if not literal and len(units) == 1 and not demands else None,
            len(units) + len(demands),
            _corrected(parsed.text, found),
        )

    def _units(self, text: str, *, literal: bool, loose: bool = False) -> tuple[Unit, ...]:
        if literal:
            return self._rewriter.literal_units(text)
        return self._rewriter.units(text, loose=loose)

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


def _runs(parsed: Parsed) -> tuple[list[tuple[int, int]], list[tuple[Clause, ...]]]:
    """Where stretches of plain words stand, and the groups that are something else and no filter."""
    runs: list[tuple[int, int]] = []
    others = []
    was_text = False
    for group in parsed.groups:
        is_text = len(group) == 1 and group[0].kind == "text"
        if is_text:
            start = runs.pop()[0] if was_text else group[0].start
            runs.append((start, group[0].end))
        elif not _is_filter(group):
            others.append(group)
        was_text = is_text
    return runs, others


def _and(parts: Sequence[Query]) -> Query:
    return parts[0] if len(parts) == 1 and not isinstance(parts[0], Not) else And(tuple(parts))


def _corrected(text: str, found: Sequence[tuple[int, Sequence[Unit]]]) -> str:
    """The typed text with corrections in place of what they correct."""
    changes: dict[tuple[int, int], str] = {}
    for offset, units in found:
        for start, end, word in (change for unit in units for change in unit.corrections):
            place = (offset + start, offset + end)
            changes[place] = changes.get(place, "") + word  # gaotongxiaolong is 高通 and 骁龙
    corrected = text
    for (start, end), word in sorted(changes.items(), reverse=True):
        corrected = corrected[:start] + word + corrected[end:]
    return corrected if changes else ""


def _wished(query: Query, units: Sequence[Unit]) -> Query:
    """Prefers documents that say everything as typed, and those where the words follow each other."""
    if not units:
        return query
    query = Prefer(query, Flat(_and([unit.said for unit in units])), LITERAL)
    few = len(units) <= MOST_BESIDE
    pairs = tuple(_beside(first, second, otherwise=few) for first, second in pairwise(units))
    return Prefer(query, Some(pairs, 0.0), ADJACENT) if pairs else query


def _beside(first: Unit, second: Unit, *, otherwise: bool) -> Query:
    """Two things one after the other, as typed; `otherwise`, whatever they are called."""
    lefts, rights = ((unit.words, *(unit.others if otherwise else ())) for unit in (first, second))
    return either([Near((*left, *right)) for left in lefts for right in rights])


def _verbatim(query: Query, parsed: Parsed) -> Query:
    """Finds the typed text also where it stands just so: what is seen on a page can be copied and found.

    A single character is a word: C would stand in almost every entry.
    """
    runs = list(dict.fromkeys(filter(None, _squeezed(parsed.text)))) if len(parsed.text) > 1 else []
    return Or((query, *(Boost(Phrase(run), VERBATIM) for run in runs))) if runs else query


def _squeezed(text: str) -> Iterator[str]:
    run = squeeze(fold_text(text))
    yield run
    if run.startswith('"') and run.endswith('"'):
        yield run[1:-1]
