"""Blocks that stand in every issue: who edits it, how to subscribe, where older issues are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from archive.conventions.model import Conventions
from archive.detection.layout import Sighting
from archive.detection.levels import FEWEST, Levels
from archive.parsing.line_rules import is_pointer

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
            if (
                one.block.kind in ("heading", "head")
                or one.form in starts
                or is_pointer(one.text, conventions)
            ):
                continue
            # What stands right below a title is said of it, however often the same is said.
            below = place - 1 in begins and section[place - 1].block.kind in ("heading", "paragraph")
            if one.text:
                yield one, below or (bool(begins) and begins[0] < place < begins[-1])


def _begins(one: Sighting, starts: frozenset[str], levels: Levels) -> bool:
    return one.form in starts or (one.block.kind == "heading" and one.block.level in levels.titles)


def _forms(one: Sighting) -> Iterator[str]:
    """The text itself, and its label where little stands behind it."""
    if len(one.text) <= LONGEST:
        yield one.text
    if one.label and not one.begins_linked and len(one.text) <= SHORT:
        yield f"{one.label}*"


def returning_labels(seen: Sequence[Sighting]) -> frozenset[str]:
    """Labels, without a link on their line, that stand once in an issue, and in several: `编辑：…`.

    What stands more often, such as `标题：…`, may be how entries are written.
    """
    issues: defaultdict[str, set[int]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for one in seen:
        if one.label and not one.begins_linked and len(one.text) <= SHORT:
            issues[one.label].add(one.issue)
            counts[one.label] += 1
    total = len({one.issue for one in seen})
    return frozenset(
        label
        for label, where in issues.items()
        if len(where) >= max(FEWEST, LABEL_SHARE * total) and counts[label] <= ONCE * len(where)
    )


ONCE = 1.2
"""Times that a label stands in an issue, on average, from which on it is no longer said of the issue."""
