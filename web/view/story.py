"""What stands behind a search and a day: first, most, latest mention; issues of this day of other years."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from web.site.archive import archive
from web.site.site import urls
from web.text.dates import month_label
from web.text.markup import visible
from web.view.components import Choice, Milestone
from web.view.filters import buckets_of

if TYPE_CHECKING:
    from index.results import Bucket, SearchResults
    from web.parameters.search_request import SearchRequest

FEWEST = 3
"""Months that make a story: of two, first and latest are all, and the plot shows them."""

NEAR = 4
"""Days before and after today: a fortnightly newsletter has an issue on about two of three such days."""

MOST_YEARS = 3


def story_of(results: SearchResults, asked: SearchRequest) -> tuple[Milestone, ...]:
    """First, most and latest month of what is searched, from the counts that the page has anyway."""
    months = [one for one in buckets_of(results.facets, "month") if one.value and one.count]
    if len(months) < FEWEST:
        return ()
    most = max(months, key=lambda one: one.count)
    told: dict[Bucket, Literal["first", "most", "latest"]] = {months[0]: "first"}
    if most.count > 1:
        told.setdefault(most, "most")
    told.setdefault(months[-1], "latest")
    return tuple(
        Milestone(
            kind,
            Choice(month_label(one.value), urls().search(asked.ranged(one.value, one.value)), one.count),
        )
        for one, kind in told.items()
    )


def today() -> dt.date:
    """The day in China, where most readers are."""
    return dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date()


def this_day() -> tuple[Choice, ...]:
    """The issue nearest to this day in each of the last years that have one."""
    day = today()
    near = [day + dt.timedelta(days=shift) for shift in range(-NEAR, NEAR + 1)]
    distance = {f"{one:%m-%d}": abs((one - day).days) for one in near}
    found: dict[str, tuple[int, Choice]] = {}
    for one in archive().catalogue.around(tuple(distance), str(day.year)):
        year, away = one.date[:4], distance[one.date[5:]]
        if one.day_known and away < found.get(year, (NEAR + 1,))[0]:
            found[year] = (
                away,
                Choice(f"{one.date} {visible(one.headline or one.title)}", urls().issue(one.name)),
            )
    return tuple(choice for _, choice in found.values())[:MOST_YEARS]
