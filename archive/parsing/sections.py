"""Blocks of an issue → groups of blocks with their kind: entry, heading, note, footer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import groupby

from archive.conventions.model import Conventions
from archive.conventions.tables import Special
from archive.markdown.blocks import Block, BlockGroup
from archive.markdown.lines import Line
from archive.parsing.entry_starts import (
    BELOW,
    EntryRecogniser,
    is_bold_title,
    is_buttons,
    is_leading_item,
    is_linked_title,
    leads,
    leads_below,
    without_count,
)
from archive.parsing.implicit_headings import unnested
from archive.parsing.line_rules import (
    after_label,
    cut_prefix,
    has_form,
    has_words,
    is_definitions,
    special_of,
    visible,
)
from archive.parsing.title_tags import without_tails


def read_top(blocks: Sequence[Block], conventions: Conventions) -> Iterator[BlockGroup]:
    """Groups of the blocks before the first section."""
    lead = False
    rules = conventions.lead
    pending = [part for block in blocks for part in _opened(block, conventions)]
    recogniser = EntryRecogniser(pending, conventions)
    for index, block in enumerate(pending):
        if (
            rules.entries
            and _is_linked(pending, index, recogniser.closed, conventions)
            and recogniser.first_lines(block, (), ()) is not None
        ):
            yield from read_entries(pending[index:], rules.category, conventions)
            return
        if labelled := _labelled(block, conventions):
            if labelled.kind == "footer":
                yield from _footer(pending[index:])
                return
            yield labelled
        elif block.kind == "heading" and block.level == 1:
            yield BlockGroup("heading", (block,), block.lines())
        elif (text := after_label(block.text, rules.labels)) is not None:
            lines = _without_label(block.lines(), rules.labels)
            lead = lead or has_words(text) or any(has_words(line.plain) for line in lines)
            yield BlockGroup("lead", (block,), lines)
        elif block.kind in ("bullet", "ordered", "row") and rules.short_news and has_words(block.text):
            yield BlockGroup(
                "entry", (block,), block.lines(own_marker=False), rules.category, short_news=True
            )
        elif block.kind == "rule":
            yield BlockGroup("section", (block,))
        elif rules.unlabelled or (lead and block.kind in ("paragraph", "quote") and not _introduces(block)):
            yield BlockGroup("lead", (block,), block.lines())
        else:
            known = rules.preamble and block.kind != "raw"
            yield BlockGroup("note" if known else "unknown", (block,), block.lines())


def _is_linked(blocks: Sequence[Block], index: int, titles: Set[int], conventions: Conventions) -> bool:
    """Whether a block, or what it announces, has a link: a motto may be in bold, too.

    `titles`: lines of those whose link stands in a later paragraph. One alone may greet the reader.
    """
    first, below = blocks[index], blocks[index + 1 : index + 1 + BELOW]
    if first.line in titles and not is_bold_title(first):
        return len(titles) > 1
    if first.urls or any(block.urls for block in below[:1]):
        return True
    if is_leading_item(first, blocks[index - 1] if index else None, below, conventions):
        return True
    return is_bold_title(first) and leads_below(first, below, conventions)


def _opened(block: Block, conventions: Conventions) -> Iterator[Block]:
    """The block, or the items of a list inside a quote as blocks of their own."""
    inner = [leaf for leaf, _ in block.rows if len(leaf.path) > 1 and leaf.path[1].kind == "bullet"]
    if block.kind != "quote" or not inner or not conventions.lead.short_news:
        yield block
        return
    for box, group in groupby(block.rows, key=lambda row: row[0].path[1] if len(row[0].path) > 1 else None):
        bullet = box is not None and box.kind == "bullet"
        yield Block("bullet" if bullet else "quote", tuple(group), block.gap, 2 if bullet else 1)


def _introduces(block: Block) -> bool:
    """True for a line that only announces the list under it."""
    return any(line.plain.endswith(("：", ":")) for line in block.lines()[-1:])


def read_section(
    heading: Block,
    blocks: Sequence[Block],
    conventions: Conventions,
    *,
    under: str = "",
    parted: bool = False,
) -> Iterator[BlockGroup]:
    """Groups of a section's blocks, its heading first.

    `under`: the heading above it that is of a higher level. `parted`: a deeper one follows, so that what
    stands here introduces several sections.
    """
    name = heading.lines()[0].plain
    special = special_of(name, conventions)
    kind = special.read if special else "entries"
    if kind in ("navigation", "footer"):
        yield BlockGroup("section", (heading,), heading.lines())
        yield from _aside(kind, blocks, conventions)
        return
    if kind in ("note", "lead"):
        yield BlockGroup("section", (heading,), heading.lines())
        yield from (_note_or_lead(block, kind == "lead", conventions) for block in blocks)
        return
    groups = list(read_entries(blocks, category_of(heading), conventions)) if kind == "entries" else []
    own = (
        conventions.sections.own_entry and not parted and _is_one_entry(blocks, groups, special, conventions)
    )
    if kind == "entry" or own:
        yield from _own_entry(heading, blocks, special, conventions, under)
        return
    yield BlockGroup("section", (heading,), heading.lines())
    yield from groups


def category_of(heading: Block) -> str:
    """The name of a section, without the number of its entries: `News (4)`."""
    return _COUNT.sub("", heading.lines()[0].plain)


_COUNT = re.compile(r"(?<=\S)\s?[（(]\d{1,3}[)）]$")


def _is_one_entry(
    blocks: Sequence[Block], groups: Sequence[BlockGroup], special: Special | None, conventions: Conventions
) -> bool:
    """True for a section that says one thing: an essay may count its points, but does not link them."""
    entries = [group for group in groups if group.kind == "entry"]
    if not entries or special:
        told = (
            block for block in blocks if _labelled(block, conventions) is None and not is_definitions(block)
        )
        return not entries and any(
            (has_words(block.text) or block.urls) and not is_buttons(block, conventions) for block in told
        )
    listed = groups[0].kind == "entry" or any(group.blocks[0].kind == "row" for group in entries)
    return not listed and not any(leads(group.lines, conventions) for group in entries)


def _note_or_lead(block: Block, lead: bool, conventions: Conventions) -> BlockGroup:
    """A block of a section that holds no entries of its own, but for the short news of a lead."""
    if lead and block.kind == "bullet" and conventions.lead.short_news:
        lines = block.lines(own_marker=False)
        return BlockGroup("entry", (block,), lines, conventions.lead.category, short_news=True)
    return _labelled(block, conventions) or BlockGroup("lead" if lead else "note", (block,), block.lines())


def _aside(kind: str, blocks: Sequence[Block], conventions: Conventions) -> Iterator[BlockGroup]:
    """Navigation up to a rule or a footer's label; the footer after it."""
    for index, block in enumerate(blocks):
        labelled = _labelled(block, conventions)
        if kind == "footer" or block.kind == "rule" or (labelled and labelled.kind == "footer"):
            yield from read_footer(blocks[index:], conventions)
            return
        yield labelled or BlockGroup("navigation", (block,), block.lines())


def without_signature(
    blocks: Sequence[Block], conventions: Conventions
) -> tuple[Sequence[Block], Sequence[Block]]:
    """Blocks of an issue up to the line that parts a signature from the text above it, and the others.

    The line is `--`, as in a mail, or a rule with only names and lines behind it that say what they are.
    """
    marks = [index for index, block in enumerate(blocks) if block.raw.strip() == "--"]
    # Where a rule ends every entry, what stands behind it is none of it anyway.
    rules = [index for index, block in enumerate(blocks[:-1]) if block.kind == "rule"]
    decorative = bool(rules) and not conventions.sections.rules_end
    # Several lines `--`, or one above a heading, part other things.
    if len(marks) == 1 and not any(block.kind == "heading" for block in blocks[marks[0] :]):
        return blocks[: marks[0]], blocks[marks[0] :]
    if decorative and all(_signs(block, conventions) for block in blocks[rules[-1] + 1 :]):
        return blocks[: rules[-1]], blocks[rules[-1] :]
    return blocks, ()


def _signs(block: Block, conventions: Conventions) -> bool:
    """True for a note, navigation or footer, and a line without a link that may be a name: `From us all`."""
    one = block.kind == "paragraph" and len(block.lines()) == 1 and not block.urls
    return _labelled(block, conventions) is not None or (one and not set(block.text) & _PROSE)


def read_footer(blocks: Sequence[Block], conventions: Conventions) -> Iterator[BlockGroup]:
    """Groups of the blocks at the end of an issue, which hold no entries."""
    for block in blocks:
        labelled = _labelled(block, conventions)
        yield labelled or BlockGroup("footer", (block,), block.lines())


def _footer(blocks: Sequence[Block]) -> Iterator[BlockGroup]:
    yield from (BlockGroup("footer", (block,), block.lines()) for block in blocks)


def _own_entry(
    heading: Block, blocks: Sequence[Block], special: Special | None, conventions: Conventions, under: str
) -> Iterator[BlockGroup]:
    """The whole section as one entry, but for its footer."""
    rules = conventions.sections
    entry_blocks: list[Block] = []
    rest: list[Block] = list(blocks)
    while rest and not _ends_entry(rest[0], conventions):
        entry_blocks.append(rest.pop(0))
    title = _own_title(heading, conventions)
    if special and special.title == "text":
        title = Line(heading.line, ())
    body = tuple(line for block in entry_blocks for line in block.lines())
    own = heading.lines()[0].plain
    category = own if special else rules.own_category or under or own
    titled = is_linked_title(heading) or heading.level in conventions.sections.titles
    if category == own and not special and titled:
        category = conventions.lead.category
    yield BlockGroup("entry", (heading, *entry_blocks), (title, *body), category)
    yield from read_footer(rest, conventions)


def _own_title(heading: Block, conventions: Conventions) -> Line:
    line, *_ = without_count(heading.lines())
    rest = after_label(line.plain, conventions.sections.own_prefixes, bracketed=False)
    return line if rest is None else replace(line, runs=cut_prefix(line.runs, len(line.plain) - len(rest)))


def _labelled(block: Block, conventions: Conventions) -> BlockGroup | None:
    """A note, navigation or footer that says so itself."""
    labels = conventions.labels
    if any(mark in block.raw for mark in labels.footer_marks):
        return BlockGroup("footer", (block,), block.lines())
    if after_label(block.text, labels.note) is not None:
        return BlockGroup("note", (block,), block.lines())
    if after_label(block.text, labels.navigation) is not None:
        return BlockGroup("navigation", (block,), block.lines())
    if (form := returns(block, conventions)) is not None:
        return BlockGroup("note" if form.endswith("*") else "boilerplate", (block,), block.lines())
    name = after_label(block.text, labels.footer)
    if name is not None and len(name.split()) < 2 and not set(name) & _PROSE:
        return BlockGroup("footer", (block,), block.lines())
    return None


_PROSE = frozenset("，。；！？、：")
"""What no name, address or URL behind a footer's label holds."""


def returns(block: Block, conventions: Conventions) -> str | None:
    """The form of what stands in every issue that a block has; None where it has none."""
    if not conventions.labels.returning or block.kind in ("heading", "head", "code"):
        return None
    text = visible(block)
    return next((form for form in conventions.labels.returning if text and has_form(text, form)), None)


def _ends_entry(block: Block, conventions: Conventions) -> bool:
    labelled = _labelled(block, conventions)
    return labelled is not None and labelled.kind in ("navigation", "footer", "boilerplate")


def _without_label(lines: Sequence[Line], labels: tuple[str, ...]) -> tuple[Line, ...]:
    text = "".join(run.text for run in lines[0].runs)
    rest = after_label(text, labels)
    if rest is None:
        return tuple(lines)
    return (replace(lines[0], runs=cut_prefix(lines[0].runs, len(text) - len(rest))), *lines[1:])


def read_entries(blocks: Sequence[Block], category: str, conventions: Conventions) -> Iterator[BlockGroup]:
    """Entries of a section, and the notes before, between and after them."""
    blocks = [part for block in blocks for part in unnested(block, conventions)]
    recogniser = EntryRecogniser(blocks, conventions)
    begun = False
    entry_blocks: list[Block] = []
    lines: list[Line] = []
    for index, block in enumerate(blocks):
        labelled = _labelled(block, conventions)
        ends = (
            block.kind in ("heading", "head")
            or is_definitions(block)
            or (block.kind == "rule" and conventions.sections.rules_end)
        )
        first = None if labelled else recogniser.first_lines(block, entry_blocks, lines)
        if block.kind == "heading" and conventions.sections.inner and entry_blocks:
            ends = False
        behind = recogniser.behind_list(block, entry_blocks) or recogniser.asks(block, entry_blocks)
        closes = labelled is not None or ends or behind
        if first is None and entry_blocks and not closes and not recogniser.remark(block, entry_blocks):
            entry_blocks.append(block)
            lines.extend(block.lines())
            continue
        if entry_blocks:
            yield _entry(entry_blocks, lines, category, conventions)
            entry_blocks, lines = [], []
        if first is not None:
            entry_blocks, lines, begun = [block], list(first), True
        elif labelled and labelled.kind == "footer":
            yield from read_footer(blocks[index:], conventions)
            return
        else:
            yield labelled or BlockGroup(recogniser.kind_of(block, begun), (block,), block.lines())
    if entry_blocks:
        yield _entry(entry_blocks, lines, category, conventions)


def _entry(
    blocks: Sequence[Block], lines: Sequence[Line], category: str, conventions: Conventions
) -> BlockGroup:
    """The blocks as an entry; as a note where the title says that it is an advertisement."""
    words = conventions.labels.sponsored
    titles = [lines[0].plain, lines[0].bold, *(run.text for run in lines[0].runs if run.url)]
    sponsored = any(without_tails(title, words) != title for title in titles)
    return BlockGroup("note" if sponsored else "entry", tuple(blocks), tuple(lines), category)
