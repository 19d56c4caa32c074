"""Recognise paragraphs that begin with a title and end with its link: `**Title**: text [read on](url)`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from archive.conventions.model import Conventions
from archive.markdown.blocks import Block
from archive.markdown.lines import Line
from archive.parsing.line_rules import after_label, has_words, only_links_follow

_BRACKETED = re.compile(r"\s*(?P<name>【[^【】\n]{2,60}】)\s*")
_ENDED = re.compile(r"\s*[：:。.—–|｜，,；;-]")
_END = ("：", ":", "。", ".", "】")


def bracketed_name(text: str, conventions: Conventions) -> str:
    """The title in brackets that a text begins with, brackets included; "" where brackets hold tags."""
    match = None if "【】" in conventions.entries.tag_brackets else _BRACKETED.match(text)
    return match["name"] if match else ""


def led_lines(blocks: Sequence[Block], conventions: Conventions) -> Iterator[int]:
    """Lines of the paragraphs that are entries of their own: several under one heading, all with other names.

    One alone may stress what it says; where words return before several, they are labels, and none is led.
    """
    for heading, section in groupby(blocks, key=lambda block: block.kind in ("heading", "head")):
        led = {} if heading else {block.line: _name(block, conventions) for block in section}
        names = [name for name in led.values() if name]
        if len(names) > 1 and len(set(names)) == len(names):
            yield from (line for line, name in led.items() if name)


def _name(block: Block, conventions: Conventions) -> str:
    """The words that a paragraph names its subject with, if a link ends it; else ""."""
    if block.kind != "paragraph" or not block.urls or conventions.entries.title != "link":
        return ""
    lines = [line for line in block.lines() if line.runs]
    first, last = lines[0], lines[-1]
    name = first.bold or bracketed_name(first.plain, conventions)
    if not name:
        return ""
    behind = first.plain.partition(name)[2]
    ended = name.endswith(_END) or _ENDED.match(behind) is not None
    labelled = after_label(first.plain, conventions.labels.summary) is not None
    return name if ended and not labelled and has_words(behind) and _ends_linked(last) else ""


def _ends_linked(line: Line) -> bool:
    linked = [index for index, run in enumerate(line.runs) if run.url]
    return bool(linked) and only_links_follow(line.runs, linked[-1])
