"""Detect the words with which a newsletter's links only point: `[Apply here](https://…)` below each job."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from archive.conventions.model import Conventions
from archive.detection.layout import Sighting
from archive.detection.levels import FEWEST, MOSTLY
from archive.detection.returning import ONCE
from archive.markdown.lines import Line
from archive.parsing.line_rules import AROUND, called_links, is_link_line, is_pointer, label_before


def pointing_words(seen: Sequence[Sighting], conventions: Conventions) -> tuple[str, ...]:
    """Words of links that return again and again, each time leading elsewhere, on lines of nothing but links
    that end a paragraph.

    They name no thing of their own. Who wrote a text, or published it, is named in lines that say so.
    """
    issues: defaultdict[str, set[int]] = defaultdict(set)
    urls: defaultdict[str, set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for sighting in seen:
        ends = sighting.block.kind == "paragraph"
        for line in reversed(sighting.block.lines()):
            ends = ends and (is_link_line(line) or not line.plain)
            alone = ends and not _signs(line, conventions)
            for called, url in called_links(line):
                words = called.strip(AROUND)
                if 0 < len(words) <= _LONGEST:
                    counts[words] += 1
                    if alone:
                        issues[words].add(sighting.issue)
                        urls[words].add(url)
    found = {
        words: len(urls[words])
        for words, own in issues.items()
        if len(own) >= FEWEST and len(urls[words]) > max(ONCE * len(own), MOSTLY * counts[words])
    }
    unknown = (words for words in found if not is_pointer(words, conventions) and "*" not in words)
    return tuple(sorted(unknown, key=lambda words: (-found[words], words))[:_MOST])


_MOST = 12
"""Words that are told of a newsletter: nobody uses more, and each is compared with every link."""

_LONGEST = 24
"""Characters of words that only point."""


def _signs(line: Line, conventions: Conventions) -> bool:
    rules = conventions.bylines
    label = label_before("".join(run.text for run in line.runs if not run.url))
    return line.plain.startswith(rules.attributions) or label in rules.labels
