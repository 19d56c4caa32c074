"""Sections that hold no entries, issue after issue: the foreword, how to subscribe, who helped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.conventions.tables import Special
from archive.detection.layout import Sighting
from archive.detection.levels import FEWEST, Levels

EMPTY = 0.8
"""Share of issues in which such a section holds no entries: now and then somebody puts one there."""


@dataclass(frozen=True, slots=True)
class _Section:
    issue: int
    heading: str
    entries: int
    linked: bool
    position: str
    """`before`, `among` or `behind` the sections that hold entries."""


def asides(seen: Sequence[Sighting], starts: frozenset[str], levels: Levels) -> tuple[Special, ...]:
    """What to take such sections for, by where they stand.

    Before the first entries stands the foreword; behind the last ones is what the newsletter says of itself;
    what stands among them and links something is news told in prose (`Package of the week`), whose title is
    in its text.
    """
    named: defaultdict[str, list[_Section]] = defaultdict(list)
    for section in _sections(seen, starts, levels):
        named[section.heading].append(section)
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for heading, sections in named.items():
        if len({one.issue for one in sections}) < FEWEST or not heading:
            continue
        if sum(not one.entries for one in sections) >= EMPTY * len(sections):
            found[_reading(sections)].append(heading)
    return tuple(
        Special.model_validate({"headings": tuple(headings), "read": read, "title": title})
        for (read, title), headings in found.items()
    )


def _reading(sections: Sequence[_Section]) -> tuple[str, str]:
    """How most of these sections are to be read, and where their titles are from if they are entries."""
    count = len(sections)
    if sum(one.position == "before" for one in sections) > count / 2:
        return "lead", "heading"
    if sum(one.position == "among" and one.linked for one in sections) > count / 2:
        return "entry", "text"
    return "note", "heading"


def _sections(seen: Sequence[Sighting], starts: frozenset[str], levels: Levels) -> Iterator[_Section]:
    for issue, own in groupby(seen, key=lambda one: one.issue):
        groups = [list(group) for _, group in groupby(own, key=levels.section_of)]
        counts = [sum(_begins(one, starts, levels) for one in group) for group in groups]
        full = [place for place, count in enumerate(counts) if count]
        for place, group in enumerate(groups):
            if group[0].block.kind != "heading" or len(group) == 1 or not full:
                continue
            position = "before" if place < full[0] else "behind" if place > full[-1] else "among"
            linked = any(one.linked for one in group[1:])
            yield _Section(issue, group[0].block.lines()[0].plain, counts[place], linked, position)


def _begins(one: Sighting, starts: frozenset[str], levels: Levels) -> bool:
    return one.form in starts or (one.block.kind == "heading" and one.block.level in levels.titles)
