"""Clauses → the query that is executed, with what was searched although it was not typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from index.field_values import FieldValues
from index.forward.vocabulary import Vocabulary
from index.query.dates import bounds
from index.query.parser import QUOTES, Clause, Parsed
from index.query.tree import (
    MATCH_ALL,
    And,
    AtLeast,
    Filter,
    Not,
    Query,
    all_of,
    any_of,
)
from index.ranking.statistics import documents, weight
from index.ranking.weights import FEW_HITS, RELAXED_SHARE
from index.results import Rewrite
from index.rewriting.rewriter import Rewriter, Unit
from index.rewriting.substrings import substring
from index.search_request import MAX_WORDS

_QUOTE = re.compile(f"[{''.join(QUOTES)}]")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to execute. It prints, and equal plans find the same."""

    exact: Query
    """Everything that was asked for."""

    relaxed: Query | None
    """Some of what was asked for; None where that is nothing else."""

    filters: Mapping[str, Query]
    rewrites: tuple[Rewrite, ...] = ()
    related: tuple[Rewrite, ...] = ()
    """What `relaxed` searches besides."""

    units: int = 0
    """How many things were asked for."""

    correction: str = ""
    """The typed text with its mistakes corrected; "" where there are none."""


class Planner:
    """Plans queries over one snapshot. `values` gives the values of a filter with their documents."""

    def __init__(
        self, rewriter: Rewriter, vocabulary: Vocabulary, values: Callable[[str], FieldValues]
    ) -> None:
        self._rewriter = rewriter
        self._vocabulary = vocabulary
        self._values = values

    def plan(self, parsed: Parsed, *, literal: bool = False) -> Plan:
        """The query of what was typed; `literal` rewrites nothing."""
        all_runs, other_groups = _runs(parsed)
        runs, unread = self._within_bounds(parsed.text, all_runs)
        read = self._rewriter.literal_units if literal else self._rewriter.units
        units_by_run = [(start, read(parsed.text[start:end])) for start, end in runs]
        units = tuple(unit for _, run_units in units_by_run for unit in run_units)
        demands = [self._group(group, literal=literal) for group in other_groups]
        demands += [Not(self._clause(clause, literal=True)) for clause in parsed.excluded]
        filters = self._filters(parsed)
        if not units and not demands:
            wordless = parsed.text.strip() if all_runs else ""
            exact = (
                self._or_verbatim(substring(wordless, self._vocabulary), parsed) if wordless else MATCH_ALL
            )
            return Plan(exact, None, filters)
        required = all_of(list(dict.fromkeys([*(unit.required for unit in units), *demands])))
        relaxed = None if literal else self._relaxed(units, demands)
        return Plan(
            exact=required if unread else self._or_verbatim(required, parsed),
            relaxed=self._or_verbatim(relaxed, parsed) if relaxed and not unread else relaxed,
            filters=filters,
            rewrites=(*dict.fromkeys(rewrite for unit in units for rewrite in unit.rewrites), *unread),
            related=tuple(dict.fromkeys(rewrite for unit in units for rewrite in unit.related)),
            units=len(units) + len(demands),
            correction=_corrected(parsed.text, units_by_run),
        )

    def _within_bounds(
        self, text: str, runs: Sequence[tuple[int, int]]
    ) -> tuple[list[tuple[int, int]], list[Rewrite]]:
        """Runs that together have no more than MAX_WORDS words, and what is left out of them."""
        if sum(end - start for start, end in runs) <= MAX_WORDS:
            return [*runs], []
        kept: list[tuple[int, int]] = []
        unread: list[Rewrite] = []
        left = MAX_WORDS
        for start, end in runs:
            ends = self._rewriter.word_ends(text[start:end])
            if len(ends) > left:  # a chain is read whole, or not at all
                reached = start + max((word for word in ends[:left] if word < ends[left]), default=0)
                unread.append(Rewrite("unread", text[reached:end].strip(), ()))
                end = reached
            kept.append((start, end))
            left = max(0, left - len(ends))
        return kept, unread

    def _is_short(self, text: str) -> bool:
        return len(text) <= MAX_WORDS or len(self._rewriter.word_ends(text)) <= MAX_WORDS

    def _relaxed(self, units: Sequence[Unit], demands: Sequence[Query]) -> Query | None:
        """Some of the units; those that the archive holds nothing of are left out.

        Where one so rare that hardly a document has it outweighs all others (学好 beside 英语), any suffices.
        """
        held = [unit for unit in units if documents(unit.relaxed, self._vocabulary)]
        if not held:
            return None
        parts = tuple(dict.fromkeys(unit.relaxed for unit in held))
        weights = tuple(max(weight(part, self._vocabulary), 1e-6) for part in parts)
        some = AtLeast(parts, weights, RELAXED_SHARE)
        if documents(some, self._vocabulary) < FEW_HITS:
            some = replace(some, share=min(RELAXED_SHARE, min(weights) / sum(weights)))
        return all_of([some, *demands])

    def _or_verbatim(self, query: Query, parsed: Parsed) -> Query:
        """The query or its text verbatim: what looks like search language may be copied from a page."""
        text = parsed.text.strip()
        quoted = len(text) > 1 and text[0] in QUOTES and text[-1] in QUOTES[text[0]]
        inner = text[1:-1] if quoted else text
        if (
            not parsed.excluded
            and all(len(group) == 1 for group in parsed.groups)
            and not _QUOTE.search(inner)
        ):
            return query
        runs = dict.fromkeys([text, inner])
        return any_of([query, *(substring(run, self._vocabulary) for run in runs)])

    def _filters(self, parsed: Parsed) -> Mapping[str, Query]:
        chosen: dict[str, list[Query]] = {}
        for group in parsed.groups:
            if _is_filter(group) and group[0].field:
                chosen.setdefault(group[0].field, []).append(self._clause(group[0], literal=True))
        return {name: any_of(queries) for name, queries in chosen.items()}

    def _group(self, group: tuple[Clause, ...], *, literal: bool) -> Query:
        return any_of([self._clause(clause, literal=literal) for clause in group])

    def _clause(self, clause: Clause, *, literal: bool) -> Query:
        if clause.field == "date":
            low, high = bounds(clause.text) or ("", "")
            return Filter("date", low=low, high=high)
        if clause.field:
            return Filter(clause.field, self._values(clause.field).containing(clause.text))
        if clause.kind == "phrase":
            return substring(clause.text, self._vocabulary)
        rewriter = self._rewriter
        read = rewriter.literal_units if literal or clause.excluded else rewriter.units
        units = read(clause.text) if self._is_short(clause.text) else ()
        if not units:
            return substring(clause.text, self._vocabulary)
        return And(tuple(unit.required for unit in units))


def _is_filter(group: tuple[Clause, ...]) -> bool:
    return len(group) == 1 and group[0].kind == "field"


def _runs(parsed: Parsed) -> tuple[list[tuple[int, int]], list[tuple[Clause, ...]]]:
    """Where stretches of plain words stand, and the groups that are something else and no filter."""
    runs: list[tuple[int, int]] = []
    other_groups = []
    was_text = False
    for group in parsed.groups:
        is_text = len(group) == 1 and group[0].kind == "text"
        if is_text:
            start = runs.pop()[0] if was_text else group[0].start
            runs.append((start, group[0].end))
        elif not _is_filter(group):
            other_groups.append(group)
        was_text = is_text
    return runs, other_groups


def _corrected(text: str, units_by_run: Sequence[tuple[int, Sequence[Unit]]]) -> str:
    """The typed text with corrections in place of what they correct."""
    changes: dict[tuple[int, int], str] = {}
    for offset, units in units_by_run:
        for start, end, word in (change for unit in units for change in unit.corrections):
            span = (offset + start, offset + end)
            changes[span] = changes.get(span, "") + word  # gaotongxiaolong is 高通 and 骁龙
    corrected = text
    for (start, end), word in sorted(changes.items(), reverse=True):
        corrected = corrected[:start] + word + corrected[end:]
    return corrected if changes else ""
