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
"""Least number of titles with a bar before bars count as a convention of the newsletter."""

_RARE = 0.05
"""Share of entries with a bar below which bars are attributed to the linked sites' own titles."""

_NAMES = 0.2
"""Share of repeated names on one side of the bars from which these names count as publishers."""


def publishers(entries: Sequence[Sighting]) -> tuple[Side, tuple[str, ...]]:
    """The side of the publishers, and the repeated publishers if that side is before the bar.

    Publishers recur across issues, titles do not: the side with more recurring names holds the publishers.
    """
    split = {entry: _BAR.split(_title(entry)) for entry in entries}
    ends = [
        (entry.issue, parts[0], parts[-1]) for entry, parts in split.items() if len(parts) > 1 and all(parts)
    ]
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
    """Names before the bar in several issues: in a single one, it may be the first half of a title."""
    issues = Counter(name for _, name in seen)
    return tuple(sorted(name for name, count in issues.items() if count >= FEWEST and len(name) <= _LONGEST))


_LONGEST = 40
"""Characters of a publisher's name."""


def _again(names: Sequence[str]) -> float:
    return 1 - len(set(names)) / len(names)


def _title(entry: Sighting) -> str:
    """The linked words of an entry's first line, or the line."""
    runs = [run for line in entry.block.lines(own_marker=False)[:1] for run in line.runs]
    linked = next((run.text for run in runs if run.url and not run.bare and run.text.strip()), "")
    line = "".join(run.text for run in runs if not (run.bare or run.image))
    return _COUNT.sub("", (linked if _BAR.search(linked) else line).strip())


_COUNT = re.compile(r"\d{1,3}\s*[、.．)）]\s*(?=\S)")
