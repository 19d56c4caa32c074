"""Days and months as newsletters write them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*(?P<mark>[-/.年])\s*(?P<month>\d{1,2})\s*(?:(?P=mark)|月)\s*"
    r"(?P<day>\d{1,2})(?!\d)\s*日?"
)
_COMPACT = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day and where it stands in the text that was searched, as character offsets."""

    date: dt.date
    start: int
    end: int


def find_date(text: str) -> FoundDate | None:
    """The first day that exists in the calendar: `2020-05-13`, `2020/5/13`, `2020.5.13`, `2020年5月13日`.

    `20200513` counts where nothing clearer stands in the text.
    """
    for pattern in (_DAY, _COMPACT):
        for match in pattern.finditer(text):
            if date := _day(match):
                return FoundDate(date, match.start(), match.end())
    return None


def _day(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
