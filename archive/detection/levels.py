"""Which headings part an issue into sections, and which are the titles of entries."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from archive.detection.layout import Sighting
from archive.parsing.implicit_headings import is_bold_line

_NUMBERS = re.compile(r"\d+")

FEWEST = 3
"""Issues in which a text must stand before it returns: two may be a correction or a mistake."""

RETURNING = 0.3
"""Share of a level's headings that stand in more than one issue, from which they are sections."""


@dataclass(frozen=True, slots=True)
class Levels:
    """Levels of headings by what they are."""

    sections: tuple[int, ...]
    titles: tuple[int, ...]
    """Levels whose headings are titles of entries, linked or not."""

    lines: Mapping[int, Sequence[int]]
    """Lines of the headings that begin sections, in order, for each issue."""

    def section_of(self, one: Sighting) -> int:
        """Line of the section that a block belongs to, titles of entries aside; 0 above the first."""
        lines = self.lines.get(one.issue, ())
        count = bisect_right(lines, one.block.line)
        return lines[count - 1] if count else 0


@dataclass(frozen=True, slots=True)
class _Heading:
    sighting: Sighting
    below: tuple[Sighting, ...]
    """What stands under it, up to the next heading of any level."""

    @property
    def text(self) -> str:
        return _NUMBERS.sub("0", self.sighting.text)

    @property
    def level(self) -> int:
        return self.sighting.block.level

    @property
    def listed(self) -> bool:
        """Whether a list of links stands under it, or anything else that begins entries."""
        return bool(self.below) and self.below[0].form != ""

    @property
    def leads(self) -> bool:
        """Whether it is a link, or something that stands under it is."""
        return self.sighting.form != "" or (not self.listed and any(one.linked for one in self.below))


def first_is_section(seen: Sequence[Sighting]) -> bool:
    """Whether issues begin with a section of level 1, not with a heading of their own.

    Such issues have several headings of that level, and the first of them returns: `# Articles`.
    """
    firsts: list[str] = []
    issues = 0
    for _, own in groupby(seen, key=lambda one: one.issue):
        issues += 1
        highest = [one.text for one in own if one.block.kind == "heading" and one.block.level == 1]
        firsts += highest[:1] if len(highest) > 1 else ()
    counts = Counter(firsts)
    return len(firsts) > issues / 2 and sum(counts[text] > 1 for text in firsts) > len(firsts) / 2


def bold_headings(seen: Sequence[Sighting]) -> tuple[str, ...]:
    """Lines in bold that stand over entries in several issues: they part an issue as headings do."""
    issues: defaultdict[str, set[int]] = defaultdict(set)
    for one, below in pairwise(seen):
        same = one.issue == below.issue
        if same and is_bold_line(one.block) and not one.form and below.form:
            issues[one.text.rstrip("：: ")].add(one.issue)
    return tuple(sorted(text for text, where in issues.items() if len(where) >= FEWEST and len(text) <= 60))


def heading_levels(seen: Sequence[Sighting], *, titled: bool = True) -> Levels:
    """What the levels of headings are for in a newsletter, the issue's own heading aside.

    `titled`: False where the first heading of an issue is a section like the others.
    """
    found = [
        heading
        for _, own in groupby(seen, key=lambda one: one.issue)
        for heading in _headings(list(own), titled=titled)
    ]
    by_level: defaultdict[int, list[_Heading]] = defaultdict(list)
    for heading in found:
        by_level[heading.level].append(heading)
    issues: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
    for heading in found:
        issues[heading.level, heading.text].add(heading.sighting.issue)
    returning = Counter({key: len(where) for key, where in issues.items()})
    sections: list[int] = []
    titles: list[int] = []
    for level in sorted(by_level):
        kind = _kind(by_level[level], returning, first=not sections)
        if kind == "section":
            sections.append(level)
        elif kind == "title":
            titles.append(level)
    lines: defaultdict[int, list[int]] = defaultdict(list)
    for heading in found:
        if heading.level in sections:
            lines[heading.sighting.issue].append(heading.sighting.block.line)
    return Levels(tuple(sections) or (2, 3, 4), tuple(titles), lines)


def _kind(headings: Sequence[_Heading], returning: Counter[tuple[int, str]], *, first: bool) -> str:
    count = len(headings)
    issues = len({heading.sighting.issue for heading in headings})
    linked = sum(heading.sighting.form != "" for heading in headings)
    back = sum(returning[heading.level, heading.text] > 1 for heading in headings)
    if linked > count / 2:
        return "title"
    leading = sum(heading.leads for heading in headings)
    if first and back <= RETURNING * count and leading > count / 2 and count > issues:
        return "title"
    if back > RETURNING * count or first:
        return "section"
    if sum(heading.listed for heading in headings) > count / 2:
        return "section"
    if leading > count / 2 and count > issues:
        return "title"
    return "inner"


def _headings(own: Sequence[Sighting], *, titled: bool) -> Iterator[_Heading]:
    """Headings of one issue, without its own."""
    places = [place for place, one in enumerate(own) if one.block.kind == "heading"]
    levels = [own[place].block.level for place in places]
    for start, end in pairwise([*places, len(own)]):
        if titled and start == places[0] and levels[0] == 1 and levels.count(1) == 1:
            continue
        yield _Heading(own[start], tuple(own[start + 1 : end]))
