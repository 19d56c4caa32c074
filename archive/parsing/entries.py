"""Lines of one entry → the fields of an Entry, without id and source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.conventions.model import Conventions
from archive.markdown.lines import Line, Run, join
from archive.models import Link
from archive.parsing.line_rules import (
    after_bare_label,
    after_label,
    cut_prefix,
    first_sentence,
    has_buttons,
    has_words,
    is_byline,
    is_labelled,
    is_labelled_url,
    is_link_line,
    is_pointer,
    is_short_label,
    is_url_line,
    label_before,
    pointed_url,
    repository_in,
)
from archive.parsing.titles import Title, read_title
from archive.urls import host_of, page_key, unwrap

_MAX_PUBLISHER = 24
_BOXES = ("", "x")
"""What the boxes of a task list hold: `[ ]`, `[x]`."""

_CLAUSE = frozenset("。，！？：；:")
"""Characters that do not occur in a publisher's name."""


@dataclass(frozen=True, slots=True)
class EntryText:
    """The fields read from the lines of an entry."""

    title: str
    tags: tuple[str, ...]
    url: str
    byline: str | None
    links: tuple[Link, ...]
    summary: str
    details: str
    authored: bool
    """True where the byline names who wrote or said it, rather than who published it."""


def read_entry(lines: Sequence[Line], conventions: Conventions, *, short_news: bool = False) -> EntryText:
    """Read the lines of one entry, of which the first announces it."""
    lines = [lines[0], *map(_without_images, lines[1:])]
    runs, body = _title_runs(lines)
    title = read_title(runs, conventions, whole_line=short_news, bold=lines[0].bold)
    title, body = _publisher_alone(title, body, conventions)
    title, body = _url_below(title, body, conventions)
    if any(run.text.strip() or run.url for run in title.rest):
        body.insert(0, Line(lines[0].number, title.rest))
    if not (title.url or short_news):
        title = replace(title, url=_trailing(body, conventions))
        body = [line for line in body if not _only_points(line, title.url, conventions)]
    title, body = _signed(title, body, conventions)
    details, summary = _summary(body, conventions)
    title = _attributed(title, body, conventions)
    links = (*title.links, *_links(body))
    text = join(summary)
    return _followed(
        EntryText(
            title=title.title or first_sentence(text) or host_of(title.url) or join(lines[:1]),
            tags=tuple(tag for tag in title.tags if tag.lower() not in _BOXES),
            url=title.url,
            byline=title.byline,
            links=links,
            summary=text,
            details=join(details),
            authored=title.authored,
        ),
        conventions,
    )


def _without_images(line: Line) -> Line:
    """The line without what stands for images. Where they lead stays."""
    runs = (replace(run, text="") if run.picture else run for run in line.runs if not run.image)
    return replace(line, runs=tuple(runs))


def _title_runs(lines: Sequence[Line]) -> tuple[tuple[Run, ...], list[Line]]:
    """The title's runs, and the lines under it. A link whose text goes on in the next line is one title."""
    runs, body = lines[0].runs, list(lines[1:])
    while body and runs and body[0].runs and not body[0].prefix:
        last, following = runs[-1], body[0].runs[0]
        if not (last.url and not last.bare and last.url == following.url and not following.bare):
            break
        runs = (*runs[:-1], replace(last, text=f"{last.text} {following.text}"), *body[0].runs[1:])
        body.pop(0)
    return runs, body


def _publisher_alone(title: Title, body: list[Line], conventions: Conventions) -> tuple[Title, list[Line]]:
    """The publisher may stand alone on the next line: behind a separator, or where the title says no more."""
    if title.byline is not None or title.rest or not body or body[0].urls or body[0].prefix:
        return title, body
    text, labels = body[0].plain, conventions.labels.summary
    name = text.strip("|｜ ])")
    if not 0 < len(name) <= _MAX_PUBLISHER or set(name) & _CLAUSE or after_label(text, labels) is not None:
        return title, body
    separated = text.startswith(conventions.bylines.separators)
    ended = len(body) > 1 and (after_label(body[1].plain, labels) is not None)
    if (separated or title.unclosed or (ended and after_bare_label(text, labels) is None)) and has_words(
        name
    ):
        return replace(title, byline=name), body[1:]
    return title, body


def _url_below(title: Title, body: list[Line], conventions: Conventions) -> tuple[Title, list[Line]]:
    """The URL on the line under an unlinked title is where it leads; words that are linked there stay."""
    if title.url or not body or body[0].prefix:
        return title, body
    first = body[0]
    run = next((run for run in first.runs if run.url or has_words(run.text)), Run(""))
    if run.url and _same_words(run.text, title.title):
        return replace(title, url=run.url), body
    if not is_url_line(first) or after_label(first.plain, conventions.labels.summary) is not None:
        return title, body
    linked = next(run for run in first.runs if run.url)
    told = not linked.bare and not is_pointer(linked.text, conventions)
    return replace(title, url=linked.url), (body if told else body[1:])


def _same_words(text: str, title: str) -> bool:
    words = _NO_WORD.sub("", text).casefold()
    return bool(words) and words == _NO_WORD.sub("", title).casefold()


_NO_WORD = re.compile(r"[\W_]+")


def _trailing(body: Sequence[Line], conventions: Conventions) -> str:
    """Where an unlinked title leads whose link follows below; "" if nowhere.

    The first link, where its line is nothing but links of which the first only points, else the one link
    that only points (`[Read more](url)`, `链接：https://…`), else the first line, where that only says what
    its URL is (`Video: https://…`), else the last, where that is nothing but a URL, else the only one of a
    short text: an essay mentions it.
    """
    linked = conventions.entries.title == "link"
    if linked and (first := _first_pointed(body, conventions)):
        return first
    urls = {url for line in body if (url := pointed_url(line, conventions))}
    if len(urls) == 1:
        return urls.pop()
    worded = [line for line in body if line.plain and not has_buttons(line, conventions)]
    if linked and worded and is_labelled_url(worded[0]):
        return worded[0].urls[0]
    if urls or not worded:
        return ""
    last = worded[-1]
    if is_url_line(last) and last.plain == last.urls[0]:
        return last.urls[0]
    every = {url for line in worded for url in line.urls}
    short = is_url_line(last) or sum(len(line.plain) for line in worded) <= _SHORT_TEXT
    return every.pop() if linked and short and len(every) == 1 else ""


_SHORT_TEXT = 300
"""Characters of a text that is no essay."""


def _first_pointed(body: Sequence[Line], conventions: Conventions) -> str:
    """URL of the first link, where it only points and its line is nothing but links; "" otherwise.

    `论文：https://…` above `代码：https://…`, or `[官网](https://…) | [GitHub](https://…)`.
    """
    linked = [line for line in body if line.urls]
    if not linked or not is_link_line(linked[0]):
        return ""
    line, *others = linked
    if any(_words(other) == _words(line) for other in others):
        return ""  # the same words again, such as `原文：` twice, are of another thing that is told here
    end = next(index for index, run in enumerate(line.runs) if run.url) + 1
    return pointed_url(replace(line, runs=line.runs[:end]), conventions)


def _only_points(line: Line, url: str, conventions: Conventions) -> bool:
    """True for a line that says no more than where the title leads."""
    words = _words(line)
    if line.urls != (url,):
        return False
    labelled = conventions.entries.title == "link" and line.runs[-1].bare and is_short_label(words)
    return not has_words(words) or labelled or is_pointer(words, conventions)


def _words(line: Line) -> str:
    """What a line says besides the URLs that are written out in it."""
    return "".join(run.text for run in line.runs if not run.bare)


def _signed(title: Title, body: list[Line], conventions: Conventions) -> tuple[Title, list[Line]]:
    """The byline on a line of its own below the title, or before the description."""
    rules = conventions.bylines
    for index, line in enumerate(body[:_SIGNED_LINES]):
        name = after_label(line.plain, rules.labels)
        if not name and line is not body[-1] and all(map(is_link_line, body[:index])):
            name = _attribution(line.plain, conventions)
            name = name if name and _is_name(name) else ""
        if name and title.byline is None and is_byline(name) and len(name) <= _MAX_PUBLISHER:
            remaining = body[:index] + body[index + 1 :]
            return replace(
                title, byline=name, authored=True, links=(*title.links, *_links([line]))
            ), remaining
    first_line = next((line for line in body if line.plain), None)
    mention = (
        _MENTION.match(first_line.plain) if first_line and rules.mentions and title.byline is None else None
    )
    if first_line is None or mention is None:
        return title, body
    runs = cut_prefix(first_line.runs, len(mention.group()))
    title = replace(
        title, byline=mention["name"], authored=True, links=(*title.links, *_links([first_line])[:1])
    )
    return title, [replace(line, runs=runs) if line is first_line else line for line in body]


_MENTION = re.compile(r"@(?P<name>[^\s：:@]{1,24})\s*[：:]\s*")
"""Who found an entry, before the description: `[@name](https://…)：…`."""

_SIGNED_LINES = 3
"""Lines below a title among which the byline is looked for; deeper down a label is part of the text."""


def _summary(body: Sequence[Line], conventions: Conventions) -> tuple[list[Line], list[Line]]:
    """Labelled lines before the summary, and the summary itself, its label cut off."""
    labels = conventions.labels.summary
    head = next((n for n, line in enumerate(body) if not is_labelled(line)), len(body))
    # The first label is recognised on any line; the others, which are everyday words, only at the top.
    label_position = _labelled_line(body, labels[:1]) or _labelled_line(body[: head + 1], labels)
    if label_position:
        index, length = label_position
        summary_line = replace(body[index], runs=cut_prefix(body[index].runs, length), prefix="")
        return list(body[:index]), [summary_line, *body[index + 1 :]]
    start = next((n for n, line in enumerate(body) if line.prefix or not is_link_line(line)), len(body))
    return list(body[:start]), list(body[start:])


def _labelled_line(body: Sequence[Line], labels: tuple[str, ...]) -> tuple[int, int] | None:
    """Index of the first labelled line and the length of its label; None if there is none."""
    for index, line in enumerate(body):
        if (length := _label_length(line, labels, index == 0)) is not None:
            return index, length
    return None


def _label_length(line: Line, labels: tuple[str, ...], first: bool) -> int | None:
    """Characters that the summary's label takes up in a line; None where the line has none."""
    text = "".join(run.text for run in line.runs)
    rest = after_label(text, labels)
    if rest is None and first:
        rest = after_bare_label(text, labels)
    return None if rest is None else len(text) - len(rest)


def _attributed(title: Title, body: Sequence[Line], conventions: Conventions) -> Title:
    """A last line such as `-- somebody` names who is quoted, and leads there."""
    if title.byline or not body:
        return title
    if who := _attribution(body[-1].plain, conventions):
        return replace(title, byline=who, authored=True, url=title.url or next(iter(body[-1].urls), ""))
    return title


def _attribution(text: str, conventions: Conventions) -> str:
    """Who is named by a line such as `-- somebody` or `by somebody`; "" where none is."""
    for mark in conventions.bylines.attributions:
        who = text[len(mark) :].strip(" -–—")
        if text.startswith(mark) and has_words(text) and (not mark[0].isalpha() or _is_name(who)):
            return who
    return ""


def _is_name(who: str) -> bool:
    """True for what may follow the word `by` on a line of its own, and is no clause."""
    return is_byline(who) and who[-1] not in ".!?" and not (who[0].islower() and len(who.split()) > 3)


def _links(lines: Sequence[Line]) -> list[Link]:
    links: list[Link] = []
    for line in lines:
        before = ""
        for run in line.runs:
            if run.url:
                label = label_before(before) if run.bare else run.text.strip("[]［］ ")
                links.append(Link(label, run.url))
            before += run.text
    return links


def _followed(entry: EntryText, conventions: Conventions) -> EntryText:
    """Redirects unwrapped, each link once, and the repository that the title only names added."""
    redirects = conventions.links.redirects
    url = unwrap(entry.url, redirects)
    links: dict[str, Link] = {}
    for link in entry.links:
        target = unwrap(link.url, redirects)
        if target != url:
            links.setdefault(target, replace(link, url=target))
    implied = _repository(entry.title, [url, *links], conventions)
    return replace(entry, url=url, links=(*links.values(), *implied))


def _repository(title: str, urls: Sequence[str], conventions: Conventions) -> tuple[Link, ...]:
    form, named = conventions.links.repositories, repository_in(title)
    if not (form and named):
        return ()
    url = form.replace("{owner}", named[0]).replace("{repo}", named[1])
    key = page_key(url).lower()
    if any(f"{page_key(other).lower()}/".startswith(f"{key}/") for other in urls):
        return ()
    return (Link(f"{named[0]}/{named[1]}", url, implied=True),)
