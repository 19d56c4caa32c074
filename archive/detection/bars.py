"""Where the publisher stands: `title | publisher`, `publisher | title`, or `title — [publisher](url)`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Literal

from archive.conventions.model import Conventions
from archive.detection.layout import Sighting
from archive.detection.levels import FEWEST, MOSTLY
from archive.markdown.lines import Line, Run
from archive.parsing.line_rules import has_words
from archive.parsing.title_tags import kind_before
from archive.parsing.titles import names_site

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


def are_linked(entries: Sequence[Sighting], conventions: Conventions) -> bool:
    """Whether most titles are not linked, and nearly all those stand before a dash and a link that may name
    the publisher."""
    titles = [tuple(run for run in line.runs if not run.image) for line in map(_first_line, entries) if line]
    behind = [
        (runs, first)
        for runs in titles
        if (first := _link_behind_words(runs))
        and not any(kind_before("".join(run.text for run in runs[:first]), runs[first].text))
    ]
    named = sum(names_site(runs, first, conventions) for runs, first in behind)
    return named >= _FEW and named > len(entries) / 2 and named > MOSTLY * len(behind)


def _first_line(entry: Sighting) -> Line | None:
    return next(iter(entry.block.lines(own_marker=False)), None)


def _link_behind_words(runs: Sequence[Run]) -> int:
    """Index of the first link where words stand before it; else 0."""
    first = next((index for index, run in enumerate(runs) if run.url), 0)
    return first if has_words("".join(run.text for run in runs[:first])) else 0


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
    if linked and any(kind_before(line.partition(linked)[0], linked)):
        return linked
    return _COUNT.sub("", (linked if _BAR.search(linked) else line).strip())


_COUNT = re.compile(r"\d{1,3}\s*[、.．)）]\s*(?=\S)")
