"""Recognise lists whose items are the fields of entries, `- Name: …`, `- Address: …`, again and again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from archive.markdown.blocks import Block

_LABEL = re.compile(r"[\w ./()（）-]{1,16}[：:]")


def joined_fields(items: Sequence[Block]) -> Iterator[Block]:
    """Items of a list; where all of them are fields, those of one entry as one item.

    An entry begins at the label that the list begins with, which must come again. It has a link, though
    not in its first field: `- Paper: https://…` over `- Code: https://…` are links of something else.
    """
    labels = [_label(item) for item in items]
    starts = [index for index, label in enumerate(labels) if label == labels[0]]
    groups = [items[start:end] for start, end in pairwise([*starts, len(items)])]
    fields = "" not in labels and len(groups) > 1
    if not fields or not all(not group[0].urls and any(item.urls for item in group) for group in groups):
        yield from items
        return
    for group in groups:
        yield replace(group[0], rows=tuple(row for item in group for row in item.rows))


def _label(item: Block) -> str:
    """The short label that an item of one line begins with; "" where it is something else."""
    lines = item.lines(own_marker=False) if len(item.rows) == 1 else ()
    match = _LABEL.match(lines[0].plain) if len(lines) == 1 else None
    return match.group() if match else ""
