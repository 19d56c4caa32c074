"""Text of an issue + conventions → Issue. Pure: knows no path beyond the name that it is given."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.conventions.model import Conventions
from archive.identity.identity import Identity, identify
from archive.identity.masthead import masthead_of
from archive.markdown.blocks import Block, BlockGroup, blocks_of
from archive.markdown.leaves import Page, read_page
from archive.markdown.lines import Line, join
from archive.models import Entry, Issue, Link, Part, Section
from archive.parsing.entries import EntryText, read_entry
from archive.parsing.entry_ids import entry_ids
from archive.parsing.entry_starts import is_title
from archive.parsing.implicit_headings import shaped
from archive.parsing.line_rules import is_topic
from archive.parsing.publishers import Publishers
from archive.parsing.sections import (
    category_of,
    read_entries,
    read_footer,
    read_section,
    read_top,
    without_signature,
)

PARSER_VERSION = "17"
"""Changes whenever the same text is read otherwise than before, so that indexes are made anew."""


_NO_TEXT = re.compile(r"[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Part:
    """A section of the file: its heading, None before the first one, and its groups of blocks."""

    heading: Block | None
    groups: tuple[BlockGroup, ...]


def split_lines(text: str) -> list[str]:
    r"""Lines of a file as editors count them: parted at `\n`, `\r\n` or `\r` alone.

    The end of the last line begins no further one. What no text may hold (NUL, lone surrogates) is U+FFFD.
    """
    plain = _NO_TEXT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.removesuffix("\n").split("\n")


def parse(text: str, conventions: Conventions, *, file: str, identity: Identity | None = None) -> Issue:
    """Read one issue. Total: any text gives an Issue, with every line in exactly one Part.

    `file` is the path that the Issue bears. `identity` is what the newsletter knows of it (a name unlike
    all others, a date from a listing); by default it is what heading and file name tell.
    """
    lines = split_lines(text)
    page = read_page(lines, conventions.entries.bullets)
    parts = tuple(_parts_of(tuple(shaped(blocks_of(page), conventions)), conventions))
    identity = identity or identify(masthead_of(lines, conventions), file, conventions)
    groups = [group for part in parts for group in part.groups]
    lead = [line for group in groups if group.kind == "lead" for line in group.lines]
    return Issue(
        name=identity.name,
        file=file,
        title=identity.title,
        headline=identity.headline,
        date=identity.date,
        number=identity.number,
        lead=join(lead),
        lead_links=tuple(_links(lead)),
        notes=tuple(_notes(parts[0].groups)) if parts else (),
        sections=tuple(_sections(parts, lines, identity.name, conventions)),
        parts=tuple(_account(groups, lines, page)),
        day_known=identity.day_known,
        markdown="\n".join(lines),
    )


def _parts_of(blocks: Sequence[Block], conventions: Conventions) -> Iterator[_Part]:
    """The file parted at its section headings, and before a signature at its end."""
    blocks, signature = without_signature(blocks, conventions)
    heading_indices = [index for index, block in enumerate(blocks) if block.kind == "heading"]
    titled = bool(heading_indices) and conventions.heading.titled and blocks[heading_indices[0]].level == 1
    own_heading = heading_indices[0] if titled else -1
    levels = _levels([blocks[index].level for index in heading_indices], conventions)
    cuts = list(
        _cuts([index for index in heading_indices if index != own_heading], blocks, levels, conventions)
    )
    section_lines, names = (
        [blocks[index].line for index in cuts],
        [category_of(blocks[index]) for index in cuts],
    )
    cuts = sorted([*cuts, *(index for index, block in enumerate(blocks) if block.under is not None)])
    top = blocks[: cuts[0]] if cuts else blocks
    yield _Part(None, tuple(read_top(top, conventions)))
    above: list[Block] = []
    for start, end in pairwise([*cuts, len(blocks)]):
        heading = blocks[start]
        if heading.under is not None:
            own = bisect_right(section_lines, heading.under)
            category = names[own - 1] if own else conventions.lead.category
            yield _Part(None, tuple(read_entries(blocks[start:end], category, conventions)))
            continue
        above = [*(other for other in above if other.level < heading.level), heading]
        parted = end < len(blocks) and blocks[end].level > heading.level
        under = category_of(above[-2]) if len(above) > 1 else ""
        groups = read_section(heading, blocks[start + 1 : end], conventions, under=under, parted=parted)
        yield _Part(heading, tuple(groups))
    if signature:
        yield _Part(None, tuple(read_footer(signature, conventions)))


def _cuts(
    headings: Sequence[int], blocks: Sequence[Block], levels: set[int], conventions: Conventions
) -> Iterator[int]:
    """Where sections begin. A heading below another one that is an entry's title begins none."""
    titles = "heading" in conventions.entries.starts
    highest = 7
    for index in headings:
        block = blocks[index]
        below = block.level > highest
        titled = (titles and is_title(block)) or block.level in conventions.sections.titles
        titled = titled and not is_topic(block, conventions)
        if (block.level in levels or block.level in conventions.sections.titles) and not (below and titled):
            highest = min(highest, block.level)
            yield index


def _levels(heading_levels: Sequence[int], conventions: Conventions) -> set[int]:
    """Levels that begin a section. Where an issue has none of those agreed upon, its highest below 1."""
    deeper = [level for level in heading_levels if level > 1]
    agreed = {*conventions.sections.levels, *conventions.sections.titles}
    return {1, *conventions.sections.levels} if agreed & set(deeper) or not deeper else {1, min(deeper)}


def _notes(groups: Sequence[BlockGroup]) -> Iterator[str]:
    for group in groups:
        if group.kind in ("note", "unknown") and (text := join(group.lines)):
            yield text


def _links(lines: Sequence[Line]) -> Iterator[Link]:
    seen: set[str] = set()
    for line in lines:
        for run in line.runs:
            if run.url and run.url not in seen:
                seen.add(run.url)
                yield Link("" if run.bare else run.text.strip(), run.url)


def _sections(
    parts: Sequence[_Part], lines: Sequence[str], issue: str, conventions: Conventions
) -> Iterator[Section]:
    entries = iter(_entries(parts, lines, issue, conventions))
    for part in parts:
        own_entries = tuple(next(entries) for group in part.groups if group.kind == "entry")
        notes = tuple(_notes(part.groups))
        if part.heading is not None and (own_entries or notes):
            yield Section(part.heading.text, part.heading.line, notes, own_entries)
        elif part.heading is None and own_entries:
            own_notes = () if part is parts[0] else notes  # those before the first section are the issue's
            yield Section(own_entries[0].category, own_entries[0].line, own_notes, own_entries)


def _entries(
    parts: Sequence[_Part], lines: Sequence[str], issue: str, conventions: Conventions
) -> Iterator[Entry]:
    """Every entry of the issue. Ids are given at last, when all entries are known."""
    groups = [group for part in parts for group in part.groups if group.kind == "entry"]
    texts = [read_entry(group.lines, conventions, short_news=group.short_news) for group in groups]
    ids = entry_ids(issue, [(text.url, text.title) for text in texts])
    publishers = Publishers.shipped().more(conventions.publishers)
    for group, text, key in zip(groups, texts, ids, strict=True):
        yield _entry(group, text, key, lines, publishers)


def _entry(
    group: BlockGroup, text: EntryText, key: str, lines: Sequence[str], publishers: Publishers
) -> Entry:
    first, last = group.blocks[0].line, max(block.end_line for block in group.blocks)
    return Entry(
        id=key,
        category=group.category,
        title=text.title or lines[first - 1].strip(),
        tags=text.tags,
        url=text.url or None,
        byline=text.byline,
        source=publishers.source(text.byline or "", text.url, authors=text.authored),
        links=text.links,
        summary=text.summary,
        line=first,
        end_line=last,
        markdown="\n".join(lines[first - 1 : last]),
        details=text.details,
    )


def _account(block_groups: Sequence[BlockGroup], lines: Sequence[str], page: Page) -> Iterator[Part]:
    """Every line exactly once. Blank lines go with what stands above them."""
    parts: list[Part] = []
    if page.front_matter:
        parts.append(Part("front matter", 1, page.front_matter, "\n".join(lines[: page.front_matter])))
    for block_group in block_groups:
        text = join(line for block in block_group.blocks for line in block.lines())
        end = max(block.end_line for block in block_group.blocks)
        parts.append(Part(block_group.kind, block_group.blocks[0].line, end, text))
    merged: list[list[Part]] = []
    for part in parts:
        if merged and _goes_with(part, merged[-1][-1]):
            merged[-1].append(part)
        else:
            merged.append([part])
    for index, group in enumerate(merged):
        start = group[0].line if index else 1
        end = merged[index + 1][0].line - 1 if index + 1 < len(merged) else len(lines)
        yield Part(group[0].kind, start, end, "\n".join(part.text for part in group if part.text))


def _goes_with(part: Part, before: Part) -> bool:
    """Whether a part is of one kind with that before it, or begins on its last line, as HTML may."""
    return part.line <= before.end_line or (part.kind == before.kind and part.kind != "entry")
