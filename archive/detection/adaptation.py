"""Fit the generic conventions to one newsletter, from features that its issues have in common.

A line alone does not tell whether `A | B` ends with its publisher, whether a list is of entries or part of
one, or whether a paragraph is news or a recurring footer. Repetition across issues does: repeated text
is boilerplate, headings that never repeat are titles, and the side of a bar with repeated names holds
publishers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from archive.conventions.model import Conventions
from archive.conventions.tables import Special, Start
from archive.detection.asides import asides
from archive.detection.bars import are_linked, publishers
from archive.detection.brackets import tag_brackets
from archive.detection.closing import closings
from archive.detection.layout import LISTS, Sighting, issues_of, sightings
from archive.detection.levels import FEWEST, MOSTLY, Levels, bold_headings, first_is_section, heading_levels
from archive.detection.pointers import pointing_words
from archive.detection.returning import link_labels, returning_forms, returning_labels, with_news
from archive.parsing.entry_starts import is_bold_title, mark_of

RARE_FORM = 0.03
"""Least share of linked blocks that a form must have to count as a form of entries here."""


def adapted(conventions: Conventions, texts: Sequence[Sequence[str]]) -> Conventions:
    """Conventions fitted to a newsletter whose issues are given as lines. Deterministic."""
    conventions, seen = _with_headings(texts, conventions)
    labels = link_labels(seen)
    seen = [
        replace(sighting, form="") if sighting.label in labels and sighting.labels_link else sighting
        for sighting in with_news(seen)
    ]
    levels = heading_levels(seen, titled=conventions.heading.titled)
    entry_forms = _entry_forms(seen, levels)
    returning = returning_forms(seen, entry_forms, levels, conventions)
    entries = [sighting for sighting in seen if levels.begins(sighting, entry_forms)]
    side, leading = publishers(entries)
    bylines = {"side": side, "leading": leading, "linked": are_linked(entries, conventions)}
    return conventions.model_copy(
        update={
            "lead": conventions.lead.model_copy(update={"short_news": False, "entries": True}),
            "sections": conventions.sections.model_copy(
                update={
                    "levels": levels.sections,
                    "titles": levels.titles,
                    "inner": True,
                    "special": (
                        *conventions.sections.special,
                        *_topics(levels),
                        *asides(seen, entry_forms, levels),
                    ),
                }
            ),
            "entries": conventions.entries.model_copy(
                update={
                    "starts": _start_forms(seen, entry_forms) or conventions.entries.starts,
                    "marks": _marks(entries, entry_forms, conventions),
                    "compact": _is_compact(seen, entry_forms),
                    "linked": _is_linked(seen, entry_forms),
                }
            ),
            "bylines": conventions.bylines.model_copy(update=bylines),
            "labels": conventions.labels.model_copy(update={"returning": returning}),
        }
    )


def _topics(levels: Levels) -> Iterator[Special]:
    if levels.topics:
        yield Special(headings=tuple(sorted(levels.topics)), read="entries")


def _with_headings(
    texts: Sequence[Sequence[str]], conventions: Conventions
) -> tuple[Conventions, list[Sighting]]:
    """Conventions with the newsletter's own headings and words for links, and all blocks read with them."""
    seen = list(sightings(texts, conventions))
    ends = closings(seen, conventions)
    heading = conventions.heading.model_copy(update={"titled": not first_is_section(seen)})
    bold = bold_headings(seen, conventions, ends.titles)
    sections = conventions.sections.model_copy(update={"bold": bold})
    brackets = tag_brackets(seen, conventions, ends.titles)
    entries = conventions.entries.model_copy(update={"tag_brackets": brackets, "closed": bool(ends.titles)})
    pointers = pointing_words(seen, conventions)
    labels = conventions.labels.model_copy(update={"pointers": (*conventions.labels.pointers, *pointers)})
    own = conventions.model_copy(
        update={"heading": heading, "sections": sections, "entries": entries, "labels": labels}
    )
    changed = bold or pointers or brackets != conventions.entries.tag_brackets
    if changed:
        seen = list(sightings(texts, own))
        ends = closings(seen, own)
    return own, [ends.seen(sighting) for sighting in seen]


def _start_forms(seen: Sequence[Sighting], entry_forms: frozenset[str]) -> tuple[Start, ...]:
    """Value of `entries.starts`: the forms in a fixed order, with the forms that they imply."""
    forms = set(entry_forms)
    titles = [sighting for sighting in seen if sighting.form == "title-url"]
    if "title-url" in entry_forms and sum(
        is_bold_title(sighting.block) for sighting in titles
    ) > MOSTLY * len(titles):
        forms.add("bold")
    if "ordered" in entry_forms:  # `1.go` without a space is no list in Markdown, and means one
        forms.add("numbered")
    return tuple(form for form in ALL_FORMS if form in forms)


ALL_FORMS: tuple[Start, ...] = (
    "numbered",
    "bullet",
    "ordered",
    "bold",
    "title-url",
    "heading",
    "quote",
    "row",
)


def _entry_forms(seen: Sequence[Sighting], levels: Levels) -> frozenset[str]:
    """Forms with which entries begin: those of linked blocks, if frequent and not inside another entry."""
    issues = {text: len(issue_numbers) for text, issue_numbers in issues_of(seen).items()}
    labels = returning_labels(seen)
    counts: Counter[str] = Counter()
    returning: Counter[str] = Counter()
    for _, section in groupby(seen, key=lambda sighting: (sighting.issue, levels.section_of(sighting))):
        holder = ""
        for sighting in section:
            if sighting.form and (holder in ("", sighting.form) or {holder, sighting.form} == _PARAGRAPHS):
                counts[sighting.form] += 1
                returning[sighting.form] += not sighting.news and (
                    issues[sighting.text] >= FEWEST
                    or (sighting.label in labels and not sighting.begins_linked)
                )
                if sighting.form in _HOLDERS:
                    holder = sighting.form
            elif levels.is_title(sighting):
                holder = "heading"
                counts[holder] += 1
    total = (counts - returning).total()
    return frozenset(
        form
        for form, count in counts.items()
        if count - returning[form] > max(RARE_FORM * total, returning[form])
    )


_HOLDERS = ("heading", "numbered", "title-url", "quote")
"""Forms of entries whose text goes on below them, lists included."""

_PARAGRAPHS = frozenset({"title-url", "bold"})
"""One way of writing: the link of a title in bold stands on the next line, or below the text."""


def _is_compact(seen: Sequence[Sighting], entry_forms: frozenset[str]) -> bool:
    """True where entries are items of lists, and nothing that is not indented stands between two of them."""
    if not entry_forms & set(LISTS):
        return False
    gaps = list(_between(seen, entry_forms))
    return bool(gaps) and sum(gaps) < (1 - MOSTLY) * len(gaps)


def _between(seen: Sequence[Sighting], entry_forms: frozenset[str]) -> Iterator[bool]:
    """For each two consecutive items of a section: whether another block stands between them."""
    for _, section in groupby(seen, key=lambda sighting: (sighting.issue, sighting.section)):
        open_, gap = False, False
        for sighting in section:
            if sighting.form in entry_forms and sighting.form in LISTS:
                if open_:
                    yield gap
                open_, gap = True, False
            elif sighting.block.kind != "heading":
                gap = True


def _is_linked(seen: Sequence[Sighting], entry_forms: frozenset[str]) -> bool:
    """True where most list items are linked, so that an unlinked item is no entry."""
    issues = issues_of(seen)
    items = [
        sighting
        for sighting in _outside_entries(seen)
        if sighting.block.kind in LISTS
        and sighting.block.kind in entry_forms
        and len(issues[sighting.text]) < FEWEST
    ]
    return bool(items) and sum(sighting.linked for sighting in items) > MOSTLY * len(items)


def _outside_entries(seen: Sequence[Sighting]) -> Iterator[Sighting]:
    """Blocks of each section before the first entry whose text continues in later blocks."""
    for _, section in groupby(seen, key=lambda sighting: (sighting.issue, sighting.section)):
        inside = False
        for sighting in section:
            inside = inside or sighting.form in _HOLDERS
            if not inside:
                yield sighting


def _marks(
    entries: Sequence[Sighting], entry_forms: frozenset[str], conventions: Conventions
) -> tuple[str, ...]:
    """Marks that number entries here, without those that only number points of a summary, such as `（1）`."""
    counts: Counter[str] = Counter()
    for sighting in entries:
        counts.update([_POINT] if sighting.form == "ordered" else [])
        if sighting.form == "numbered":
            counts.update(mark for mark in conventions.entries.marks if mark_of(sighting.block.text, (mark,)))
    return tuple(mark for mark in conventions.entries.marks if counts[mark] > RARE_FORM * counts.total())


_POINT = "{n}."
"""What an item of an ordered list is numbered with where the list was not made one."""
