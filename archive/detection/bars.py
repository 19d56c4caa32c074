"""On which side of a bar the publisher stands: `title | publisher`, or `publisher | title`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Literal

from archive.detection.layout import Sighting
from archive.detection.levels import FEWEST

Side = Literal["after", "before", "known"]

_BAR = re.compile(r"\s*[|｜]\s*")
_FEW = 6
"""Bars in a whole newsletter from which they are a habit of it."""

_RARE = 0.05
"""Share of entries with a bar below which it is a habit of linked sites, not of the newsletter."""

_NAMES = 0.2
"""Share of names on one side of the bars that have stood there before, from which they are publishers."""


def publishers(entries: Sequence[Sighting]) -> tuple[Side, tuple[str, ...]]:
    """The side on which publishers stand, and those that return there where that is before the bar.

    Publishers return from issue to issue, titles do not: the side with more names that return has them.
    """
    split = {one: _BAR.split(_title(one)) for one in entries}
    ends = [(one.issue, parts[0], parts[-1]) for one, parts in split.items() if len(parts) > 1 and all(parts)]
    if len(ends) < max(_FEW, _RARE * len(entries)):
        return ("known" if len(entries) >= _FEW * 10 else "after"), ()
    before, after = _again([first for _, first, _ in ends]), _again([last for *_, last in ends])
    if max(before, after) < _NAMES:
        return "known", ()
    return (
        ("before", _returning({(issue, name) for issue, name, _ in ends}))
        if before > after
        else ("after", ())
    )


def _returning(seen: Collection[tuple[int, str]]) -> tuple[str, ...]:
    """Names that stand before the bar in several issues: in one, it may be the first half of a title."""
    issues = Counter(name for _, name in seen)
    return tuple(sorted(name for name, count in issues.items() if count >= FEWEST and len(name) <= _LONGEST))


_LONGEST = 40
"""Characters of a publisher's name."""


def _again(names: Sequence[str]) -> float:
    return 1 - len(set(names)) / len(names)


def _title(one: Sighting) -> str:
    """The linked words of an entry's first line, or the line."""
    runs = [run for line in one.block.lines(own_marker=False)[:1] for run in line.runs]
    linked = next((run.text for run in runs if run.url and not run.bare and run.text.strip()), "")
    return _COUNT.sub("", (linked if _BAR.search(linked) else one.text).strip())


_COUNT = re.compile(r"\d{1,3}\s*[、.．)）]\s*(?=\S)")
