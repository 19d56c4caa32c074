"""All blocks of a newsletter's issues with their features: the input of detection."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.conventions.model import Conventions
from archive.markdown.blocks import Block, blocks_of
from archive.markdown.leaves import read_page
from archive.parsing.entry_starts import (
    BELOW,
    begins_numbered,
    is_bold_title,
    is_leading_item,
    is_quoted_link,
    is_title,
    leads_below,
    standing_alone,
)
from archive.parsing.implicit_headings import shaped
from archive.parsing.led_paragraphs import led_lines
from archive.parsing.line_rules import is_labelled_url, visible

LISTS = ("bullet", "ordered")
"""Kinds of items of lists, which are forms of entries, too."""

_LABEL = re.compile(r"\W*(?P<label>[^：:\n]{1,16}?)\s*[：:]")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One block at the top of an issue, or one item of a list there."""

    issue: int
    """Index of the issue among those that are compared."""

    section: int
    """Line of the heading above it; 0 before the first heading."""

    block: Block
    form: str
    """What it would be as the beginning of an entry: a value of `entries.starts`; "" where it is none."""

    text: str
    """What a reader sees of its first line that says something, without its URLs."""

    label: str
    """The short word before a colon that the text begins with; "" where none does."""

    news: bool = False
    """Whether much of what stands behind its first line stands in no other issue."""

    @property
    def linked(self) -> bool:
        """Whether it has a link."""
        return bool(self.block.urls)

    @property
    def begins_linked(self) -> bool:
        """Whether its first line has a link."""
        return any(line.urls for line in self.block.lines()[:1])

    @property
    def labels_link(self) -> bool:
        """Whether it is one line that holds nothing but a label and a URL: `Video: https://…`."""
        lines = self.block.lines(own_marker=False)
        return bool(self.label) and len(lines) == 1 and is_labelled_url(lines[0])


def sightings(texts: Sequence[Sequence[str]], conventions: Conventions) -> Iterator[Sighting]:
    """Every block of issues that are given as lines, in order."""
    for issue, lines in enumerate(texts):
        page = read_page(lines, conventions.entries.bullets)
        section = 0
        blocks = tuple(shaped(blocks_of(page), conventions))
        led = set(led_lines(blocks, conventions))
        for index, block in enumerate(blocks):
            if block.kind == "heading":
                section = block.line
            if block.kind == "footnotes":
                continue
            text = visible(block)
            label = _LABEL.match(text)
            form = form_of(block, conventions)
            below = blocks[index + 1 : index + 1 + BELOW]
            if not form and is_bold_title(block) and leads_below(block, below, conventions):
                form = "bold"
            if not form and is_leading_item(block, blocks[index - 1] if index else None, below, conventions):
                form = "ordered"
            if not form and block.line in led:
                form = "title-url"
            yield Sighting(issue, section, block, form, text, label["label"] if label else "")


def issues_of(seen: Iterable[Sighting]) -> dict[str, set[int]]:
    """The issues in which each text of a block stands."""
    issues: defaultdict[str, set[int]] = defaultdict(set)
    for sighting in seen:
        issues[sighting.text].add(sighting.issue)
    return issues


def form_of(block: Block, conventions: Conventions) -> str:
    """How an entry that this block might begin is written; "" where it cannot begin one with a link."""
    if block.kind == "heading":
        return "heading" if is_title(block) else ""
    if block.kind in ("row", "bullet", "ordered"):
        return block.kind if block.lines()[:1] and block.urls else ""
    if begins_numbered(block, conventions):
        return "numbered"
    if block.kind == "quote":
        return "quote" if is_quoted_link(block) else ""
    if block.kind == "paragraph" and block.urls and standing_alone(block, conventions):
        return "title-url"
    return ""
