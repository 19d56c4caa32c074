"""The generic conventions, fitted to one newsletter by what all its issues have in common.

A line alone does not tell whether `A | B` ends with its publisher, whether a list is of entries or part of
one, or whether a paragraph is news or the footer of every week. Many issues do: what returns is no news,
what never returns is no heading of a section, and on the side of a bar where names return stand publishers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from archive.conventions.model import Conventions
from archive.conventions.tables import Start
from archive.detection.asides import asides
from archive.detection.bars import publishers
from archive.detection.layout import Sighting, sightings
from archive.detection.levels import FEWEST, Levels, bold_headings, first_is_section, heading_levels
from archive.detection.returning import returning_forms, returning_labels
from archive.parsing.entry_starts import is_bold_title, mark_of

RARE_FORM = 0.03
"""Share of linked blocks below which their form is no way in which this newsletter begins entries."""

MOSTLY = 0.85
"""Share from which a habit is taken for a rule that the rest only breaks by mistake."""


def adapted(conventions: Conventions, texts: Sequence[Sequence[str]]) -> Conventions:
    """Conventions for a newsletter whose issues are given as lines. Nothing is drawn by lot."""
    conventions, seen = _with_headings(texts, conventions)
    levels = heading_levels(seen, titled=conventions.heading.titled)
    starts = _entry_forms(seen, levels)
    returning = returning_forms(seen, starts, levels, conventions)
    own = [one for one in seen if one.form in starts or _is_title(one, levels)]
    side, leading = publishers(own)
    return conventions.model_copy(
        update={
            "lead": conventions.lead.model_copy(update={"short_news": False, "entries": True}),
            "sections": conventions.sections.model_copy(
                update={
                    "levels": levels.sections,
                    "titles": levels.titles,
                    "inner": True,
                    "special": (*conventions.sections.special, *asides(seen, starts, levels)),
                }
            ),
            "entries": conventions.entries.model_copy(
                update={
                    "starts": _starts(seen, starts) or conventions.entries.starts,
                    "marks": _marks(own, starts, conventions),
                    "compact": _is_compact(seen, starts),
                    "linked": _is_linked(seen, starts),
                }
            ),
            "bylines": conventions.bylines.model_copy(update={"side": side, "leading": leading}),
            "labels": conventions.labels.model_copy(update={"returning": returning}),
        }
    )


def _is_title(one: Sighting, levels: Levels) -> bool:
    return one.block.kind == "heading" and one.block.level in levels.titles


def _with_headings(
    texts: Sequence[Sequence[str]], conventions: Conventions
) -> tuple[Conventions, list[Sighting]]:
    """Conventions that know what are headings here, and what stands in the issues read with them."""
    seen = list(sightings(texts, conventions))
    heading = conventions.heading.model_copy(update={"titled": not first_is_section(seen)})
    bold = bold_headings(seen)
    sections = conventions.sections.model_copy(update={"bold": bold})
    own = conventions.model_copy(update={"heading": heading, "sections": sections})
    return own, (list(sightings(texts, own)) if bold else seen)


def _starts(seen: Sequence[Sighting], starts: frozenset[str]) -> tuple[Start, ...]:
    """The forms in a fixed order, and what goes with them."""
    more = set(starts)
    titles = [one for one in seen if one.form == "title-url"]
    if "title-url" in starts and sum(is_bold_title(one.block) for one in titles) > MOSTLY * len(titles):
        more.add("bold")
    if "ordered" in starts:  # `1.go` without a space is no list in Markdown, and means one
        more.add("numbered")
    return tuple(form for form in ALL_FORMS if form in more)


ALL_FORMS: tuple[Start, ...] = ("numbered", "bullet", "ordered", "bold", "title-url", "heading", "row")
_LISTS = ("bullet", "ordered")


def _entry_forms(seen: Sequence[Sighting], levels: Levels) -> frozenset[str]:
    """How this newsletter begins entries: forms of linked blocks that are neither rare nor inside another."""
    issues = {text: len(where) for text, where in _issues_of(seen).items()}
    labels = returning_labels(seen)
    counts: Counter[str] = Counter()
    back: Counter[str] = Counter()
    for _, section in groupby(seen, key=lambda one: (one.issue, levels.section_of(one))):
        holder = ""
        for one in section:
            if one.form and holder in ("", one.form):
                counts[one.form] += 1
                back[one.form] += issues[one.text] >= FEWEST or (
                    one.label in labels and not one.begins_linked
                )
                if one.form in _HOLDERS:
                    holder = one.form
            elif _is_title(one, levels):
                holder = "heading"
                counts[holder] += 1
    total = (counts - back).total()
    return frozenset(
        form for form, count in counts.items() if count - back[form] > max(RARE_FORM * total, back[form])
    )


_HOLDERS = ("heading", "numbered", "title-url")
"""Forms of entries whose text goes on below them, lists included."""


def _issues_of(seen: Iterable[Sighting]) -> dict[str, set[int]]:
    issues: defaultdict[str, set[int]] = defaultdict(set)
    for one in seen:
        issues[one.text].add(one.issue)
    return issues


def _is_compact(seen: Sequence[Sighting], starts: frozenset[str]) -> bool:
    """True where entries are items of lists, and nothing that is not indented stands between two of them."""
    if not starts & set(_LISTS):
        return False
    gaps = list(_between(seen, starts))
    return bool(gaps) and sum(gaps) < (1 - MOSTLY) * len(gaps)


def _between(seen: Sequence[Sighting], starts: frozenset[str]) -> Iterator[bool]:
    """For each two items that follow each other in a section: whether something stands between them."""
    for _, section in groupby(seen, key=lambda one: (one.issue, one.section)):
        open_, gap = False, False
        for one in section:
            if one.form in starts and one.form in _LISTS:
                if open_:
                    yield gap
                open_, gap = True, False
            elif one.block.kind != "heading":
                gap = True


def _is_linked(seen: Sequence[Sighting], starts: frozenset[str]) -> bool:
    """True where the items of its lists lead somewhere, so that one that does not is no entry."""
    issues = _issues_of(seen)
    lists = [
        one
        for one in _unheld(seen)
        if one.block.kind in _LISTS and one.block.kind in starts and len(issues[one.text]) < FEWEST
    ]
    return bool(lists) and sum(one.linked for one in lists) > MOSTLY * len(lists)


def _unheld(seen: Sequence[Sighting]) -> Iterator[Sighting]:
    """Blocks that stand in no entry whose text goes on below it."""
    for _, section in groupby(seen, key=lambda one: (one.issue, one.section)):
        held = False
        for one in section:
            held = held or one.form in _HOLDERS
            if not held:
                yield one


def _marks(own: Sequence[Sighting], starts: frozenset[str], conventions: Conventions) -> tuple[str, ...]:
    """The marks that number entries here: `1、` is one where `（1）` counts the points of a summary."""
    counts: Counter[str] = Counter()
    for one in own:
        counts.update([_POINT] if one.form == "ordered" else [])
        if one.form == "numbered":
            counts.update(mark for mark in conventions.entries.marks if mark_of(one.block.text, (mark,)))
    return tuple(mark for mark in conventions.entries.marks if counts[mark] > RARE_FORM * counts.total())


_POINT = "{n}."
"""What an item of an ordered list is numbered with where the list was not made one."""
