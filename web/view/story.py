"""First, most frequent and latest mention of a search; issues of the same day in earlier years."""

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
    from index.documents import Document
    from index.results import SearchResults
    from web.parameters.search_request import SearchRequest

FEWEST = 3
"""Months that make a story: of two, first and latest are all, and the plot shows them."""

DAYS_AROUND = 4
"""Days before and after today: a fortnightly newsletter has an issue on about two of three such days."""

MOST_YEARS = 3


def story_of(results: SearchResults, asked: SearchRequest) -> tuple[Milestone, ...]:
    """First mention, fullest month (by the page's own counts) and latest mention of what is searched."""
    months = [bucket for bucket in buckets_of(results.facets, "month") if bucket.value and bucket.count]
    months = [bucket for bucket in months if bucket.selected] or months
    if len(months) < FEWEST:
        return ()
    ends = [document for document in archive().searcher.ends(asked.to_search()) if document.date]
    if len(ends) < 2:
        return ()
    most = max(months, key=lambda bucket: bucket.count)
    peak = (Milestone("most", _month(most.value, asked, most.count)),) if most.count > 1 else ()
    return (_mention("first", ends[0], asked), *peak, _mention("latest", ends[-1], asked))


def _mention(kind: Literal["first", "latest"], document: Document, asked: SearchRequest) -> Milestone:
    title = Choice(visible(document.title), urls().entry(document.id, asked.q))
    return Milestone(kind, _month(document.date[:7], asked), title)


def _month(month: str, asked: SearchRequest, count: int | None = None) -> Choice:
    return Choice(month_label(month), urls().search(asked.ranged(month, month)), count)


def today() -> dt.date:
    """The day in China, where most readers are."""
    return dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date()


def this_day() -> tuple[Choice, ...]:
    """The issue nearest to this day in each of the last years that have one."""
    day = today()
    days = [day + dt.timedelta(days=shift) for shift in range(-DAYS_AROUND, DAYS_AROUND + 1)]
    distance = {f"{date:%m-%d}": abs((date - day).days) for date in days}
    nearest: dict[str, tuple[int, Choice]] = {}
    for summary in archive().catalogue.around(tuple(distance), str(day.year)):
        year, away = summary.date[:4], distance[summary.date[5:]]
        if summary.day_known and away < nearest.get(year, (DAYS_AROUND + 1,))[0]:
            nearest[year] = (
                away,
                Choice(
                    f"{summary.date} {visible(summary.headline or summary.title)}", urls().issue(summary.name)
                ),
            )
    return tuple(choice for _, choice in nearest.values())[:MOST_YEARS]
