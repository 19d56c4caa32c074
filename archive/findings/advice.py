"""Findings → the keys of conventions that would mend them, most urgent first."""

from __future__ import annotations

from collections.abc import Iterator

from archive.conventions.model import Conventions
from archive.findings.findings import MOST_SHOWN, Findings

FEW = 0.05
"""Share of entries below which something is a slip of the pen, not a habit that a rule is needed for."""


def advice(
    found: Findings, conventions: Conventions, *, left_out: int = 0, undated: int = 0
) -> tuple[str, ...]:
    """Lines that name a table and a key, and why. `left_out`, `undated`: files that are, or have no day."""
    return (*_of_files(left_out, undated), *_of_entries(found, conventions))


def _of_files(left_out: int, undated: int) -> Iterator[str]:
    if left_out:
        yield f"[files] names or ignore = [...]: {left_out} files are left out, named above"
    if undated:
        yield f"[schedule] number, date: {undated} issues have no day; it can be reckoned from their number"


def _of_entries(found: Findings, conventions: Conventions) -> Iterator[str]:
    entries = found.linked + found.unlinked
    odd = {why: [one for one in found.titles if one.why == why] for why in {one.why for one in found.titles}}
    if found.empty:
        yield (
            f"[entries] starts = [...]: {len(found.empty)} issues have no entry ({_some(found.empty)}); "
            "name how entries begin there, or [lead] entries = true"
        )
    for why, hint in _HINTS.items():
        if len(odd.get(why, ())) > (0 if why == "a whole section" else FEW * entries):
            yield f"{hint}: {len(odd[why])} titles are {why}" + _example(odd[why][0].title)
    for title in dict.fromkeys(one.title for one in odd.get("returns", ())):
        yield f"[labels] returning = [{title!r}]: it is an entry of several issues"
    if (
        found.unlinked > FEW * entries
        and found.linked > found.unlinked
        and not conventions.entries.linked
        and {"bullet", "ordered"} & set(conventions.entries.starts)
    ):
        yield f"[entries] linked = true: {found.unlinked} of {entries} entries lead nowhere"
    if found.categories > 3 and len(found.single_categories) > found.categories / 2:
        yield (
            f"[sections] titles = [...]: {len(found.single_categories)} of {found.categories} categories "
            f"occur once ({_some(found.single_categories)}); such headings may be titles, "
            "or want own_category"
        )
    if found.lost:
        file, first = found.lost[0]
        yield f"{file}: lines from {first.number} on are in no field of their entry{_example(first.text)}"


_HINTS = {
    "a whole section": '[entries] starts = [..., "ordered", "bullet", "heading"], or own_entry = false',
    "a URL": '[entries] starts = [..., "title-url", "bold"]',
    "too long": '[entries] title = "link", or title_ends = ["：", " - "]',
    "a name": '[bylines] side = "before"',
    "says only that it is a link": "[labels] pointers = [...]",
    "markup": "[entries] title_marks = [...], or mend the text",
}


def _example(text: str) -> str:
    shown = text.strip()[:40]
    return f" ({shown}…)" if len(text.strip()) > len(shown) else f" ({shown})" if shown else ""


def _some(names: tuple[str, ...]) -> str:
    more = len(names) - MOST_SHOWN
    return "、".join(names[:MOST_SHOWN]) + (f"、… {more} more" if more > 0 else "")
