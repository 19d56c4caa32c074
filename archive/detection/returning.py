"""Detect boilerplate, which recurs in every issue: editors, subscription, links to older issues."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from archive.conventions.model import Conventions
from archive.detection.layout import LISTS, Sighting
from archive.detection.levels import FEWEST, Levels
from archive.markdown.blocks import Block
from archive.parsing.line_rules import is_pointer, points, seen_text, visible

LABEL_SHARE = 0.2
"""Share of issues in which a label with changing words behind it (`编辑：…`) must stand."""

PART = 0.2
"""Share of occurrences between two entries, or over news, above which a text is no boilerplate: `论文：…`."""

LONGEST = 200
"""Characters of a text that are compared; conventions hold no longer ones."""

SHORT = 40
"""Longest line that is only a name or an address, in characters."""

_LETTER = re.compile(r"[^\W\d_]")


def returning_forms(
    seen: Sequence[Sighting], entry_forms: frozenset[str], levels: Levels, conventions: Conventions
) -> tuple[str, ...]:
    """Patterns of recurring blocks that do not have a form of entries."""
    issues = len({sighting.issue for sighting in seen})
    needed: Counter[str] = Counter()
    occurrences: defaultdict[str, list[int]] = defaultdict(list)
    for sighting, inside in _placed(seen, entry_forms, levels, conventions):
        for form in _forms(sighting):
            occurrences[form].append(sighting.issue)
            needed[form] += inside or sighting.news
    # What has no link, and the label of links: `Apply: jobs@a.example` beside `Apply: https://…`.
    linking = {f"{label}*" for label in link_labels(seen)}
    candidates = (
        form
        for form, issues_of_form in occurrences.items()
        if needed[form] <= PART * len(issues_of_form) and form not in linking
    )
    return tuple(
        form
        for form in candidates
        if len(set(occurrences[form]))
        >= (max(FEWEST, LABEL_SHARE * issues) if form.endswith("*") else FEWEST)
    )


def with_news(seen: Sequence[Sighting]) -> Iterator[Sighting]:
    """The blocks; those that begin as in several issues, but go on with something else, have news.

    So it is with `Hi everyone,` over what happened, the head of a table, and a topic over a list of links.
    """
    begun: defaultdict[str, set[int]] = defaultdict(set)
    for sighting in seen:
        begun[sighting.text].add(sighting.issue)
        begun[f"{sighting.label}*"].add(sighting.issue)
    behind = [
        _behind(sighting.block) if any(len(begun[form]) >= FEWEST for form in _forms(sighting)) else ()
        for sighting in seen
    ]
    issues: defaultdict[str, set[int]] = defaultdict(set)
    for sighting, rows in zip(seen, behind, strict=True):
        for text, _ in rows:
            issues[text].add(sighting.issue)
    for sighting, rows in zip(seen, behind, strict=True):
        new = [(text, linked) for text, linked in rows if len(issues[text]) < FEWEST]
        told = any(linked for _, linked in new) or sum(len(text) for text, _ in new) > SHORT
        yield replace(sighting, news=True) if told and len(new) > len(rows) / 2 else sighting


def _behind(block: Block) -> tuple[tuple[str, bool], ...]:
    """What the lines behind a block's first say, each with whether it has a link.

    A row of a table is whole, and a number by itself, such as `[1]`, only counts what is behind it.
    """
    if block.kind == "row" or block.line == block.end_line or not _LETTER.search(visible(block)):
        return ()
    rows = ((seen_text(line), bool(line.urls)) for line in block.lines(own_marker=False))
    return tuple(row for row in rows if row[0])[1:]


def _placed(
    seen: Sequence[Sighting], entry_forms: frozenset[str], levels: Levels, conventions: Conventions
) -> Iterator[tuple[Sighting, bool]]:
    """Candidates for boilerplate, each with whether it stands between two entries of one section."""
    fixed = _fixed(seen)
    for _, group in groupby(seen, key=lambda sighting: (sighting.issue, levels.section_of(sighting))):
        section = list(group)
        entry_indices = [
            index for index, sighting in enumerate(section) if levels.begins(sighting, entry_forms)
        ]
        described = _described(section, entry_indices)
        for index, sighting in enumerate(section):
            if (
                sighting.block.kind in ("heading", "head")
                or (sighting.form in entry_forms and sighting.text not in fixed)
                or is_pointer(sighting.text, conventions)
                or any(points(line, conventions) for line in sighting.block.lines()[:1])
            ):
                continue
            between = bool(entry_indices) and entry_indices[0] < index < entry_indices[-1]
            if sighting.text:
                yield sighting, index in described or between


def _described(section: Sequence[Sighting], entry_indices: Sequence[int]) -> set[int]:
    """Indices of blocks that describe a title, however often they recur: that below it, or all of a list."""
    described: set[int] = set()
    for start in entry_indices:
        if section[start].block.kind in ("heading", "paragraph"):
            end = start + 1
            while end < len(section) and section[end].block.kind in LISTS:
                end += 1
            described.update(range(start + 1, max(end, start + 2)))
    return described


def _fixed(seen: Sequence[Sighting]) -> frozenset[str]:
    """Texts of linked paragraphs that are the same, URLs included, in several issues: no news in any form."""
    issues: defaultdict[str, set[int]] = defaultdict(set)
    written: defaultdict[str, set[str]] = defaultdict(set)
    for sighting in seen:
        linked = sighting.linked and sighting.block.kind == "paragraph"
        issues[sighting.text].add(sighting.issue)
        written[sighting.text].add(sighting.block.raw if linked else "")
    return frozenset(
        text
        for text, forms in written.items()
        if len(forms) == 1 and "" not in forms and len(issues[text]) >= FEWEST
    )


def _forms(sighting: Sighting) -> Iterator[str]:
    """The text itself, and its label where little stands behind it."""
    if len(sighting.text) <= LONGEST:
        yield sighting.text
    if sighting.label and not sighting.begins_linked and len(sighting.text) <= SHORT:
        yield f"{sighting.label}*"


def returning_labels(seen: Sequence[Sighting]) -> frozenset[str]:
    """Labels, without a link on their line, that stand once in an issue, and in several: `编辑：…`.

    What stands more often, such as `标题：…`, may be how entries are written.
    """
    issues: defaultdict[str, set[int]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for sighting in seen:
        if sighting.label and not sighting.begins_linked and len(sighting.text) <= SHORT:
            issues[sighting.label].add(sighting.issue)
            counts[sighting.label] += 1
    total = len({sighting.issue for sighting in seen})
    return frozenset(
        label
        for label, issue_numbers in issues.items()
        if len(issue_numbers) >= max(FEWEST, LABEL_SHARE * total)
        and counts[label] <= ONCE * len(issue_numbers)
    )


def link_labels(seen: Sequence[Sighting]) -> frozenset[str]:
    """Labels that only say what the URL behind them is, again and again in an issue: `Video: https://…`.

    Before a single URL of an issue, such a label belongs to the issue: `Read online: https://…`.
    """
    issues: defaultdict[str, set[int]] = defaultdict(set)
    urls: defaultdict[str, set[str]] = defaultdict(set)
    for sighting in seen:
        if sighting.labels_link:
            issues[sighting.label].add(sighting.issue)
            urls[sighting.label].update(sighting.block.urls)
    return frozenset(
        label
        for label, own_urls in urls.items()
        if len(own_urls) >= FEWEST and len(own_urls) > ONCE * len(issues[label])
    )


ONCE = 1.2
"""Average occurrences of a label per issue above which it labels entries, not the issue."""
