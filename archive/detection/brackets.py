"""Whether brackets before a text hold tags in a newsletter, or its title."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from archive.conventions.model import Conventions
from archive.detection.layout import Sighting
from archive.detection.levels import FEWEST, MOSTLY
from archive.parsing.line_rules import has_words, is_pointer

_BRACKETED = re.compile(r"\s*【(?P<name>[^【】\n]{1,60})】")


def tag_brackets(
    seen: Sequence[Sighting], conventions: Conventions, titles: Set[tuple[int, int]] = frozenset()
) -> tuple[str, ...]:
    """Pairs of brackets that hold tags: not `【】` where what they hold before a text is new each time.

    `titles`: issue and line of the titles whose link stands in a later paragraph.
    """
    names: list[str] = []
    tags = 0
    for sighting in seen:
        led = sighting.linked or (sighting.issue, sighting.block.line) in titles
        if led and (match := _BRACKETED.match(sighting.text)):
            if _before_link(sighting, conventions):
                tags += 1
            elif any(letter.isalpha() for letter in match["name"]):
                names.append(match["name"])
    new = len(names) >= FEWEST and len(set(names)) > MOSTLY * len(names)
    brackets = conventions.entries.tag_brackets
    return tuple(pair for pair in brackets if pair != "【】") if new and tags <= len(names) / 2 else brackets


def _before_link(sighting: Sighting, conventions: Conventions) -> bool:
    """Whether a title that is a link stands right behind the brackets."""
    runs = sighting.block.lines(own_marker=False)[0].runs
    before = ""
    for run in runs:
        if run.url:
            match = _BRACKETED.match(before)
            inside = match is None or not has_words(before[match.end() :])
            return inside and not run.bare and not is_pointer(run.text, conventions)
        before += run.text
    return False
