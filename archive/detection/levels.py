"""Which headings part an issue into sections, and which are the titles of entries."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby, pairwise

from archive.conventions.model import Conventions
from archive.detection.layout import LISTS, Sighting, issues_of
from archive.parsing.implicit_headings import is_bold_line, is_short_line
from archive.parsing.line_rules import is_address_line, is_pointer

_COUNTS = re.compile(r"(?<![\d.])\d++(?!\.\d)")
"""Numbers that count, `Week 12`: a version, `v20.10.5`, tells one release from another."""

FEWEST = 3
"""Issues in which a text must occur to count as recurring: two may be a correction or a mistake."""

_LONGEST_NAME = 60
"""Characters of the name of a section that returns."""

MOSTLY = 0.85
"""Share from which a pattern counts as a rule, and the remaining cases as mistakes."""

RETURNING = 0.3
"""Share of recurring headings of a level from which the level is one of sections."""


@dataclass(frozen=True, slots=True)
class Levels:
    """Levels of headings by what they are."""

    sections: tuple[int, ...]
    titles: tuple[int, ...]
    """Levels whose headings are titles of entries, linked or not."""

    topics: frozenset[str]
    """Headings of such a level that hold entries all the same: `Around the web` over a list of links."""

    lines: Mapping[int, Sequence[int]]
    """Lines of the headings that begin sections, in order, for each issue."""

    def is_title(self, sighting: Sighting) -> bool:
        """Whether a block is a heading that is the title of an entry, linked or not."""
        heading = sighting.block.kind == "heading" and sighting.block.level in self.titles
        return heading and sighting.text not in self.topics

    def begins(self, sighting: Sighting, entry_forms: frozenset[str]) -> bool:
        """Whether a block begins an entry: it has a form of entries, or is a title."""
        return sighting.form in entry_forms or self.is_title(sighting)

    def section_of(self, sighting: Sighting) -> int:
        """Line of the section that a block belongs to, titles of entries aside; 0 above the first."""
        lines = self.lines.get(sighting.issue, ())
        count = bisect_right(lines, sighting.block.line)
        return lines[count - 1] if count else 0


@dataclass(frozen=True, slots=True)
class _Heading:
    sighting: Sighting
    below: tuple[Sighting, ...]
    """What stands under it, up to the next heading of any level."""

    over: Sighting | None
    """The heading of a higher level that it stands under."""

    opens: bool
    """Whether it is the first that stands there."""

    @property
    def text(self) -> str:
        return _numberless(self.sighting)

    @property
    def level(self) -> int:
        return self.sighting.block.level

    @property
    def listed(self) -> bool:
        """Whether a list of links stands under it, or anything else that begins entries; a single paragraph
        with a link may be where it leads."""
        begun = [sighting for sighting in self.below if sighting.form]
        alone = len(begun) == 1 and begun[0].block.kind == "paragraph"
        return bool(begun) and self.below[0] is begun[0] and not alone

    @property
    def items(self) -> int:
        """Linked items of the list right under it; 0 where it is a link itself, or the list one of fields."""
        items = [sighting for sighting in self.below if sighting.form in LISTS]
        fields = sum(sighting.label != "" for sighting in items)
        begins = self.sighting.form == "" and bool(self.below) and self.below[0].form in LISTS
        return len(items) if begins and fields <= len(items) / 2 else 0

    @property
    def linked(self) -> bool:
        """Whether it is a link, or stands over one that is called by its address and so is no title."""
        first = (line for sighting in self.below[:1] for line in sighting.block.lines()[:1])
        return self.sighting.form != "" or any(map(is_address_line, first))

    @property
    def leads(self) -> bool:
        """Whether it is linked itself, or has a linked block but no list under it."""
        return self.linked or (not self.listed and any(sighting.linked for sighting in self.below))

    @property
    def told(self) -> bool:
        """Whether only text stands under it."""
        return bool(self.below) and not any(sighting.form for sighting in self.below)


def first_is_section(seen: Sequence[Sighting]) -> bool:
    """Whether issues begin with a section of level 1, not with a heading of their own.

    Such issues have several headings of that level, and the first of them returns: `# Articles`.
    """
    firsts: list[str] = []
    issues = 0
    for _, sightings in groupby(seen, key=lambda sighting: sighting.issue):
        issues += 1
        highest = [
            sighting.text
            for sighting in sightings
            if sighting.block.kind == "heading" and sighting.block.level == 1
        ]
        firsts += highest[:1] if len(highest) > 1 else ()
    counts = Counter(firsts)
    return len(firsts) > issues / 2 and sum(counts[text] > 1 for text in firsts) > len(firsts) / 2


def bold_headings(
    seen: Sequence[Sighting], conventions: Conventions, titles: Set[tuple[int, int]] = frozenset()
) -> tuple[str, ...]:
    """Bold or short lines above entries in several issues: they divide an issue as headings do.

    Of lines without markup there are several, each once in an issue: one alone may greet the reader, and
    what stands more often, or only points, belongs to the entries. So do lines of which each ends one entry,
    such as who wrote it. Above titles that are no links, one stands above the first title of an issue, too.
    `titles`: issue and line of the titles whose link stands in a later paragraph.
    """
    issues: defaultdict[str, list[int]] = defaultdict(list)
    bold: set[str] = set()
    leading: set[str] = set()
    opening: set[str] = set()
    begun: set[int] = set()
    places = issues_of(seen)
    headed = {
        sighting.issue for sighting in seen if sighting.block.kind == "heading" and sighting.block.level > 1
    }
    for sighting, below in pairwise(seen):
        marked = is_bold_line(sighting.block)
        if not marked and sighting.issue in headed and sighting.text.endswith(("：", ":")):
            continue  # `Links:` below headings announces a list that is part of an entry
        told = (below.issue, below.block.line) in titles
        new_title = below.block.kind == "heading" and len(places[below.text]) < FEWEST
        divides = (marked or is_short_line(sighting.block)) and (sighting.form != "bold" or told)
        known_below = not marked and len(places[below.text]) >= FEWEST  # `See you!` over `[My site](url)`
        over_entry = below.form != "" or told
        if divides and sighting.issue == below.issue and (over_entry or new_title) and not known_below:
            text = sighting.text.rstrip("：: ")
            issues[text].append(sighting.issue)
            bold.update([text] if marked else [])
            leading.update([text] if over_entry else [])
            opening.update([text] if sighting.issue not in begun else [])
        if sighting.block.level > 1:
            begun.add(sighting.issue)
    known = {text for text, own in issues.items() if len(set(own)) >= FEWEST and len(text) <= _LONGEST_NAME}
    if len(known) < 2 or not known & opening:
        known &= leading
    plain = {
        text
        for text in known - bold
        if len(issues[text]) == len(set(issues[text])) and not is_pointer(text, conventions)
    }
    if len(plain) < 2 or not _begin_sections(seen, plain, known & bold, titles, places):
        plain = set()
    return tuple(sorted(known & bold | plain))


def _begin_sections(
    seen: Sequence[Sighting],
    lines: set[str],
    bold: set[str],
    titles: Set[tuple[int, int]],
    places: Mapping[str, set[int]],
) -> bool:
    """Whether short lines stand above the first entries, and never below the last one.

    Who wrote an entry, or its source, ends each; where more than one entry follows most lines, these are
    no such thing although something else may stand below the last.
    """
    above = begun = entries = ends = 0
    for _, group in groupby(seen, key=lambda sighting: sighting.issue):
        first, inside, entered, last = True, False, False, False
        for sighting in group:
            text = sighting.text.rstrip("：: ")
            heading = sighting.block.kind == "heading"
            new = sighting.block.level > 1 and len(places[sighting.text]) < FEWEST
            if sighting.form or new or (sighting.issue, sighting.block.line) in titles:
                entries += inside
                entered, last = True, False
            elif heading or text in bold:
                ends += last
                first, inside, entered, last = True, False, False, False
            elif is_short_line(sighting.block):
                inside = last = text in lines
                begun += inside
                above += (-1 if entered else 1) * (inside and first)
                first = first and not inside
        ends += last
    return above > 0 and (ends == 0 or entries > 1.2 * begun)


def heading_levels(seen: Sequence[Sighting], *, titled: bool = True) -> Levels:
    """The use of each heading level in a newsletter, without the issue's own heading.

    `titled`: False where the first heading of an issue is a section like the others.
    """
    headings = [
        heading
        for _, sightings in groupby(seen, key=lambda sighting: sighting.issue)
        for heading in _headings(list(sightings), titled=titled)
    ]
    by_level: defaultdict[int, list[_Heading]] = defaultdict(list)
    for heading in headings:
        by_level[heading.level].append(heading)
    issues: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
    for heading in headings:
        issues[heading.level, heading.text].add(heading.sighting.issue)
    returning = Counter({key: len(issue_numbers) for key, issue_numbers in issues.items()})
    sections: list[int] = []
    titles: list[int] = []
    inner: set[int] = set()
    for level, deeper in pairwise([*sorted(by_level), None]):
        if level in inner or level is None:
            continue
        kind = _kind(by_level[level], returning, first=not sections)
        if deeper and _are_parts(by_level[deeper], by_level[level], returning):
            inner.add(deeper)
            kind = "title"
        told = sum(heading.told for heading in by_level[level]) > len(by_level[level]) / 2
        if told and (kind == "inner" or len(by_level) == 1) and _are_news(by_level[level], returning):
            kind = "title"
        if kind == "section":
            sections.append(level)
        elif kind == "title":
            titles.append(level)
    topics = _topics(heading for heading in headings if heading.level in titles)
    lines: defaultdict[int, list[int]] = defaultdict(list)
    for heading in headings:
        if heading.level in sections or heading.sighting.text in topics:
            lines[heading.sighting.issue].append(heading.sighting.block.line)
    others = tuple(level for level in (2, 3, 4) if level not in inner)
    return Levels(tuple(sections) or others, tuple(titles), topics, lines)


def _topics(headings: Iterable[_Heading]) -> frozenset[str]:
    """Texts of headings that return over lists of several entries."""
    items: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for heading in headings:
        items[heading.sighting.text][heading.sighting.issue] = heading.items
    return frozenset(
        text
        for text, counts in items.items()
        if 0 < len(text) <= _LONGEST_NAME
        and len(counts) >= FEWEST
        and sum(count > 0 for count in counts.values()) >= MOSTLY * len(counts)
        and sum(count > 1 for count in counts.values()) > len(counts) / 2
    )


def _kind(headings: Sequence[_Heading], returning: Counter[tuple[int, str]], *, first: bool) -> str:
    count = len(headings)
    issues = len({heading.sighting.issue for heading in headings})
    linked = sum(heading.linked for heading in headings)
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


def _are_parts(
    headings: Sequence[_Heading], above: Sequence[_Heading], returning: Counter[tuple[int, str]]
) -> bool:
    """Whether headings part the entries whose titles stand above them, new ones in each issue.

    Either most titles have one, such as who wrote it, or they return: `Why it matters`.
    """
    new = [heading for heading in above if returning[heading.level, heading.text] <= 1]
    issues = {heading.sighting.issue for heading in new}
    if len(new) < (1 - RETURNING) * len(above) or len(issues) < FEWEST or len(new) <= len(issues):
        return False
    titles = {(heading.sighting.issue, heading.sighting.block.line) for heading in new}
    parts = [
        heading for heading in headings if (over := heading.over) and (over.issue, over.block.line) in titles
    ]
    parted = {(heading.over.issue, heading.over.block.line) for heading in parts if heading.over}
    if len(parted) < MOSTLY * len(new) or sum(heading.items > 1 for heading in parts) > len(parts) / 2:
        return False
    known = sum(returning[heading.level, heading.text] > 1 for heading in parts)
    leading = sum(heading.leads for heading in parts) > len(parts) / 2
    few = len(parts) <= (_ONE_PART if leading else _FEW_PARTS) * len(parted)
    return few or known >= MOSTLY * len(parts)


_ONE_PART, _FEW_PARTS = 1.1, 1.5
"""Parts of an entry on average above which they are entries of a section: of parts with a link, of others."""


def _are_news(headings: Sequence[_Heading], returning: Counter[tuple[int, str]]) -> bool:
    """Whether headings over mere text are titles: new ones in each issue, and several of them.

    They stand right below sections that return. The points of an essay stand below its introduction, and
    its own heading is new, too.
    """
    back = sum(returning[heading.level, heading.text] > 1 for heading in headings)
    issues = {heading.sighting.issue for heading in headings}
    if back > RETURNING * len(headings) or len(issues) < FEWEST or len(headings) <= len(issues):
        return False
    firsts = [heading.over for heading in headings if heading.opens and heading.over]
    known = sum(returning[over.block.level, _numberless(over)] > 1 for over in firsts)
    sections = {(over.issue, over.block.line) for heading in headings if (over := heading.over)}
    return known > len(sections) / 2 or not sections


def _numberless(heading: Sighting) -> str:
    """The text of a heading that counts, `Week 12`, is the same in each issue."""
    return _COUNTS.sub("0", heading.text)


def _headings(sightings: Sequence[Sighting], *, titled: bool) -> Iterator[_Heading]:
    """Headings of one issue, without its own."""
    indices = [index for index, sighting in enumerate(sightings) if sighting.block.kind == "heading"]
    levels = [sightings[index].block.level for index in indices]
    above: list[int] = []
    for start, end in pairwise([*indices, len(sightings)]):
        if titled and start == indices[0] and levels[0] == 1 and levels.count(1) == 1:
            continue
        level = sightings[start].block.level
        above = [index for index in above if sightings[index].block.level < level]
        over = sightings[above[-1]] if above else None
        opens = bool(above) and above[-1] == start - 1
        above.append(start)
        yield _Heading(sightings[start], tuple(sightings[start + 1 : end]), over, opens)
