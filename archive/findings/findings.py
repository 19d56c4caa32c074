"""What looks wrong in how a newsletter was read, and the convention that would mend it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.findings.line_fates import SEARCHABLE, LineFate
from archive.models import Entry, Issue
from archive.parsing.line_rules import columns
from archive.parsing.publishers import Publishers

LONGEST = 120
"""Columns of a title: the longest real ones of seven newsletters have 117, ideographs counted twice."""

RETURNS = 3
"""Issues in which the same title must occur to be suspected of being boilerplate."""

SEVERAL_LINKS = 2
"""Lines with a link that make a section look like a list of entries."""

WHOLE_SECTION = "a whole section"
"""Why a title is odd that names a section of several issues."""

MAX_LISTED = 8
"""Examples of one kind in a line of advice."""

_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_MAIN_HEADING = re.compile(r"#\s")
_LINK = re.compile(r"(?<!!)\[(?:!\[[^\[\]]*\]|[^\[\]])*\]\(http|(?<![(\"'])https?://|href=", re.IGNORECASE)
_MARKUP = re.compile(r"\]\(|\*\*|^#{1,6}\s|`\[")


@dataclass(frozen=True, slots=True)
class OddTitle:
    """A title that was probably read wrongly."""

    file: str
    line: int
    title: str
    why: str
    """Such as `too long`, `a URL`, `a name`, `markup`, `a whole section`, `returns`."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A section with links, none of which is an entry's: it may be written in a form that was not seen."""

    file: str
    line: int
    heading: str
    links: int
    """Lines with a link in it."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What an editor should check in how a newsletter was read."""

    letters: int
    """Letters, ideographs and digits of all issues, but for front matter."""

    searchable: int
    """Those in lines whose text a search finds."""

    linked: int
    unlinked: int
    """Numbers of entries with a link, and without."""

    unlinked_items: int
    """Those without that are items of a list, and no paragraphs or sections."""

    titles: tuple[OddTitle, ...]
    single_categories: tuple[str, ...]
    """Categories that stand over entries in one issue only, other than those of `essays`."""

    essays: tuple[str, ...]
    """Headings of sections that are an entry each, and so a category of their own."""

    categories: int
    lost: tuple[tuple[str, LineFate], ...]
    """Lines in no field of their entry, each with its file."""

    boilerplate: tuple[tuple[str, int], ...]
    """Lines that no search finds since they return, with the issues that they stand in."""

    empty: tuple[str, ...]
    """Files of issues without any entry."""

    passed_over: tuple[PassedOver, ...]

    doubtful: frozenset[tuple[str, int]]
    """Files and lines where entries were probably not seen: in entries that are a whole section again and
    again, in sections that were passed over, in issues without entries."""

    @property
    def searchable_share(self) -> float:
        """Share of letters that a search finds; 1 where there are none."""
        return self.searchable / self.letters if self.letters else 1.0


def findings(
    read: Sequence[tuple[Issue, Sequence[LineFate]]], pointers: Sequence[str], own_category: str = ""
) -> Findings:
    """Summarise issues and the fates of their lines. `pointers`: words that are no titles;
    `own_category`: what entries are put into that are a whole section."""
    entries = [(issue, entry) for issue, _ in read for entry in issue.entries]
    lines = [line for _, own in read for line in own]
    categories: defaultdict[str, set[str]] = defaultdict(set)
    for issue, entry in entries:
        categories[entry.category].add(issue.name)
    essays = {entry.category for _, entry in entries if entry.title == entry.category}
    single = [name for name, own in categories.items() if len(own) == 1 and name not in essays]
    linked = sum(entry.url is not None for _, entry in entries)
    titles = tuple(_odd_titles(entries, pointers, own_category))
    passed_over = tuple(section for issue, own in read for section in _passed_over(issue.file, own))
    return Findings(
        letters=sum(line.letters for line in lines if line.fate),
        searchable=sum(line.letters for line in lines if line.fate in SEARCHABLE),
        linked=linked,
        unlinked=len(entries) - linked,
        unlinked_items=sum(entry.url is None and _is_item(entry) for _, entry in entries),
        titles=titles,
        single_categories=tuple(single) if len(read) > RETURNS else (),
        essays=tuple(essay for essay in categories if essay in essays),
        categories=len(categories.keys() - essays),
        lost=tuple((issue.file, line) for issue, own in read for line in own if line.fate == "lost"),
        boilerplate=_boilerplate(read),
        empty=tuple(issue.file for issue, _ in read if not issue.entries),
        passed_over=passed_over,
        doubtful=frozenset(_doubtful(read, titles, passed_over)),
    )


def _doubtful(
    read: Sequence[tuple[Issue, Sequence[LineFate]]],
    titles: Sequence[OddTitle],
    sections: Sequence[PassedOver],
) -> Iterator[tuple[str, int]]:
    whole = {(title.file, title.line) for title in titles if title.why == WHOLE_SECTION}
    passed = {(section.file, section.line) for section in sections}
    for issue, own in read:
        inside = {
            number
            for entry in issue.entries
            if entry.title == entry.category and (issue.file, entry.line) in whole
            for number in range(entry.line, entry.end_line + 1)
        }
        over = False
        for line in own:
            if line.fate == "heading" and line.letters:
                over = (issue.file, line.number) in passed
            if line.text.strip() and (over or line.number in inside or not issue.entries):
                yield issue.file, line.number


def _passed_over(file: str, lines: Sequence[LineFate]) -> Iterator[PassedOver]:
    """Sections of remarks with links. What stands below the issue's own heading introduces it."""
    heading, links, begun = None, 0, False
    for line in [*lines, None]:
        if line is None or (line.fate == "heading" and line.letters):
            if heading and links >= SEVERAL_LINKS and not begun and not _MAIN_HEADING.match(heading.text):
                yield PassedOver(file, heading.number, heading.text.strip("# \t"), links)
            heading, links, begun = line, 0, False
        elif line.fate == "title":
            begun = True
        elif line.fate in ("note", "lead") and _LINK.search(line.text):
            links += 1


def _is_item(entry: Entry) -> bool:
    return _ITEM.match(entry.markdown) is not None


_ITEM = re.compile(r"\s*(?:[-*+•–]|\d{1,9}[.)])\s")


def _boilerplate(read: Sequence[tuple[Issue, Sequence[LineFate]]]) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for _, own in read:
        counts.update({line.text.strip() for line in own if line.fate == "boilerplate" and line.letters})
    return tuple(counts.most_common(MAX_LISTED))


def _odd_titles(
    entries: Sequence[tuple[Issue, Entry]], pointers: Sequence[str], own_category: str
) -> Iterator[OddTitle]:
    issues: defaultdict[str, set[str]] = defaultdict(set)
    beside: defaultdict[str, set[str]] = defaultdict(set)
    bylines: Counter[str] = Counter()
    leads: defaultdict[str, set[str]] = defaultdict(set)
    for issue, entry in entries:
        issues[entry.title].add(issue.name)
        for url in _urls_below(entry):
            leads[url].add(issue.name)
        bylines.update([entry.byline] if entry.byline else ())
        beside[entry.title].update([entry.byline] if entry.byline else ())
    for issue, entry in entries:
        if why := _why_odd(entry, len(issues[entry.title]), bylines, pointers):
            if why == "returns" and entry.category in {entry.title, own_category} - {""}:
                why = WHOLE_SECTION
            elif why == "returns" and len(beside[entry.title]) >= RETURNS:
                why = "a name"  # a journal before many titles, each of which was taken for a publisher
            elif why == "returns" and any(len(leads[url]) < RETURNS for url in _urls_below(entry)):
                continue  # a topic: boilerplate would lead where it always led
            yield OddTitle(issue.file, entry.line, entry.title, why)


def _urls_below(entry: Entry) -> tuple[str, ...]:
    """What an entry links to whose title is no link itself: `Videos:` over a list of them."""
    below = [link.url for link in entry.links]
    if entry.url is None:
        return tuple(below)
    return (entry.url, *below) if entry.title.endswith(("：", ":")) else ()


def _why_odd(entry: Entry, issues: int, bylines: Counter[str], pointers: Sequence[str]) -> str:
    title = entry.title
    if _URL.fullmatch(title):
        return "a URL"
    if _MARKUP.search(title):
        return "markup"
    if title in pointers:
        return "says only that it is a link"
    if issues >= RETURNS:
        return "returns"
    if bylines[title] > 1 or (entry.byline and Publishers.shipped().names(title)):
        return "a name"
    if columns(title) > LONGEST:
        return "too long"
    return ""
