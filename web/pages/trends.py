"""How often up to five terms appear by month: geometry for a plot, numbers for a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from flask import Blueprint, render_template, request

from web.parameters.api_parameters import MAX_TERM_LENGTH, MAX_TERMS
from web.parameters.query_string import printable
from web.parameters.search_request import SearchRequest
from web.site.archive import archive
from web.site.caching import fresh
from web.site.responses import html
from web.site.site import urls
from web.text.dates import month_label
from web.text.i18n import gettext as _
from web.text.i18n import labelled
from web.text.markup import visible
from web.view.components import Choice, Line, Point
from web.view.contexts import TrendsPage
from web.view.examples import season
from web.view.histogram import percent, ticks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response

    from index.results import Trend, TrendPoint

    Measure = Literal["count", "share"]

trends = Blueprint("trends", __name__)

HEIGHT = 240
"""Pixels between the base line and the highest level."""

LEVELS = (4, 8, 12, 16, 20, 24, 32, 40, 60, 80, 100)
"""Tops of the scale, times a power of ten: a quarter of each is a whole number."""


@trends.get("/trends")
def page() -> Response:
    """The plot, with a table behind it."""
    texts = _texts()
    measure: Measure = "share" if request.args.get("measure") == "share" else "count"
    results = tuple(archive().searcher.trend(text) for text in texts)
    view = _page(texts, measure, results)
    return fresh(html(render_template("trends.html", page=view, height=HEIGHT)))


def _texts() -> tuple[str, ...]:
    """Up to five different terms; what is more is left out, what is too long is cut."""
    asked = (printable(text)[:MAX_TERM_LENGTH] for text in request.args.getlist("q"))
    return tuple(dict.fromkeys(text for text in asked if text))[:MAX_TERMS]


def _page(texts: tuple[str, ...], measure: Measure, results: Sequence[Trend]) -> TrendsPage:
    months = [point.month for point in results[0].points] if results else []
    top = _top(max((_value(point, measure) for trend in results for point in trend.points), default=0))
    lines = tuple(_line(trend, texts, measure, top) for trend in results)
    return TrendsPage(
        texts=tuple(visible(text) for text in texts),
        measure=measure,
        lines=lines,
        undated=bool(lines)
        and not any(line.points for line in lines)
        and (not months or any(line.total for line in lines)),
        ticks=ticks_of(months),
        levels=tuple((_height(top * part / 4, top), _label(top * part / 4, measure)) for part in range(5)),
        months=tuple(_row(index, month, results, measure) for index, month in enumerate(months)),
        measures=(
            Choice(_("条数"), urls().trends(texts), selected=measure == "count"),
            Choice(_("占当月的比例"), urls().trends(texts, "share"), selected=measure == "share"),
        ),
        examples=_examples() if not texts else (),
    )


def _value(point: TrendPoint, measure: Measure) -> float:
    if measure == "count":
        return point.count
    return 100 * point.count / point.total if point.total else 0


def _top(value: float) -> float:
    """The least round number that is not below the highest value."""
    power = 1.0
    while value > LEVELS[-1] * power:
        power *= 10
    return next(level * power for level in LEVELS if level * power >= value)


def _height(value: float, top: float) -> float:
    return round(HEIGHT * (1 - value / top), 1)


def _label(value: float, measure: Measure) -> str:
    number = f"{value:.2f}".rstrip("0").rstrip(".")
    return f"{number}%" if measure == "share" else number


def _line(trend: Trend, texts: tuple[str, ...], measure: Measure, top: float) -> Line:
    step = 100 / max(len(trend.points), 1)
    search = SearchRequest(q=trend.query)
    return Line(
        label=visible(trend.query),
        total=trend.total,
        undated=trend.total - sum(point.count for point in trend.points),
        url=urls().search(search),
        remove_url=urls().trends([text for text in texts if text != trend.query], _kept(measure)),
        feed_url=urls().feed(search, "atom"),
        path=tuple(
            (round((index + 0.5) * step, 2), _height(_value(point, measure), top))
            for index, point in enumerate(trend.points)
            if point.total
        ),
        points=tuple(
            Point(
                x=percent((index + 0.5) * step),
                y=_height(_value(point, measure), top),
                label=labelled(month_label(point.month), _label(_value(point, measure), measure)),
                url=urls().search(search.ranged(point.month, point.month)),
            )
            for index, point in enumerate(trend.points)
            if point.count
        ),
    )


def _kept(measure: Measure) -> str:
    return "share" if measure == "share" else ""


def _row(index: int, month: str, results: Sequence[Trend], measure: Measure) -> tuple[str, tuple[str, ...]]:
    return month_label(month), tuple(
        _label(_value(trend.points[index], measure), measure) for trend in results
    )


def _examples() -> tuple[Choice, ...]:
    terms = season(12)
    return tuple(Choice(visible(term), urls().trends([term])) for term in terms)
