"""Filters that were typed: `栏目:论文` in a text and a chosen 论文 are one thing, and here take one form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

from index.field_values import FieldValues
from index.query.dates import bounds, coarse, day
from index.query.parser import Clause, parse
from index.search_request import MAX_VALUE_LENGTH, MAX_VALUES, Search

CHOSEN: tuple[Literal["newsletter", "category", "source", "tag", "issue"], ...] = (
    "newsletter", "category", "source", "tag", "issue",
)  # fmt: skip
"""Fields of which a search has chosen values."""


def with_typed_filters(search: Search, values: Callable[[str], FieldValues]) -> Search:
    """The same search, with the filters of its text among its own; `values` gives those of a field.

    What a search has no filter for stays in the text: what is excluded, alternatives of different fields,
    sites, several ranges of days, and names that hold for more values than a search takes.
    """
    typed = [group[0] for group in parse(search.text).groups if len(group) == 1 and group[0].kind == "field"]
    moved: list[Clause] = []
    for clause in typed:
        narrowed = _with_clause(search, clause, values, alone=_alone(clause, typed))
        if narrowed is not None:
            search = narrowed
            moved.append(clause)
    return replace(search, text=_without(search.text, moved))


def _alone(clause: Clause, typed: list[Clause]) -> bool:
    return sum(other.field == clause.field for other in typed) == 1


def _with_clause(
    search: Search, clause: Clause, values: Callable[[str], FieldValues], *, alone: bool
) -> Search | None:
    """The search narrowed by a clause; None where no filter is equivalent."""
    if clause.field == "date":
        return _with_days(search, clause.text) if alone else None
    if clause.field not in CHOSEN:
        return None
    chosen: tuple[str, ...] = getattr(search, clause.field)
    extended = tuple(dict.fromkeys((*chosen, *values(clause.field).containing(clause.text))))
    if len(extended) > MAX_VALUES or any(len(value) > MAX_VALUE_LENGTH for value in extended):
        return None
    changes: dict[str, Any] = {clause.field: extended}
    return replace(search, **changes)


def _with_days(search: Search, text: str) -> Search | None:
    """Days that are typed and chosen must both hold."""
    low, high = bounds(text) or ("", "")
    first, last = day(search.date_from, last=False), day(search.date_to, last=True)
    if first is None or last is None:
        return None
    lows, highs = [bound for bound in (low, first) if bound], [bound for bound in (high, last) if bound]
    date_from, date_to = coarse(max(lows, default=""), min(highs, default=""))
    return replace(search, date_from=date_from, date_to=date_to)


def _without(text: str, clauses: list[Clause]) -> str:
    if not clauses:
        return text
    for clause in reversed(clauses):
        text = f"{text[: clause.start]} {text[clause.end :]}"
    return " ".join(text.split())
