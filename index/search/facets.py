"""Facets: what they demand of a document, and their values as readers see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from index.query.dates import day
from index.query.tree import Filter, Or, Query
from index.results import Bucket, FacetResult
from index.schema import FACETS

Chosen = Mapping[str, tuple[str, ...]]
"""Facet → chosen values, as they stand in documents."""


def date_filter(low: str, high: str) -> Query | None:
    """Days from `low` to `high`, as a search gives them; None without a bound. A bad date finds nothing."""
    if not (low or high):
        return None
    first, last = day(low, last=False), day(high, last=True)
    if first is None or last is None:
        return Filter("date", values=("",))
    return Filter("date", low=first, high=last)


def chosen_values(filters: Mapping[str, Query]) -> Chosen:
    """The values that each facet's filter takes, chosen or typed."""
    return {name: filter_values(filters, name) for name in FACETS if name != "month" and name in filters}


def filter_values(filters: Mapping[str, Query], name: str) -> tuple[str, ...]:
    """The values that a filter takes, chosen or typed."""
    return tuple(dict.fromkeys(_values(filters[name]))) if name in filters else ()


def _values(query: Query) -> Iterator[str]:
    match query:
        case Filter(values=values):
            yield from values
        case Or(parts):
            for part in parts:
                yield from _values(part)
        case _:  # a filter demands nothing else of a facet
            return


def facet_results(
    counts: Mapping[str, Mapping[str, int]], chosen: Chosen, months: tuple[str, str]
) -> tuple[FacetResult, ...]:
    """Facets in their order; `months` bounds the chosen months, "" for none."""
    return tuple(_facet(name, counts.get(name, {}), chosen.get(name, ()), months) for name in FACETS)


def _facet(
    name: str, counts: Mapping[str, int], chosen: tuple[str, ...], months: tuple[str, str]
) -> FacetResult:
    values = {**dict.fromkeys(chosen, 0), **counts}
    if name == "month":
        ordered = sorted(values.items())
        ticked = {value for value in values if any(months) and _between(value, months)}
    else:
        ordered = sorted(values.items(), key=lambda item: (-item[1], item[0]))
        ticked = set(chosen)
    return FacetResult(name, tuple(Bucket(value, value, count, value in ticked) for value, count in ordered))


def _between(month: str, bounds: tuple[str, str]) -> bool:
    return bool(month) and bounds[0][:7] <= month <= (bounds[1][:7] or "9999-99")
