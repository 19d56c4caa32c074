"""Detect recurring sections without entries: foreword, subscription, acknowledgements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.conventions.tables import Special
from archive.detection.layout import Sighting
from archive.detection.levels import FEWEST, Levels

EMPTY = 0.8
"""Share of issues in which such a section must hold no entries; below 1, since exceptions occur."""


@dataclass(frozen=True, slots=True)
class _Section:
    issue: int
    heading: str
    entries: int
    linked: bool
    position: str
    """`before`, `among` or `behind` the sections that hold entries."""


def asides(seen: Sequence[Sighting], entry_forms: frozenset[str], levels: Levels) -> tuple[Special, ...]:
    """Conventions for sections without entries, by their position in the issue.

    Before the first entries it is the foreword; behind the last ones a note about the newsletter; a linked
    section between them is news in prose (`Package of the week`), whose title is in its text.
    """
    named: defaultdict[str, list[_Section]] = defaultdict(list)
    for section in _sections(seen, entry_forms, levels):
        named[section.heading].append(section)
    by_reading: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for heading, sections in named.items():
        if len({section.issue for section in sections}) < FEWEST or not heading:
            continue
        if sum(not section.entries for section in sections) >= EMPTY * len(sections):
            by_reading[_reading(sections)].append(heading)
    return tuple(
        Special.model_validate({"headings": tuple(headings), "read": read, "title": title})
        for (read, title), headings in by_reading.items()
    )


def _reading(sections: Sequence[_Section]) -> tuple[str, str]:
    """Values of `read` and `title` for these sections, by the majority of their positions."""
    count = len(sections)
    if sum(section.position == "before" for section in sections) > count / 2:
        return "lead", "heading"
    if sum(section.position == "among" and section.linked for section in sections) > count / 2:
        return "entry", "text"
    return "note", "heading"


def _sections(seen: Sequence[Sighting], entry_forms: frozenset[str], levels: Levels) -> Iterator[_Section]:
    for issue, sightings in groupby(seen, key=lambda sighting: sighting.issue):
        groups = [list(group) for _, group in groupby(sightings, key=levels.section_of)]
        counts = [sum(levels.begins(sighting, entry_forms) for sighting in group) for group in groups]
        with_entries = [index for index, count in enumerate(counts) if count]
        for index, group in enumerate(groups):
            if group[0].block.kind != "heading" or len(group) == 1 or not with_entries:
                continue
            position = (
                "before" if index < with_entries[0] else "behind" if index > with_entries[-1] else "among"
            )
            linked = any(sighting.linked for sighting in group[1:])
            yield _Section(issue, group[0].block.lines()[0].plain, counts[index], linked, position)
