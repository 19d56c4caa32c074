"""Recognise the blocks of a section that begin an entry, and those that continue one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from archive.conventions.model import Conventions
from archive.markdown.blocks import Block
from archive.markdown.lines import Line
from archive.models import PartKind
from archive.parsing.led_paragraphs import closed_lines, led_lines
from archive.parsing.line_rules import (
    after_label,
    count_length,
    counted,
    cut_prefix,
    has_buttons,
    has_words,
    is_bold_with_link,
    is_definitions,
    is_one_of,
    is_pointer,
    is_tags,
    is_topic,
    is_url_line,
    leading_tags,
    pointed_url,
    points,
    sign_length,
)

_ENUMERATED = re.compile(
    r"\s*(?:(?:\d{1,4}(?:[-/]\d{1,2}){1,2}\b|\d{1,2}月\d{1,2}日|No\.\s?\d{1,3}\b"
    r"|[（(]?\d{1,3}\s*(?:[）)、:：]|[．.](?!\d))|#\d{1,3}\b|(?:[\d#*]\ufe0f?\u20e3)+|[①-⑳]|[一二三四五六七八九十]{1,3}、"
    r"|[^\w\s\[\]()（）【】《》「」“”\"'`*_<>|｜!?！？-]{1,8})\s*){1,4}(?=\S)"
)
"""What may stand before a title of its own: days, numbers, signs, and emoji of several characters each."""


class EntryRecogniser:
    """Decides for each block of a section whether it begins an entry."""

    def __init__(self, blocks: Sequence[Block], conventions: Conventions) -> None:
        self._rules = conventions.entries
        self._conventions = conventions
        counted = "numbered" in self._rules.starts and self._rules.marks
        self._mark = _mark_pattern(self._rules.marks) if counted else None
        numbered = self._mark is not None and any(self._mark.match(block.text) for block in blocks)
        self._bullets = "bullet" in self._rules.starts and not numbered
        self._ordered = "ordered" in self._rules.starts or self._bullets
        self._lines = "title-url" in self._rules.starts and not numbered
        self._bold = "bold" in self._rules.starts
        self._led = set(led_lines(blocks, conventions)) if self._lines else set()
        self._titles = set(_title_lines(blocks, conventions)) if "heading" in self._rules.starts else set()
        self.closed, self._closing = closed_lines(blocks, conventions)
        self._leading = set(_leading_items(blocks, conventions)) if self._ordered else set()

    def first_lines(
        self, block: Block, entry_blocks: Sequence[Block], lines: Sequence[Line]
    ) -> tuple[Line, ...] | None:
        """The lines of an entry that this block begins; None where it begins none.

        An entry whose title is a heading extends to the next heading.
        """
        if block.kind == "heading":
            return without_count(_without_mark(block.lines())) if block.line in self._titles else None
        if entry_blocks and entry_blocks[0].kind == "heading":
            return None
        if block.kind == "row":
            return block.lines()
        if block.line in self._closing:
            return None
        if self._mark and (match := self._mark.match(block.text)):
            return _cut(block.lines(), match.end())
        if block.kind == "bullet" and self._bullets:
            if entry_blocks and entry_blocks[0].kind == "ordered" and not self._rules.compact:
                return None
            if not has_words(block.text) or (entry_blocks and self._continues(block, entry_blocks, lines)):
                return None
            if self._rules.linked and not block.urls:
                return None
            return block.lines(own_marker=False)
        if block.kind == "ordered" and self._ordered and self._is_next(block, entry_blocks):
            first = block.lines(own_marker=False)
            leading = bool(first) and (block.line in self._leading or leads(first, self._conventions))
            return first if leading else None
        if block.kind == "quote" and "quote" in self._rules.starts and is_quoted_link(block):
            return block.lines()
        if block.line in self.closed:
            return _without_sign(block.lines())
        if block.line in self._led and (not entry_blocks or entry_blocks[0].line in self._led):
            return block.lines()
        if self._bold and is_bold_title(block):
            return without_count(_without_mark(block.lines()))
        if block.kind == "paragraph" and self._lines and (block.gap or not entry_blocks):
            return standing_alone(block, self._conventions)
        return None

    def _is_next(self, block: Block, entry_blocks: Sequence[Block]) -> bool:
        """Whether an item of an ordered list is no part of the entry before it.

        Behind a paragraph that is numbered as an entry it is one too, where it goes on counting or is a link,
        or both if a list of references stands between: who mixes `1、` and `1. ` begins no list.
        """
        if not entry_blocks or entry_blocks[0].kind == "ordered":
            return True
        before = _NUMBER.search(mark_of(entry_blocks[0].text, self._rules.marks))
        own = _NUMBER.search(block.rows[0][0].path[0].marker)
        if not before or not own or "ordered" not in self._rules.starts:
            return False
        counts_on = int(own[0]) == int(before[0]) + 1
        linked = any(_begins_with_link(line) for line in block.lines(own_marker=False)[:1])
        listed = any(other.kind == "ordered" for other in entry_blocks)
        return (counts_on and linked) or (not listed and (counts_on or linked))

    def behind_list(self, block: Block, entry_blocks: Sequence[Block]) -> bool:
        """True for an unindented block behind a list of entries whose text is always indented."""
        return self._rules.compact and bool(entry_blocks) and entry_blocks[0].kind in ("bullet", "ordered")

    def asks(self, block: Block, entry_blocks: Sequence[Block]) -> bool:
        """True for buttons behind an entry. One whose title is a heading goes on below them."""
        behind = bool(entry_blocks) and entry_blocks[0].kind != "heading"
        return behind and is_buttons(block, self._conventions)

    def remark(self, block: Block, entry_blocks: Sequence[Block] = ()) -> bool:
        """True for a paragraph of its own that speaks of several things after the entries."""
        if not self._rules.remarks or (entry_blocks and entry_blocks[0].kind == "heading"):
            return False
        linked = any(line.urls and not is_url_line(line) for line in block.lines())
        return block.kind == "paragraph" and block.gap and linked

    def kind_of(self, block: Block, begun: bool) -> PartKind:
        """Kind of a block that belongs to no entry."""
        if block.kind == "footnotes":
            return "note"
        if block.kind in ("rule", "heading", "head") or is_definitions(block) or is_tags(block):
            return "section"
        if is_buttons(block, self._conventions):
            return "boilerplate"
        intro = self._conventions.sections.intros and not begun and block.kind != "raw"
        return "note" if intro or self.remark(block) else "unknown"

    def _continues(self, block: Block, entry_blocks: Sequence[Block], lines: Sequence[Line]) -> bool:
        """True for an item of a list that belongs to the summary before it, although it is not indented."""
        if block.urls or len(block.lines()) > 1 or len(entry_blocks) == 0:
            return False
        if any(mark in block.text for mark in self._conventions.bylines.separators):
            return False
        return (entry_blocks[-1].kind == "bullet" and len(entry_blocks) > 1) or lines[-1].plain.endswith(
            ("：", ":")
        )


_NUMBER = re.compile(r"\d+")


def leads(lines: Sequence[Line], conventions: Conventions) -> bool:
    """Whether the first of these lines is a link, or stands over one, or the last only tells where to."""
    first, *below = lines
    last = next((line for line in reversed(below) if line.plain), None)
    trails = last is not None and (points(last, conventions) or is_url_line(last))
    return bool(first.urls) or trails or any(is_url_line(line) for line in below[:1])


def is_quoted_link(block: Block) -> bool:
    """True for a quote that begins with a line of nothing but a link: the title of what follows in the quote
    or below it."""
    lines = [line for line in block.lines() if line.runs]
    if not lines or len(set(lines[0].urls)) != 1 or not _begins_with_link(lines[0]):
        return False
    return not has_words("".join(run.text for run in lines[0].runs if not run.url))


@lru_cache(maxsize=64)
def _mark_pattern(marks: tuple[str, ...]) -> re.Pattern[str]:
    # `1.17 is out` has a version, `10:30` a time, no mark.
    ends = (r"(?!\d)" if mark.endswith((".", ":")) else "" for mark in marks)
    return re.compile("|".join(rf"{counted(mark)}{end}\s*" for mark, end in zip(marks, ends, strict=True)))


def is_bold_title(block: Block) -> bool:
    """True for a paragraph whose first line is in bold, all of it."""
    return block.kind == "paragraph" and _BOLD_LINE.match(block.raw) is not None


_BOLD_LINE = re.compile(r"\s*(\*\*|__)(?![\s*_])[^\n]+?\1[ \t]*\\?(?:\n|$)")


def leads_below(title: Block, below: Sequence[Block], conventions: Conventions) -> bool:
    """Whether what a bold line announces leads somewhere: it ends with a link that only points, such as
    `[Read more](https://…)`, or all of it has one URL.

    In its own paragraph, or in one of those below it.
    """
    urls: set[str] = set()
    for block in (title, *below[:BELOW]):
        if block is not title and _is_another(block, conventions):
            break
        urls.update(block.urls)
        if block.urls and (points(last := block.lines()[-1], conventions) or pointed_url(last, conventions)):
            return True
    return len(urls) == 1


def _leading_items(blocks: Sequence[Block], conventions: Conventions) -> Iterator[int]:
    """Lines of the items of an ordered list that are titles of what stands unindented below them."""
    for above, (index, block) in zip([None, *blocks], enumerate(blocks), strict=False):
        if is_leading_item(block, above, blocks[index + 1 : index + 1 + BELOW], conventions):
            yield block.line


def is_leading_item(
    block: Block, above: Block | None, below: Sequence[Block], conventions: Conventions
) -> bool:
    """Whether an item of an ordered list is the title of what stands unindented below it: `1. Title`.

    The last of several items in a row ends a list: what stands below is told of none of them.
    """
    alone = block.kind == "ordered" and not block.urls and len(block.lines()) == 1
    listed = above is not None and above.kind == "ordered"
    return alone and not listed and leads_below(block, below, conventions)


def _is_another(block: Block, conventions: Conventions) -> bool:
    """Whether a block is no text of the entry above it, or begins another."""
    if block.kind != "paragraph":
        return block.kind != "quote"
    return is_bold_title(block) or standing_alone(block, conventions) is not None


BELOW = 6
"""Paragraphs of an entry among which the one with its link is looked for."""


def begins_numbered(block: Block, conventions: Conventions) -> bool:
    """True for a paragraph that begins with one of the marks that number entries."""
    return block.kind == "paragraph" and mark_of(block.text, conventions.entries.marks) != ""


def mark_of(text: str, marks: tuple[str, ...]) -> str:
    """The mark with its number that a text begins with; "" where it has none."""
    match = _mark_pattern(marks).match(text) if marks else None
    return match.group() if match else ""


def _cut(lines: Sequence[Line], length: int) -> tuple[Line, ...]:
    """Lines without the mark that begins the first line that says something."""
    index = next(index for index, line in enumerate(lines) if line.plain)
    text = "".join(run.text for run in lines[index].runs)
    blank = len(text) - len(text.lstrip())
    bold = lines[index].bold
    if bold and text[blank:].startswith(bold):
        bold = bold[length:]
    first = replace(lines[index], runs=cut_prefix(lines[index].runs, blank + length), prefix="", bold=bold)
    return (first, *lines[index + 1 :])


def is_buttons(block: Block, conventions: Conventions) -> bool:
    """True for a paragraph of nothing but links that ask the reader for something: `[Subscribe now](…)`."""
    if block.kind != "paragraph":
        return False
    lines = [line for line in _without_mark(block.lines()) if line.plain]
    return bool(lines) and all(has_buttons(line, conventions) for line in lines)


def is_title(heading: Block) -> bool:
    """True for a heading that leads somewhere: it is the title of an entry, as far as conventions allow.

    The link may be all of it, or part: `【工具】[title](url)`, `title [🔗](url)`.
    """
    return any(run.url and not run.bare for run in heading.lines()[0].runs)


def is_linked_title(heading: Block) -> bool:
    """True for a heading that is a link, but for its number."""
    return _begins_with_link(_without_mark(heading.lines())[0])


def _title_lines(blocks: Sequence[Block], conventions: Conventions) -> Iterator[int]:
    """Lines of the headings that are titles: with a link, or over a summary or a URL."""
    for block, below in pairwise([*blocks, None]):
        if block is None or block.kind != "heading" or (below is not None and is_definitions(below)):
            continue
        if is_topic(block, conventions):
            continue
        named = is_title(block) or block.level in conventions.sections.titles
        if named or _stands_over_link(below, conventions):
            yield block.line


def _stands_over_link(below: Block | None, conventions: Conventions) -> bool:
    if below is None or below.kind != "paragraph":
        return False
    first = below.lines()[0]
    return is_url_line(first) or after_label(first.plain, conventions.labels.summary) is not None


def _begins_with_link(line: Line) -> bool:
    run = next((run for run in line.runs if run.text.strip()), None)
    return run is not None and bool(run.url) and not (run.bare or run.picture)


def _without_mark(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines without the number, or the like, that stands before the title's link."""
    mark = _ENUMERATED.match("".join(run.text for run in lines[0].runs))
    return _cut(lines, len(mark.group().lstrip())) if mark and lines[0].urls else lines


def begins_with_sign(line: Line) -> bool:
    """True for a line whose link stands behind a sign, or the like, that tells its kind: `🛠 [title](url)`."""
    whole = "".join(run.text for run in line.runs)
    mark = _ENUMERATED.match(whole)
    first = next((run for run in line.runs if run.url), None)
    return (
        mark is not None and first is not None and not first.bare and whole.startswith(first.text, mark.end())
    )


def without_count(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines of a heading without the count before its title. `1.5 is out` has a version, no count."""
    length = count_length(lines[0].plain)
    return _cut(lines, length) if length else lines


def _without_sign(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines without the count or the sign before a title that has no link."""
    length = count_length(lines[0].plain) or sign_length(lines[0].plain)
    return _cut(lines, length) if length else lines


def standing_alone(block: Block, conventions: Conventions) -> tuple[Line, ...] | None:
    """Lines of an entry that is announced outside a list; None where the block is no such thing."""
    lines = _without_mark(block.lines())
    first = lines[0]
    if points(first, conventions) or is_buttons(block, conventions):
        return None
    if not has_words(first.plain) or after_label(first.plain, conventions.labels.summary) is not None:
        return None
    if not first.urls:
        below = len(lines) > 1 and is_url_line(lines[1]) and lines[1].runs[-1].bare
        # What ends like a sentence is the summary's next paragraph, not a title, unless that is in bold.
        named = bool(first.bold) or not first.plain.endswith(("：", ":", "。", "；"))
        return lines if below and named else None
    if is_bold_with_link(first) and conventions.entries.title == "link":
        return lines
    tags, ends = leading_tags("".join(run.text for run in first.runs[:1]), conventions.entries.tag_brackets)
    titled = replace(first, runs=cut_prefix(first.runs, ends[-1])) if tags else first
    summarised = any(after_label(line.plain, conventions.labels.summary) is not None for line in lines[1:])
    alone = summarised or _is_only_link(titled, conventions) or _is_set_off(titled, conventions)
    if _begins_with_link(titled) and alone:
        return lines
    return _behind_colon(block, conventions)


def _is_only_link(line: Line, conventions: Conventions) -> bool:
    """True where the further links of a line only point: `[Title](url) [comments](url) [pdf](url)`."""
    forms = conventions.labels.buttons
    further = [run for run in line.runs if run.url and run.url != line.urls[0]]
    return all(is_pointer(run.text, conventions) or is_one_of(run.text, forms) for run in further)


def _is_set_off(line: Line, conventions: Conventions) -> bool:
    """True where a dash, colon, bracket or full stop parts the link that a line begins with from what is said
    of it."""
    index = next((index for index, run in enumerate(line.runs) if run.url), len(line.runs))
    behind = "".join(run.text for run in line.runs[index + 1 : index + 2] if not run.url)
    marks = tuple(mark.strip() for mark in conventions.entries.title_ends)
    parted = bool(marks) and behind.lstrip().startswith((*marks, *_SET_OFF))
    return conventions.entries.title == "link" and parted


_SET_OFF = (".", "。", "(", "（", "//")
"""What may follow a linked title beside what ends titles."""


def _behind_colon(block: Block, conventions: Conventions) -> tuple[Line, ...] | None:
    """`最近读到：[title](url)，...` announces one thing: the link is the title, the line the summary.

    Not where the link is the source of what the line tells: `……四十只猫。（来源：[nature.cn](url)）`.
    """
    first = block.lines()[0]
    if len(set(block.urls)) != 1 or len(first.urls) != 1:
        return None
    index = next(index for index, run in enumerate(first.runs) if run.url)
    before = "".join(run.text for run in first.runs[:index]).rstrip()
    if first.runs[index].bare or not before.endswith(("：", ":")) or _TOLD.search(before):
        return None
    if (label := before.rstrip("：: ")) in conventions.bylines.labels or is_pointer(label, conventions):
        return None
    return (replace(first, runs=(first.runs[index],)), *block.lines())


_TOLD = re.compile(r"[。！？；!?;（(]|\. ")
"""What stands in a text that tells something itself."""
