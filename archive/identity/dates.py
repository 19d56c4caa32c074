"""Days and months as newsletters write them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*(?P<mark>[-/.年])\s*(?P<month>\d{1,2})\s*(?:(?P=mark)|月)\s*"
    r"(?P<day>\d{1,2})(?!\d)\s*日?"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY_OF = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR_OF = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_ENGLISH = re.compile(rf"\b{_MONTH}\s+{_DAY_OF}\s*,?\s+{_YEAR_OF}", re.IGNORECASE)
_BRITISH = re.compile(rf"(?<!\d){_DAY_OF}\s+{_MONTH}\s*,?\s+{_YEAR_OF}", re.IGNORECASE)
_COMPACT = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day and where it stands in the text that was searched, as character offsets."""

    date: dt.date
    start: int
    end: int


def find_date(text: str) -> FoundDate | None:
    """The first day that exists in the calendar: `2020-05-13`, `2020/5/13`, `2020.5.13`, `2020年5月13日`,
    `May 13, 2020`, `13 May 2020`.

    `20200513` counts where nothing clearer stands in the text.
    """
    for pattern in (_DAY, _ENGLISH, _BRITISH, _COMPACT):
        for match in pattern.finditer(text):
            if date := _day(match):
                return FoundDate(date, match.start(), match.end())
    return None


def _day(match: re.Match[str]) -> dt.date | None:
    name = match["month"][:3].lower()
    try:
        month = _MONTHS.index(name) + 1 if name in _MONTHS else int(name)
        return dt.date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        return None
