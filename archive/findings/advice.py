"""Findings → the keys of conventions that would mend them, most urgent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from archive.conventions.model import Conventions
from archive.dates import find_date
from archive.findings.findings import MAX_LISTED, RETURNS, Findings

FEW = 0.05
"""Share of entries below which a finding is taken for single mistakes that need no rule."""


def advice(
    findings: Findings, conventions: Conventions, *, left_out: int = 0, undated: int = 0
) -> tuple[str, ...]:
    """Lines that name table, key and reason. `left_out`, `undated`: numbers of such files."""
    return (*_of_files(left_out, undated), *_of_entries(findings, conventions))


def _of_files(left_out: int, undated: int) -> Iterator[str]:
    if left_out:
        yield f"[files] names or ignore = [...]: {left_out} files are left out, named above"
    if undated:
        yield f"[schedule] number, date: {undated} issues have no day; it can be reckoned from their number"


def _of_entries(findings: Findings, conventions: Conventions) -> Iterator[str]:
    entries = findings.linked + findings.unlinked
    titles_by_reason = {
        why: [odd_title for odd_title in findings.titles if odd_title.why == why]
        for why in {odd_title.why for odd_title in findings.titles}
    }
    if findings.empty:
        yield (
            f"[entries] starts = [...]: {len(findings.empty)} issues have no entry "
            f"({_abbreviated(findings.empty)}); name how entries begin there, or [lead] entries = true"
        )
    if findings.passed_over:
        first = findings.passed_over[0]
        headings = tuple(dict.fromkeys(section.heading for section in findings.passed_over))
        yield (
            f"[entries] starts = [...]: {len(findings.passed_over)} sections have links, but no entry "
            f"({first.file}:{first.line}; {_abbreviated(headings)}); name how entries begin there"
        )
    for why, hint in _HINTS.items():
        if len(titles_by_reason.get(why, ())) > (0 if why == "a whole section" else FEW * entries):
            yield f"{hint}: {len(titles_by_reason[why])} titles are {why}" + _example(
                titles_by_reason[why][0].title
            )
    for title in dict.fromkeys(odd_title.title for odd_title in titles_by_reason.get("returns", ())):
        yield f"[labels] returning = [{title!r}]: it is an entry of several issues"
    if (
        findings.unlinked_items > FEW * entries
        and findings.linked > findings.unlinked
        and not conventions.entries.linked
        and {"bullet", "ordered"} & set(conventions.entries.starts)
    ):
        yield f"[entries] linked = true: {findings.unlinked_items} items of lists lead nowhere"
    yield from _of_categories(findings, conventions)
    if findings.lost:
        file, line = findings.lost[0]
        yield f"{file}: lines from {line.number} on are in no field of their entry{_example(line.text)}"


def _of_categories(findings: Findings, conventions: Conventions) -> Iterator[str]:
    """What to do about headings that occur once: a day each, a label with changing words, or titles."""
    single, label = findings.single_categories, _common_label(findings.single_categories)
    if findings.categories > 3 and len(single) > findings.categories / 2:
        listed = f"{len(single)} of {findings.categories} categories occur once ({_abbreviated(single)})"
        if sum(find_date(name) is not None for name in single) > len(single) / 2:
            yield f"[files] several = true: {listed}; each has a day, and may be an issue"
        elif label:
            yield f'[[sections.special]] headings = ["{label}*"], read = "entry": {listed}'
        else:
            yield f"[sections] titles = [...]: {listed}; such headings may be titles, or want own_category"
    essays = _common_label(findings.essays)
    if essays and essays not in conventions.sections.own_prefixes:
        count = sum(_label(essay) == essays for essay in findings.essays)
        yield (
            f"[sections] own_category = {essays!r}, own_prefixes = [{essays!r}]: "
            f"{count} sections are called so, each a category of its own"
        )


def _common_label(headings: tuple[str, ...]) -> str:
    """The words before a colon with which most of the headings begin; "" where few do."""
    counts = Counter(filter(None, map(_label, headings)))
    label, count = counts.most_common(1)[0] if counts else ("", 0)
    return label if count >= RETURNS and count > len(headings) / 2 else ""


def _label(heading: str) -> str:
    head, colon, rest = heading.replace(":", "：").partition("：")
    return head.strip() if colon and rest.strip() and len(head) <= _LONGEST_LABEL else ""


_LONGEST_LABEL = 16

_HINTS = {
    "a whole section": '[entries] starts = [..., "ordered", "bullet", "heading"], or own_entry = false',
    "a URL": '[entries] starts = [..., "title-url", "bold"]',
    "too long": '[entries] title = "link", or title_ends = ["：", " - "]',
    "a name": '[bylines] side = "before"',
    "says only that it is a link": "[labels] pointers = [...]",
    "markup": "[entries] title_marks = [...], or mend the text",
}


def _example(text: str) -> str:
    excerpt = text.strip()[:40]
    return f" ({excerpt}…)" if len(text.strip()) > len(excerpt) else f" ({excerpt})" if excerpt else ""


def _abbreviated(names: tuple[str, ...]) -> str:
    more = len(names) - MAX_LISTED
    return "、".join(names[:MAX_LISTED]) + (f"、… {more} more" if more > 0 else "")
