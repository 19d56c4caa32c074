"""Recognise paragraphs that begin with a title and end with its link: `**Title**: text [read on](url)`.

And such paragraphs above one another: a title, what is told of it, and a line with nothing but its link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby

from archive.conventions.model import Conventions
from archive.markdown.blocks import Block
from archive.markdown.lines import Line
from archive.parsing.line_rules import (
    after_label,
    columns,
    has_words,
    is_link_line,
    only_links_follow,
    visible,
)

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


@dataclass(frozen=True, slots=True)
class Closed:
    """A line of links in a section, and the title that stands above what it ends."""

    title: Block | None
    closing: Block
    last: bool = False
    """Whether it is the last of its section, and text stands below it all the same."""


def closed_lines(blocks: Sequence[Block], conventions: Conventions) -> tuple[set[int], set[int]]:
    """Lines of the titles whose link stands in a later paragraph, and of those links; none of other ones."""
    if not conventions.entries.closed:
        return set(), set()
    known = frozenset(conventions.labels.returning)
    ends = [end for section in closed(blocks, known, conventions) for end in section]
    titles = {end.title.line for end in ends if end.title}
    return titles, {end.closing.line for end in ends if end.title}


def closed(
    blocks: Sequence[Block], known: Set[str], conventions: Conventions
) -> Iterator[tuple[Closed, ...]]:
    """The lines of links of each section, in order; but the first where the section begins so.

    There each line of links may as well be the title of what stands below it. `known`: what blocks say that
    stand in other issues, too.
    """
    for heading, section in groupby(blocks, key=lambda block: block.kind in ("heading", "head")):
        if not heading:
            yield _closed(section, known, conventions)


def _closed(section: Iterable[Block], known: Set[str], conventions: Conventions) -> tuple[Closed, ...]:
    parts: list[Closed] = []
    told = False
    title: Block | None = None
    for block in section:
        if _closes(block):
            alone = not told and block.kind == "paragraph" and visible(block) not in known
            if alone and not parts:
                return (Closed(None, block),)
            if told or alone:
                parts.append(Closed(title, block))
            told, title = False, None
        elif block.kind == "rule":
            told, title = False, None
        elif (text := visible(block)) and text not in known:
            # The items behind a line of links are of the entry that it belongs to.
            told = told or block.kind == "paragraph" or not parts
            title = block if title is None and _is_unlinked_title(block, conventions) else title
    if told and len(parts) > 1:
        parts[-1] = replace(parts[-1], last=True)
    return tuple(parts)


def _closes(block: Block) -> bool:
    """True for a paragraph of nothing but links, and for an item that says what its link is.

    A picture that is a link shows what is told of.
    """
    if "![" in block.raw:
        return False
    lines = [line for line in block.lines(own_marker=False) if line.plain or line.urls]
    if block.kind == "paragraph":
        return bool(lines) and all(map(is_link_line, lines))
    labelled = len(lines) == 1 and is_link_line(lines[0]) and not lines[0].runs[0].url
    return block.kind == "bullet" and labelled and has_words(lines[0].runs[0].text)


def _is_unlinked_title(block: Block, conventions: Conventions) -> bool:
    """True for a paragraph that is one line and no sentence, or begins with its subject in bold."""
    if block.kind != "paragraph" or block.urls:
        return False
    lines = [line for line in block.lines() if line.plain]
    text = lines[0].plain if lines else ""
    labels = (*conventions.bylines.labels, *conventions.labels.summary)
    if not has_words(text) or after_label(text, labels) is not None:
        return False
    if lines[0].bold and (text == lines[0].bold or _ENDED.match(text.partition(lines[0].bold)[2])):
        return True
    return len(lines) == 1 and columns(text) <= _LONGEST_TITLE and not _SENTENCE.search(text)


_LONGEST_TITLE = 100
"""Columns of a line that is a title: 50 ideographs, or some sixteen English words."""

_SENTENCE = re.compile(r"。|[：:；;，,.…]$")
"""What a title does not hold, or end with."""
