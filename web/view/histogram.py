"""Hits by month → bars that lead to their month. Pure geometry; the template draws it."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING

from index.query.dates import months_between
from web.site.site import urls
from web.text.dates import month_label
from web.text.i18n import gettext as _
from web.text.i18n import labelled
from web.view.components import Bar, Choice, Histogram, Tick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.results import Bucket
    from web.parameters.search_request import SearchRequest

HEIGHT = 64
"""Pixels of the tallest bar."""

LEAST = 2.0
"""Pixels of a bar with any hit: seen, however tall its neighbours are."""

MAX_MONTHS = 360
"""More bars than this could not be told apart; older months are left to the years below."""

LABEL_ROOM = 9.0
"""Percent of the width that a year's label needs beside the next one."""


def histogram_of(
    buckets: Sequence[Bucket], request: SearchRequest, span: tuple[str, str]
) -> Histogram | None:
    """The histogram of a month facet over the archive's whole span, so that searches can be compared.

    `span` is the archive's first and last date. None where there is no choice of months.
    """
    counts = {bucket.value: bucket.count for bucket in buckets if bucket.value}
    ends = sorted({*counts, *(date[:7] for date in span if date)})
    months = months_between(ends[0], ends[-1])[-MAX_MONTHS:] if ends else ()
    if len(months) < 2:
        return None
    top = max([*counts.values(), 1])
    bars = tuple(
        _bar(request, index, month, counts.get(month, 0), len(months), top)
        for index, month in enumerate(months)
    )
    undated = sum(bucket.count for bucket in buckets if not bucket.value)
    return Histogram(bars, ticks_of(months, request), HEIGHT, undated, months[0], months[-1])


def recent_spans(request: SearchRequest, span: tuple[str, str]) -> tuple[Choice, ...]:
    """The last month and the last year of the archive, each where the archive reaches further back."""
    first, last = span
    if not last:
        return ()
    chosen = (request.date_from, request.date_to)
    begins = {_("近一月"): days_before(last, months=1), _("近一年"): days_before(last, months=12)}
    return tuple(
        Choice(
            label,
            urls().search(request.ranged(begin, "")),
            selected=(begin, "") == chosen,
        )
        for label, begin in begins.items()
        if begin > first
    )


def days_before(date: str, *, months: int) -> str:
    """The day after the same day some months before: a span of whole months that ends with `date`."""
    year, month = divmod(int(date[:4]) * 12 + int(date[5:7]) - 1 - months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    same = dt.date(year, month + 1, min(int(date[8:10]), length))
    return (same + dt.timedelta(days=1)).isoformat()


def ticks_of(months: Sequence[str], request: SearchRequest | None = None) -> tuple[Tick, ...]:
    """A label for each year, some left out where they would touch."""
    ticks: list[Tick] = []
    last = -LABEL_ROOM
    for index, month in enumerate(months):
        x = 100 * index / len(months)
        if (month.endswith("-01") or index == 0) and x - last >= LABEL_ROOM and x <= 100 - LABEL_ROOM / 2:
            year = month[:4]
            url = urls().search(request.ranged(year, year)) if request else ""
            ticks.append(Tick(year, percent(x), url))
            last = x
    return tuple(ticks)


def percent(value: float) -> str:
    """A place along an axis, short enough to be repeated in every bar."""
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


def within(month: str, first: str, last: str) -> bool:
    """Whether a month lies in a chosen range (bounds of any precision); False where none is chosen."""
    if not (first or last):
        return False
    return (not first or month >= first[: len(month)][:7]) and (not last or month[: len(last)] <= last[:7])


def _bar(request: SearchRequest, index: int, month: str, count: int, months: int, top: int) -> Bar:
    height = max(LEAST, round(HEIGHT * count / top, 1)) if count else 0.0
    step = 100 / months
    return Bar(
        month=month,
        label=labelled(month_label(month), count),
        count=count,
        x=percent(index * step),
        width=percent(step),
        y=round(HEIGHT - height, 1),
        height=height,
        url=urls().search(request.ranged(month, month)) if count else "",
        selected=within(month, request.date_from, request.date_to),
    )
