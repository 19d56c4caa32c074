"""Months and years as people read them."""

from __future__ import annotations

from index.query.dates import bounds, coarse
from web.text.i18n import gettext as _


def month_label(month: str) -> str:
    """`2020-05` → `2020年5月`; also for a year or a day."""
    parts = [int(part) for part in month.split("-")]
    if len(parts) == 1:
        return _("%(year)s年", year=parts[0])
    if len(parts) == 2:
        return _("%(year)s年%(month)s月", year=parts[0], month=parts[1])
    return _("%(year)s年%(month)s月%(day)s日", year=parts[0], month=parts[1], day=parts[2])


def range_label(first: str, last: str) -> str:
    """Two bounds, either of which may be missing."""
    if first == last:
        return month_label(first)
    if not last:
        return _("%(date)s起", date=month_label(first))
    if not first:
        return _("至%(date)s", date=month_label(last))
    return _("%(first)s至%(last)s", first=month_label(first), last=month_label(last))


def written_label(text: str) -> str:
    """A date of the search language: `2020-05`, `2020-01..2020-06`, `2020-01-01 – 2020-06-30`."""
    ends = bounds(text.replace(" – ", ".."))
    return range_label(*coarse(*ends)) if ends else text
