"""On which side of a bar the publisher stands: `title | publisher`, or `publisher | title`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from archive.detection.layout import Sighting

Side = Literal["after", "before", "known"]

_BAR = re.compile(r"\s*[|｜]\s*")
_FEW = 6
"""Bars in a whole newsletter from which they are a habit of it."""

_RARE = 0.05
"""Share of entries with a bar below which it is a habit of linked sites, not of the newsletter."""

_NAMES = 0.2
"""Share of names on one side of the bars that have stood there before, from which they are publishers."""


def publisher_side(entries: Sequence[Sighting]) -> Side:
    """Publishers return from issue to issue, titles do not: the side with more names that return has them."""
    split = [parts for one in entries if len(parts := _BAR.split(_title(one))) > 1 and parts[0] and parts[-1]]
    if len(split) < max(_FEW, _RARE * len(entries)):
        return "known" if len(entries) >= _FEW * 10 else "after"
    before, after = (_again([parts[side].strip() for parts in split]) for side in (0, -1))
    if max(before, after) < _NAMES:
        return "known"
    return "before" if before > after else "after"


def _again(names: Sequence[str]) -> float:
    return 1 - len(set(names)) / len(names)


def _title(one: Sighting) -> str:
    """The linked words of an entry's first line, or the line."""
    runs = [run for line in one.block.lines(own_marker=False)[:1] for run in line.runs]
    linked = next((run.text for run in runs if run.url and not run.bare and run.text.strip()), "")
    return (linked if _BAR.search(linked) else one.text).strip()
