"""Blocks that stand in every issue: who edits it, how to subscribe, where older issues are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from archive.conventions.model import Conventions
from archive.detection.layout import Sighting
from archive.detection.levels import Levels
from archive.parsing.line_rules import is_pointer

FEWEST = 3
"""Issues in which a text must stand before it returns: two may be a correction or a mistake."""

LABEL_SHARE = 0.2
"""Share of issues in which a label with changing words behind it (`编辑：…`) must stand."""

BETWEEN = 0.2
"""Share of places between two entries of a section from which a text is part of entries: `论文：…`."""

LONGEST = 200
"""Characters of a text that are compared; conventions hold no longer ones."""

SHORT = 40
"""Characters of a line that only tells a name or an address."""


def returning_forms(
    seen: Sequence[Sighting], starts: frozenset[str], levels: Levels, conventions: Conventions
) -> tuple[str, ...]:
    """Forms of the blocks that return and are not written as this newsletter writes entries."""
    issues = len({one.issue for one in seen})
    between: Counter[str] = Counter()
    where: defaultdict[str, list[int]] = defaultdict(list)
    for one, inside in _placed(seen, starts, levels, conventions):
        for form in _forms(one):
            where[form].append(one.issue)
            between[form] += inside
    found = (form for form, places in where.items() if between[form] <= BETWEEN * len(places))
    return tuple(
        form
        for form in found
        if len(set(where[form])) >= (max(FEWEST, LABEL_SHARE * issues) if form.endswith("*") else FEWEST)
    )


def _placed(
    seen: Sequence[Sighting], starts: frozenset[str], levels: Levels, conventions: Conventions
) -> Iterator[tuple[Sighting, bool]]:
    """Blocks that may return, each with whether it stands between two entries of one section."""
    for _, group in groupby(seen, key=lambda one: (one.issue, levels.section_of(one))):
        section = list(group)
        begins = [place for place, one in enumerate(section) if _begins(one, starts, levels)]
        for place, one in enumerate(section):
            if one.block.kind == "heading" or one.form in starts or is_pointer(one.text, conventions):
                continue
            if one.text:
                yield one, bool(begins) and begins[0] < place < begins[-1]


def _begins(one: Sighting, starts: frozenset[str], levels: Levels) -> bool:
    return one.form in starts or (one.block.kind == "heading" and one.block.level in levels.titles)


def _forms(one: Sighting) -> Iterator[str]:
    """The text itself, and its label where little stands behind it."""
    if len(one.text) <= LONGEST:
        yield one.text
    if one.label and not one.linked and len(one.text) <= SHORT:
        yield f"{one.label}*"
