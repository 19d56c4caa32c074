"""Who published or wrote an entry, as far as the words of its title line tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from archive.conventions.model import Conventions
from archive.markdown.lines import Run
from archive.parsing.line_rules import CLOSING, has_words, is_byline, pattern
from archive.parsing.publishers import Publishers

_HAN = "\u3400-\u9fff"


def split_title(text: str, conventions: Conventions) -> tuple[str, str | None]:
    """A title and its byline, by the conventions' separators and the side of them on which it stands."""
    rules = conventions.bylines
    title, byline = split_byline(text, rules.separators, rules.weak_separators, rules.dash)
    if byline and any(pattern(form).fullmatch(byline) for form in rules.headline):
        return text.strip(), None
    if rules.side == "before":
        name, rest = _leading_publisher(text, conventions)
        return (rest if name and rest and rules.cut else text.strip()), name
    if byline and rules.side == "known" and not Publishers.shipped().names(byline):
        return text.strip(), None
    return title, byline


def _leading_publisher(text: str, conventions: Conventions) -> tuple[str | None, str]:
    """The publisher before a title's first bar, where some list has the name, and what follows the bar."""
    parts = re.split("|".join(map(re.escape, conventions.bylines.separators)), text, maxsplit=1)
    name = parts[0].strip()
    known = Publishers.shipped().names(name) or name in conventions.bylines.leading
    return (name, parts[1].strip()) if len(parts) > 1 and known else (None, "")


def cut_phrase(after: str, conventions: Conventions) -> tuple[str | None, str]:
    """Who wrote an entry, behind words that say so (`, by `), and the text before them."""
    for phrase in conventions.bylines.phrases:
        head, matched, tail = after.partition(phrase)
        if matched and has_words(tail):
            return tail.strip(CLOSING), head
    return None, after


def cut_mention(text: str, conventions: Conventions) -> tuple[str | None, str]:
    """Who wrote an entry, mentioned before its URL, and the title before that: `title by @name in https://…`."""
    for phrase in conventions.bylines.behind:
        head, matched, tail = text.rpartition(phrase)
        if matched and has_words(head) and (mention := _MENTION.fullmatch(tail)):
            return mention["name"], head
    return None, text


_MENTION = re.compile(r"@(?P<name>[\w-]+)(?:\s+\w+)?\s*")


def told_link(runs: Sequence[Run], first: int) -> int:
    """Index of the link that somebody tells of whom the first link names: `[Jo](url) wrote [Title](url)`.

    0 where nobody does.
    """
    between, second = "", first + 1
    while second < len(runs) and not runs[second].url:
        between += runs[second].text
        second += 1
    if second == len(runs) or runs[second].bare:
        return 0
    told = _TELLS.fullmatch(between) or (
        between.strip() in (":", "：") and _is_teller(runs[first], runs[second].text)
    )
    return second if told else 0


def _is_teller(run: Run, told: str) -> bool:
    """True for a link with the name of somebody, to their own page, before a longer title."""
    named, page = _TELLER.fullmatch(run.text), run.url.partition("://")[2].rstrip("/")
    return named is not None and page.count("/") <= 1 and len(told.split()) > len(run.text.split())


_TELLS = re.compile(
    r"\s*(?:has |have |also )?"
    r"(?:wrote|written|writes|blogged|shared|shares|explained|explains|asked|asks|posted|recommends"
    r"|写了?|分享了?|推荐了?|介绍了?)"
    r"(?: (?:a|an|the|us|how|about|on|up|post|article|piece)){0,3}[\s:：]*"
)
"""Words between who tells and what is told of."""


def teller_of(before: str) -> str:
    """The name of who tells of the link behind a text, `Jo Leaf wrote [Title](url)`; "" where nobody does."""
    match = _TELLER.match(before)
    return match["name"] if match and _TELLS.fullmatch(before, match.end("name")) else ""


_NAME = r"[^\W\d_a-z][\w'’.-]{0,24}"
_TELLER = re.compile(rf"\s*(?P<name>@[\w-]{{1,39}}|{_NAME}(?: (?:(?:de|van|von) )?{_NAME}){{1,3}})(?: |$)")
"""Two names at least: one word before `wrote` is as often `She`."""


def byline_behind(
    text: str, rest: list[Run], conventions: Conventions
) -> tuple[str | None, str | None, str, list[Run]]:
    """Author, publisher, and what is left of the text behind a linked title."""
    for phrase in (*conventions.bylines.behind, *conventions.bylines.phrases):
        head, matched, tail = text.partition(phrase)
        if matched and not has_words(head) and (name := name_at(tail)):
            return name, None, tail[tail.index(name) + len(name) :], rest
        if matched and not has_words(head) and not has_words(tail) and len(rest) > 1 and rest[1].url:
            return rest[1].text.strip(), None, "", [Run(""), *rest[2:]]
    _, byline = split_title(f"T{text}", conventions)
    has_text = any(has_words(run.text) for run in rest[1:] if not run.url)
    if byline is not None and not has_text and not has_words(text[: text.rindex(byline)]):
        return None, byline, "", rest
    return None, None, text, rest


def name_at(text: str) -> str:
    """The name that a text begins with; "" where it goes on like a sentence."""
    name = re.split(r"[,，。;；:：(（]|(?<!\b[A-Z])\.(?=\s|$)|\s[-–—|]\s", text, maxsplit=1)[0].strip()
    return name if 0 < len(name) <= 60 and has_words(name) and len(name.split()) <= 8 else ""


def split_byline(
    text: str, separators: Sequence[str], weak: Sequence[str], dash: Sequence[str]
) -> tuple[str, str | None]:
    """Title and byline, which follows the last separator, unless what follows is part of the headline."""
    for marks in (_separator(tuple(separators)), _weak_separator(tuple(weak)), _dash(tuple(dash))):
        matches = list(marks.finditer(text)) if marks else []
        if matches:
            tail = text[matches[-1].end() :].strip()
            head = text[: matches[-1].start()].strip().rstrip("|｜ ")
            if head and is_byline(tail):
                return head, tail
            return (head, None) if head and not has_words(tail) else (text.strip(), None)
    return text.strip(), None


@lru_cache(maxsize=64)
def _separator(marks: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(map(_separating, marks))) if marks else None


def _separating(mark: str) -> str:
    """Pattern of a separator. One of ASCII needs white space, punctuation or Chinese beside it.

    So code like `a|b` and `P(a|b)` stays whole.
    """
    own = re.escape(mark)
    if not mark.isascii():
        return own
    tight = rf"(?<=[{_HAN}]){own}(?=[^\s()（）|]+$)|{own}(?=[{_HAN}][^()（）|]*$)"
    return rf"(?:(?<=[\s！？。!?）)]){own}|{own}(?=\s)|{tight})"


@lru_cache(maxsize=64)
def _weak_separator(marks: tuple[str, ...]) -> re.Pattern[str] | None:
    every = "".join(re.escape(mark) for mark in marks)
    return re.compile(rf"(?<=\s)[{every}]|[{every}](?=\s)") if marks else None


@lru_cache(maxsize=64)
def _dash(publishers: tuple[str, ...]) -> re.Pattern[str] | None:
    names = "|".join(re.escape(name) for name in publishers)
    return re.compile(rf"\s[-–—]+\s+(?=(?:{names})\s*$)") if publishers else None
