"""Name, number and date of an issue, from its heading and its file's name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from archive.conventions.file_names import file_pattern
from archive.conventions.model import Conventions
from archive.dates import YEAR, date_in_path, find_date, find_month, month_in_path
from archive.identity.masthead import Masthead
from archive.identity.numbers import number_at

_SEPARATORS = " \t)）]】》」|｜:：-—–_·,，.。、"
_YEAR = re.compile(rf"(?<!\d){YEAR}(?!\d)")
_FOLDER_FILES = ("readme", "index", "_index")
"""Stems of files that are identified by the name of their folder."""

_OPEN_ENDS = " \t:："
"""Trailing punctuation that is cut where no headline follows it."""

_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Identity:
    """Name and time of an issue."""

    name: str
    """URL-safe; unique once `distinct` has seen all issues."""

    title: str
    headline: str
    date: dt.date | None
    number: int | None
    day_known: bool = True


def identify(masthead: Masthead, file: str, conventions: Conventions) -> Identity:
    """Identity of an issue from the top of its text and its path.

    The text takes precedence over the file's name. What neither contains is None; nothing is guessed.
    """
    path = _named_path(file)
    stem, heading = path.rpartition("/")[2], masthead.heading
    in_heading, in_text = find_date(heading), find_date(masthead.date)
    date_match = in_heading or in_text
    date = date_match.date if date_match else date_in_path(path)
    month = None if date else find_month(heading) or find_month(masthead.date) or month_in_path(path)
    mentioned = find_date(masthead.mentioned)
    if date is None and mentioned and month in (None, mentioned.date.replace(day=1)):
        date, month = mentioned.date, None
    number, end = number_at(heading, conventions)
    if number is None:
        number = _number_of(masthead, file, path, conventions)
    return Identity(
        name=_name(date, number, month.strftime("%Y-%m") if month and stem.isdigit() else stem),
        title=heading.rstrip(_OPEN_ENDS) or stem,
        headline=_headline(heading, max(end, in_heading.end if in_heading else 0)),
        date=date or month,
        number=number,
        day_known=month is None,
    )


def _named_path(file: str) -> str:
    """The path that names an issue: without its ending, and of a README its folder's."""
    path = PurePosixPath(file)
    alone = path.stem.lower() in _FOLDER_FILES and path.parent.name
    return str(path.parent if alone else path.with_suffix(""))


def _name(date: dt.date | None, number: int | None, stem: str) -> str:
    if number is not None:
        return str(number)
    if date is not None:
        return date.isoformat()
    return _UNSAFE.sub("-", stem).strip("-.") or "issue"


def _headline(heading: str, end: int) -> str:
    """What the heading says after its date or number, which end there; "" where it has neither."""
    return heading[end:].lstrip(_SEPARATORS).strip() if end else ""


def _number_of(masthead: Masthead, file: str, path: str, conventions: Conventions) -> int | None:
    """The number above the text, or in the file's name or its folder's.

    Where `*` stands beside it in a name, no part of a year or a date is one.
    """
    if masthead.number.isdigit():
        return int(masthead.number)
    dated = _YEAR.search(PurePosixPath(file).stem)
    for form in conventions.files.names:
        match = file_pattern(form).fullmatch(file if "/" in form else PurePosixPath(file).name)
        if match and "number" in match.groupdict() and not (dated and "*" in form):
            return int(match["number"])
    stem = path.rpartition("/")[2]
    counted = _COUNTED.match(stem)
    return int(counted["number"]) if counted and not dated else number_at(stem, conventions)[0]


_COUNTED = re.compile(r"0*(?P<number>[1-9]\d{0,3})[-_. 、]+(?=[\u3400-\u9fff])")
"""A count before a Chinese name: `12-雪.md`. English ones begin with numbers of other things."""


def distinct(names: Sequence[str]) -> tuple[str, ...]:
    """The names, of which later twins bear `-2`, `-3`, ... in the order given."""
    wanted, taken = frozenset(names), set[str]()
    result: list[str] = []
    for name in names:
        own, count = name, 2
        while own in taken or (own != name and own in wanted):
            own, count = f"{name}-{count}", count + 1
        taken.add(own)
        result.append(own)
    return tuple(result)
