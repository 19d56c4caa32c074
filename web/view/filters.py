"""Facets and chips of a search, with the URLs that change its filters."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from index.query.dates import day
from index.search_request import MAX_VALUE_LENGTH
from web.parameters.search_request import LISTED
from web.site import newsletter
from web.site.site import urls
from web.text.dates import range_label, written_label
from web.text.i18n import gettext as _
from web.text.i18n import labelled, lazy_gettext
from web.text.markup import visible
from web.view.components import Choice, FacetGroup, UnknownFilter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from index.results import Bucket, FacetResult, Understood, UnknownValue
    from web.parameters.search_request import FacetName, SearchRequest

FIRST = {"newsletter": 8, "category": 8, "source": 8, "tag": 8}
"""Values of a facet that are shown at once."""

MAX_LISTED = 200
"""Values of a facet on a page at all; the filter box and the query language reach the others."""

TITLES = {
    "newsletter": lazy_gettext("简报"),
    "category": lazy_gettext("栏目"),
    "source": lazy_gettext("来源"),
    "tag": lazy_gettext("标签"),
    "issue": lazy_gettext("期次"),
    "date": lazy_gettext("时间"),
    "phrase": lazy_gettext("词组"),
    "exclude": lazy_gettext("不含"),
    "or": lazy_gettext("任一"),
    "site": lazy_gettext("网站"),
}
"""Labels of facets, filters and parts of the search language."""


def facet_groups(facets: Iterable[FacetResult], request: SearchRequest) -> tuple[FacetGroup, ...]:
    """Newsletter (of several), category, source, year and tag, each with the URL that chooses or drops it."""
    by_name = {facet.name: facet.buckets for facet in facets}
    names: tuple[FacetName, ...] = ("category", "source")
    if newsletter.more_than_one():
        names = ("newsletter", *names)
    groups = [_group(name, by_name.get(name, ()), request) for name in names]
    groups.append(_years(by_name.get("month", ()), request))
    groups.append(_group("tag", by_name.get("tag", ()), request))
    return tuple(group for group in groups if group.first)


def buckets_of(facets: Iterable[FacetResult], name: str) -> tuple[Bucket, ...]:
    """The values of one facet; none where it was not counted."""
    return next((facet.buckets for facet in facets if facet.name == name), ())


def chips_of(request: SearchRequest, understood: Sequence[Understood]) -> tuple[Choice, ...]:
    """All filters of the search, each with the URL that removes it."""
    chips = [
        Choice(labelled(TITLES[name], _label(name, value)), urls().search(request.toggled(name, value)))
        for name in LISTED
        for value in getattr(request, name)
    ]
    if request.date_from or request.date_to:
        label = range_label(request.date_from, request.date_to)
        chips.append(Choice(labelled(TITLES["date"], label), urls().search(request.ranged("", ""))))
    chips += [
        Choice(
            labelled(TITLES[part.kind], _understood_label(part)),
            urls().search(request.changed(q=part.without)),
        )
        for part in understood
    ]
    return tuple(chips)


def unknown_filters(request: SearchRequest, unknown: Iterable[UnknownValue]) -> Iterator[UnknownFilter]:
    """Unknown values of filters, each with searches for the nearest known values."""
    for unknown_value in unknown:
        kept = tuple(value for value in getattr(request, unknown_value.field) if value != unknown_value.value)
        nearest = tuple(
            Choice(visible(value), urls().search(request.changed(**{unknown_value.field: (*kept, value)})))
            for value in unknown_value.nearest
            if len(value) <= MAX_VALUE_LENGTH
        )
        yield UnknownFilter(str(TITLES[unknown_value.field]), visible(unknown_value.value), nearest)


def _label(name: FacetName, value: str) -> str:
    return visible(newsletter.names().get(value, value) if name == "newsletter" else value)


def _understood_label(part: Understood) -> str:
    return visible(written_label(part.label) if part.kind == "date" else part.label)


def hidden_fields(request: SearchRequest) -> tuple[tuple[str, str], ...]:
    """What a form must carry along so that a new text keeps the filters; dates have fields of their own."""
    return tuple((name, value) for name, value in request.pairs() if name not in ("q", "page", "from", "to"))


def _group(name: FacetName, buckets: Sequence[Bucket], request: SearchRequest) -> FacetGroup:
    offered = (bucket for bucket in buckets if 0 < len(bucket.value) <= MAX_VALUE_LENGTH)
    ordered = sorted(offered, key=lambda bucket: not bucket.selected)
    choices = [
        Choice(
            _label(name, bucket.value) or _("（无）"),
            urls().search(request.toggled(name, bucket.value)),
            bucket.count,
            bucket.selected,
        )
        for bucket in ordered[:MAX_LISTED]
    ]
    first = FIRST[name]
    hidden = max(0, len(ordered) - MAX_LISTED)
    return FacetGroup(name, str(TITLES[name]), tuple(choices[:first]), tuple(choices[first:]), hidden)


def _years(months: Sequence[Bucket], request: SearchRequest) -> FacetGroup:
    """One year at a time, and shown so: a range of several is what the months above are for."""
    counts: Counter[str] = Counter()
    for bucket in months:
        if bucket.value:
            counts[bucket.value[:4]] += bucket.count
    choices = tuple(
        Choice(year, urls().search(_in_year(request, year)), count, _is_year(request, year))
        for year, count in sorted(counts.items(), reverse=True)
    )
    return FacetGroup("year", _("年份"), choices[:8], choices[8:], 0)


def _is_year(request: SearchRequest, year: str) -> bool:
    """Whether the chosen days are those of this year, however they are written."""
    return (day(request.date_from, last=False), day(request.date_to, last=True)) == (
        f"{year}-01-01",
        f"{year}-12-31",
    )


def _in_year(request: SearchRequest, year: str) -> SearchRequest:
    days = ("", "") if _is_year(request, year) else (year, year)
    return request.changed(date_from=days[0], date_to=days[1])
