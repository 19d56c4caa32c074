"""Split a file that holds several issues, such as a README, into its issues."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.conventions.model import Conventions
from archive.dates import find_date
from archive.identity.numbers import number_in

_HEADING = re.compile(r"^ {0,3}(?P<marks>#{1,6})[ \t]*(?P<text>[^#\s].*)$")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
MOSTLY = 0.8
"""Share of a level's headings with a date or number from which they begin issues."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The lines of a file that are one issue, its heading of level 1."""

    start: int
    """Lines of the file before it."""

    lines: tuple[str, ...]
    heading: str


def excerpts(lines: Sequence[str], conventions: Conventions) -> tuple[Excerpt, ...]:
    """The issues of a file, in its order; none where it is one issue.

    They begin at the headings of the highest level whose headings, two at least, bear a date or a number.
    What stands above the first of them introduces the newsletter, and belongs to no issue.
    """
    headings = list(_headings(lines))
    level = _level(headings, conventions)
    if not level:
        return ()
    boundaries = [index for index, heading_level, _ in headings if heading_level <= level]
    texts = {
        index: text
        for index, heading_level, text in headings
        if heading_level == level and _tells(text, conventions)
    }
    ends = dict(zip(boundaries, [*boundaries[1:], len(lines)], strict=True))
    return tuple(
        Excerpt(start, tuple(_raised(lines[start : ends[start]], level)), text)
        for start, text in texts.items()
    )


def _headings(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Line index, level and text of each heading outside code."""
    fenced = False
    for index, line in enumerate(lines):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and (match := _HEADING.match(line)):
            yield index, len(match["marks"]), match["text"]


def _level(headings: Sequence[tuple[int, int, str]], conventions: Conventions) -> int:
    counts = Counter(level for _, level, _ in headings)
    telling = Counter(level for _, level, text in headings if _tells(text, conventions))
    levels = (level for level in sorted(counts) if telling[level] > 1)
    return next((level for level in levels if telling[level] >= MOSTLY * counts[level]), 0)


def _tells(text: str, conventions: Conventions) -> bool:
    return find_date(text) is not None or number_in(text, conventions) is not None


def _raised(lines: Sequence[str], level: int) -> Iterator[str]:
    """Lines whose headings are raised so that the issue's own is of level 1."""
    for line in lines:
        match = _HEADING.match(line)
        yield line.replace("#" * (level - 1), "", 1) if match and len(match["marks"]) >= level else line
