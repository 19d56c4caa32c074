"""The line that announces an entry: title, tags, byline, where it leads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from archive.conventions.model import Conventions
from archive.markdown.lines import Run, rough_runs
from archive.models import Link
from archive.parsing.bylines import byline_behind, cut_mention, cut_phrase, split_title, teller_of, told_link
from archive.parsing.led_paragraphs import bracketed_name
from archive.parsing.line_rules import (
    CLOSING,
    QUOTES,
    has_words,
    is_byline,
    is_pointer,
    is_short_label,
    label_before,
    only_links_follow,
)
from archive.parsing.title_tags import (
    DASHES,
    PAIRS,
    cut_rest,
    cut_suffixes,
    cut_tags,
    inner_tags,
    is_dated,
    kind_before,
    pointers_end,
    unbracketed,
    unbroken,
    unmarked,
    without_tails,
)

LEADING = CLOSING + DASHES
"""What stands between a title and the description behind it."""

_BRACKETS = "[]［］【】()（） \t"
_BARS = "|｜"


@dataclass(frozen=True, slots=True)
class Title:
    """What a title line says."""

    title: str
    tags: tuple[str, ...]
    url: str
    byline: str | None
    links: tuple[Link, ...]
    """Further links of the line."""

    rest: tuple[Run, ...]
    """What follows the title in its line and belongs to the summary."""

    unclosed: bool = False
    """True where the title's link was opened and never closed."""

    authored: bool = False
    """True where the byline names who wrote it, rather than who published it."""


def read_title(
    runs: Sequence[Run], conventions: Conventions, *, whole_line: bool = False, bold: str = ""
) -> Title:
    """Read the runs of a title line. `whole_line`: text around a link belongs to the title (short news).
    `bold`: the words in bold that the line begins with."""
    title = _title_in(runs, conventions, whole_line, bold)
    return replace(title, title=without_tails(title.title, conventions.entries.title_tails))


def _title_in(runs: Sequence[Run], conventions: Conventions, whole_line: bool, bold: str) -> Title:
    tags, runs = cut_tags(unmarked(unbroken(runs), conventions.entries.title_marks), conventions)
    worded = (index for index, run in enumerate(runs) if run.url and (run.bare or run.text.strip()))
    first = next(worded, None)
    if conventions.entries.title == "link" and not whole_line:
        bold = bold or bracketed_name("".join(run.text for run in runs), conventions)
        if bold and (named := _named_in_bold(tags, runs, first, bold, conventions)):
            return named
        if first is not None and _only_follows(runs, first, conventions):
            return _followed_by_link(tags, runs, first, bold, conventions)
    if first is None:
        return _unlinked(tags, runs, conventions)
    if runs[first].bare:
        return _with_bare_url(tags, runs, first, conventions, whole_line)
    if conventions.entries.title == "link" and not whole_line and (told := told_link(runs, first)):
        named = _title_in(runs[told:], conventions, whole_line, "")
        teller = Link(runs[first].text, runs[first].url)
        links = (teller, *named.links)
        return replace(named, tags=tags + named.tags, byline=teller.label, links=links, authored=True)
    if conventions.entries.title == "link" and not whole_line and (end := pointers_end(runs)):
        return _behind_pointers(tags, runs[:end], runs[end:], conventions)
    before = "".join(run.text for run in runs[:first])
    if conventions.entries.title == "link" and not whole_line and (who := teller_of(before)):
        named = _title_in(runs[first:], conventions, whole_line, "")
        return replace(named, tags=tags + named.tags, byline=who, authored=True)
    inner, label = inner_tags(runs[first].text, conventions)
    # In a row of a table the bar is a run of its own: what stands behind it is the publisher.
    rules, (kind, publisher) = conventions.bylines, kind_before(before, label)
    if first == 1 and not rules.linked and (publisher or (kind and rules.side != "before")):
        behind = _title_in(runs[first:], conventions, whole_line, "")
        tags += ((kind,) if kind else ()) + behind.tags
        return replace(behind, tags=tags, byline=behind.byline or publisher or None)
    leads = not has_words(before) or is_short_label(before) or is_dated(before, conventions)
    if conventions.entries.title == "link" and leads and not (whole_line or is_pointer(label, conventions)):
        return _linked(tags + inner, label, runs[first:], conventions, before=before.strip(LEADING + "［["))
    following, rest = cut_rest(runs[first + 1 :], conventions, whole_line)
    text = before.lstrip("[［ ") + label if not has_words(before) else before + label
    after, links = _cut_links(following, signed=split_title(text, conventions)[1] is not None)
    author, after = cut_phrase(after, conventions)
    suffixes, after = cut_suffixes(after, conventions)
    title, byline, after = _with_after(text, after, conventions, whole_line)
    return Title(
        title=title,
        tags=tags + inner + suffixes,
        url=runs[first].url,
        byline=author or byline,
        links=_urls_in(runs[first]) + links,
        rest=(Run(after), *rest) if after else rest,
        authored=author is not None,
    )


def _linked(
    tags: tuple[str, ...], label: str, runs: Sequence[Run], conventions: Conventions, *, before: str
) -> Title:
    """A title that ends with its link. Behind it stand the byline, tags, and the summary.

    `before`: the label or the day that stands before the link, and begins the summary.
    """
    title, byline = split_title(label, conventions)
    rest = list(_joined(runs[1:]))
    text = rest[0].text if rest and not rest[0].url else ""
    if before[-1:] + text.lstrip()[:1] in QUOTES:
        before, text = before[:-1], text.lstrip()[1:]
    suffixes, text = cut_suffixes(text, conventions)
    author = None
    if byline is None:
        author, byline, text, rest = byline_behind(text, rest, conventions)
    if rest and not rest[0].url:
        rest[0] = replace(rest[0], text=text.lstrip(LEADING))
    if has_words(before):
        rest.insert(0, Run(f"{before} "))
    has_text = any(has_words(run.text) for run in rest)
    links = _urls_in(runs[0]) + (() if has_text else tuple(Link(_label(r, ""), r.url) for r in rest if r.url))
    return Title(
        title=title,
        tags=tags + suffixes,
        url=runs[0].url,
        byline=author or byline,
        links=links,
        rest=tuple(rest) if has_text else (),
        authored=author is not None,
    )


def _behind_pointers(
    tags: tuple[str, ...], pointers: Sequence[Run], runs: Sequence[Run], conventions: Conventions
) -> Title:
    """A title behind its link, which has no name: `[#123](url) Title`."""
    runs = (replace(runs[0], text=runs[0].text.lstrip(LEADING)), *runs[1:])
    named = _title_in(runs, conventions, False, "")
    own = [run for run in runs if run.url and run.url == named.url][:1]
    first, *links = (Link(_label(run, ""), run.url) for run in [*pointers, *own] if run.url)
    return replace(named, tags=tags + named.tags, url=first.url, links=(*links, *named.links))


def _named_in_bold(
    tags: tuple[str, ...], runs: Sequence[Run], first: int | None, bold: str, conventions: Conventions
) -> Title | None:
    """A title in bold that punctuation parts from what is said of it, its link at the end of the line if any.

    None where the bold words only stress the beginning of a sentence, or are a label before the link.
    """
    head = "".join(run.text for run in (runs if first is None else runs[:first]))
    rest = head.lstrip()
    if not rest.startswith(bold):
        return None
    rest = rest[len(bold) :]
    title = unbracketed(bold.rstrip(CLOSING))
    ended = bold[-1] in _ENDS or rest.lstrip()[:1] in _ENDS or _is_sentence(rest, beside=title)
    if not has_words(title) or not ended or not has_words(rest):
        return None
    if first is None:
        return Title(title, tags, "", None, (), (Run(rest.lstrip(LEADING)),))
    if not only_links_follow(runs, first) or is_short_label(head):
        return None
    links = tuple(Link(_label(run, head), run.url) for run in runs[first + 1 :] if run.url)
    opened = max(rest.rfind("（"), rest.rfind("("))
    rest = rest[:opened] if opened >= 0 and is_short_label(rest[opened:]) else rest
    text, site = rest.strip(LEADING).rstrip(_OPENING), _site_in(runs[first], head, conventions)
    if site and head.rstrip()[-1] not in _OPENING + DASHES + "。！？!?.：:":
        # The link's words end the sentence: `**Title**: read about it [here in full](url)`.
        text, site = rest.lstrip(LEADING) + "".join(run.text for run in runs[first:]), None
    return Title(title, tags, runs[first].url, site, links, (Run(text),))


def _is_sentence(text: str, *, beside: str) -> bool:
    """True for a sentence of its own beside a title of several words. Fewer may be its subject."""
    return len(beside.split()) >= _FEWEST_WORDS and _SENTENCE.match(text) is not None


_FEWEST_WORDS = 3
_SENTENCE = re.compile(r"\s+[\"“‘(]?[^\W\d_a-z][^\n]*[.!?…][\"”’)]?\s*$")

_ENDS = frozenset("：:。.—–-|｜，,；;】")
_OPENING = "（([［【 \t"


def _only_follows(runs: Sequence[Run], first: int, conventions: Conventions) -> bool:
    """True where the first link stands behind the words of its title: in brackets (`（[链接](url)）`), after
    the end of a sentence, or as one that only points or names the site. Behind links in brackets, or such as
    only point, and punctuation may follow what is said."""
    before, label = "".join(run.text for run in runs[:first]).rstrip(), runs[first].text.strip()
    if runs[first].bare or not has_words(before) or is_short_label(before):
        return False
    points = is_pointer(label, conventions) or (
        conventions.bylines.linked and names_site(runs, first, conventions)
    )
    if not only_links_follow(runs, first):
        behind = "".join(run.text for run in runs[_links_end(runs, first, conventions) :])
        set_off = before[-1] in "(（" or (points and before[-1] in _OPENING + DASHES)
        return set_off and behind.lstrip(_BRACKETS)[:1] in _ENDS
    return points or before[-1] in f"{_OPENING}。！？!?." or label[:1] in "[［【"


def names_site(runs: Sequence[Run], first: int, conventions: Conventions) -> bool:
    """True where the first link stands behind words and a dash, or in brackets, and may name a site."""
    before = "".join(run.text for run in runs[:first]).rstrip()
    set_off = has_words(before) and before[-1] in _OPENING + DASHES
    return set_off and _site_in(runs[first], before, conventions) is not None


def _links_end(runs: Sequence[Run], first: int, conventions: Conventions) -> int:
    """Index of the run behind the first link and those in a row with it that only point, or stand in the
    same brackets."""
    opened = runs[first - 1].text.rstrip()[-1:] in ("(", "（")
    for index, run in enumerate(runs[first + 1 :], first + 1):
        opened = opened and not (not run.url and run.text.lstrip()[:1] in ")）")
        if not (opened or is_pointer(run.text, conventions)) if run.url else has_words(run.text):
            return index
    return len(runs)


def _site_in(run: Run, before: str, conventions: Conventions) -> str | None:
    """The name of the site that a link at the end of a line bears; None where its words say no such thing."""
    label = run.text.strip()
    told = (
        run.bare
        or label[:1] in "[［【"
        or before.rstrip()[-1:] in "[［【"
        or is_pointer(label, conventions)
        or label in conventions.bylines.labels
    )
    return label if not told and len(label) <= _LONGEST_SITE and has_words(label) else None


_LONGEST_SITE = 24
"""Characters of the name of a site in a link behind a title."""


def _followed_by_link(
    tags: tuple[str, ...], runs: Sequence[Run], first: int, bold: str, conventions: Conventions
) -> Title:
    """A title whose links, such as `[[PDF]](url)`, stand behind it in brackets, or behind a dash.

    What stands in brackets between the title in bold and its links names who wrote it.
    """
    before = "".join(run.text for run in runs[:first])
    end = len(runs) if only_links_follow(runs, first) else _links_end(runs, first, conventions)
    author, text = cut_phrase(before.rstrip(_OPENING), conventions)
    text = text.rstrip(LEADING + _OPENING)
    if bold and (aside := _ASIDE.fullmatch(text.removeprefix(bold))) and is_byline(aside["name"]):
        author, text = aside["name"].strip(), bold
    title, byline = split_title(text, conventions)
    links = tuple(Link(_label(run, before), run.url) for run in runs[first + 1 : end] if run.url)
    # One of several in brackets says what it is, such as `GitHub`, rather than who published the title.
    if not (links and before.rstrip()[-1:] in ("(", "（")):
        byline = byline or _site_in(runs[first], before, conventions)
    rest = tuple(runs[end:])
    if rest:
        rest = (replace(rest[0], text=rest[0].text.lstrip(LEADING + _BRACKETS)), *rest[1:])
    return Title(title, tags, runs[first].url, author or byline, links, rest, authored=author is not None)


_ASIDE = re.compile(r"\s*[（(](?P<name>[^()（）]+)[)）]\s*")


def _joined(runs: Sequence[Run]) -> Iterator[Run]:
    """The runs, of which those without a link that follow each other are one."""
    for linked, group in groupby(runs, key=lambda run: bool(run.url)):
        own = tuple(group)
        yield from own if linked else [Run("".join(run.text for run in own))]


def _with_after(
    text: str, after: str, conventions: Conventions, whole_line: bool
) -> tuple[str, str | None, str]:
    """Title and byline of a link's text and what follows it, and what of that belongs to the summary.

    A publisher inside the link ends the title: `[title | publisher](url), and more`.
    """
    if not has_words(after):
        return *split_title(text, conventions), ""
    title, byline = split_title(text, conventions)
    all_title, all_byline = split_title(text + after, conventions)
    if byline is None or (all_byline and not all_byline.startswith(byline)):
        return all_title, all_byline, ""
    return (title + after.rstrip(), byline, "") if whole_line else (title, byline, after.lstrip(CLOSING))


def _unlinked(tags: tuple[str, ...], runs: Sequence[Run], conventions: Conventions) -> Title:
    text = "".join(run.text for run in runs).strip()
    unclosed = text[:1] in ("[", "［") and text.count(text[0]) > text.count("]" if text[0] == "[" else "］")
    text = text[1:] if unclosed else unbracketed(text)
    author, text = cut_phrase(text, conventions)
    title, byline = split_title(text, conventions)
    url = next((run.url for run in runs if run.url), "")  # a footnote's
    return Title(title, tags, url, author or byline, (), (), unclosed, author is not None)


def _with_bare_url(
    tags: tuple[str, ...], runs: Sequence[Run], first: int, conventions: Conventions, whole_line: bool
) -> Title:
    """A title with its URL written out beside it."""
    before = "".join(run.text for run in runs[:first])
    after, links = _cut_links(runs[first + 1 :])
    text = unbracketed(before.rstrip(CLOSING + "(（[")) if has_words(before) else ""
    if not has_words(before + after):
        text = runs[first].text
    elif has_words(after) and (whole_line or not text):
        # Behind a dash stands a title, else the URL may be the subject of a sentence.
        leads = not whole_line and conventions.entries.title == "link" and after.lstrip()[:1] in _ENDS
        text = after.lstrip(LEADING) if leads else before + runs[first].text + after
    unclosed = before.lstrip()[:1] == "[" and "]" not in before
    author, text = cut_mention(text, conventions)
    title, byline = split_title(text.lstrip("[ ") if unclosed else text, conventions)
    rest = () if whole_line or not has_words(after) or not before.strip() else (Run(after.lstrip(LEADING)),)
    return Title(
        title, tags, runs[first].url, author or byline, links, rest, unclosed, authored=author is not None
    )


def _cut_links(runs: Sequence[Run], *, signed: bool = False) -> tuple[str, tuple[Link, ...]]:
    """Text after the title's link, and the links in it. A link that only follows is no part of the text.

    `signed`: the title has named its publisher, so that links behind mere punctuation only follow.
    """
    text, links = "", []
    loose, aside = "", signed
    for run in runs:
        if not run.url:
            loose += run.text
            continue
        links.append(Link(_label(run, text + loose), run.url))
        if has_words(loose):
            text += loose if run.bare else loose + run.text
        elif not (run.bare or aside) and loose.strip(_BRACKETS + _BARS):
            text += loose + run.text
        else:
            aside = True
        loose = ""
    opened = any(text.count(pair[0]) > text.count(pair[1]) for pair in PAIRS)
    mere = links and not has_words(loose) and not opened
    return text + (loose.strip(_BRACKETS) if mere else loose), tuple(links)


def _label(run: Run, before: str) -> str:
    return label_before(before) if run.bare else run.text.strip(_BRACKETS)


def _urls_in(run: Run) -> tuple[Link, ...]:
    """URLs that are written out inside a link's own text."""
    links = (Link("", inner_run.url) for inner_run in rough_runs(run.text) if inner_run.url)
    return tuple(link for link in links if link.url != run.url)
