"""One small function for each thing that is recognised in a line. All take text and conventions' data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from archive.conventions.model import Conventions
from archive.conventions.tables import Special
from archive.markdown.blocks import Block
from archive.markdown.lines import Line, Run
from archive.parsing.words import WORDS, any_of
from archive.urls import host_of

_COLON = r"\s*[：:]"
_WORDS = re.compile(r"[^\W_]")
_EVENT = re.compile(
    r"[a-z][a-z&./ -]{0,30}(?:(?:19|20)\d\d|['’]\d\d)(?: (?:oral|spotlight|poster|workshop))?$",
    re.IGNORECASE,
)
_ROLE = re.compile(rf"\s*{any_of(WORDS.byline_labels)}\s*[:：]\s*", re.IGNORECASE)
"""Words before a colon that say who a byline names, and are no clause of a headline."""

CLOSING = " \t;；。，,.、：:"
"""What ends a title and is no part of it."""

PAIRED = ("《》", "「」", "『』", "“”")
"""Quotation marks of which the closing one differs, and is no apostrophe."""

QUOTES = (*PAIRED, "‘’", '""', "''")
"""Opening and closing quotation marks."""

_DEFINITION = re.compile(r" {0,3}\[[^\]\[]+\]:\s*\S")
_DESIGNATION = re.compile(r"(?=.*\d{4})(?!\d{4}$)[\x20-\x7e]+")
"""An event with its year or a paper's number: what round brackets hold where they hold a tag."""

_SENTENCE = re.compile(r"[，。！？；,!?;：]|: ")
_REPOSITORY = re.compile(
    r"(?P<owner>[A-Za-z0-9][\w.-]{0,38})/(?P<repo>[\w.-]{1,100})(?=$|\s*[：:])", re.ASCII
)
_LABEL_BEFORE_URL = re.compile(
    r"(?:^|[\s，。；、,;（(])([^\s：:，。；、,;（()）]{1,30})\s*[：:]\s*$|^\s*([^\s：:，。；、,;（()）]{1,30})[，,]\s*$"
)

_LABEL_REACH = 40
"""Characters before a URL among which its label is looked for."""


@lru_cache(maxsize=256)
def pattern(form: str) -> re.Pattern[str]:
    """Pattern of a text in which `*` stands for anything; case does not matter."""
    return re.compile(".*".join(re.escape(step) for step in form.split("*")), re.IGNORECASE)


def counted(form: str) -> str:
    """A regular expression for a text in which `{n}` stands for a number."""
    return re.escape(form).replace(re.escape("{n}"), r"\d{1,3}")


def columns(text: str) -> int:
    """Columns that a text takes: ideographs count twice."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def has_words(text: str) -> bool:
    """True where a letter, ideograph or digit stands in the text."""
    return _WORDS.search(text) is not None


@lru_cache(maxsize=256)
def _label_pattern(labels: tuple[str, ...], bracketed: bool) -> re.Pattern[str]:
    spaced = (r"[ \u3000]?".join(map(re.escape, label)) for label in sorted(labels, key=len, reverse=True))
    words = f"(?:{'|'.join(spaced)})"
    forms = rf"{words}{_COLON}" + (rf"|[【\[［]{words}[】\]］](?:{_COLON})?" if bracketed else "")
    return re.compile(rf"[\s\"'“”‘’*_>]*(?:{forms})\s*", re.IGNORECASE)


def after_label(text: str, labels: tuple[str, ...], *, bracketed: bool = True) -> str | None:
    """What stands after one of the labels and its colon, or its brackets; None where nothing begins so.

    `bracketed`: False where words in brackets are a tag.
    """
    if not labels:
        return None
    match = _label_pattern(labels, bracketed).match(text)
    return text[match.end() :] if match else None


def after_bare_label(text: str, labels: tuple[str, ...]) -> str | None:
    """Like `after_label`, for the first of the labels, whose colon was forgotten."""
    for label in labels[:1]:
        if text.startswith(label) and has_words(text[len(label) : len(label) + 1]):
            return text[len(label) :]
    return None


def has_form(text: str, form: str) -> bool:
    """True where a text is what conventions wrote down, in which `*` stands for anything."""
    return pattern(form).fullmatch(text) is not None if "*" in form else text == form


def special_of(heading: str, conventions: Conventions) -> Special | None:
    """What conventions say about a heading; None where it is a section like any other."""
    for special in conventions.sections.special:
        if any(pattern(form).fullmatch(heading) for form in special.headings):
            return special
    return None


def is_topic(heading: Block, conventions: Conventions) -> bool:
    """True for a heading that conventions know to hold entries, whatever others of its level are."""
    special = special_of(heading.lines()[0].plain, conventions)
    return special is not None and special.read == "entries"


def is_pointer(text: str, conventions: Conventions) -> bool:
    """True for linked words that only say that something is linked: `原文`, `here`, or that name nothing."""
    return is_nameless(text) or is_one_of(text, conventions.labels.pointers)


def is_nameless(text: str) -> bool:
    """True for what has no word, and for the number of a pull request: `#123`, `owner/repo#123`."""
    return not has_words(text) or _NUMBERED.fullmatch(text.strip(AROUND)) is not None


_NUMBERED = re.compile(r"(?:[\w.-]{1,40}/[\w.-]{1,100})?[#!]\d{1,6}", re.ASCII)


def is_one_of(text: str, forms: Sequence[str]) -> bool:
    """True for words of which a form says all, but for the brackets and arrows around them."""
    words = text.strip(AROUND)
    return any(pattern(form).fullmatch(words) for form in forms)


def is_address(text: str, url: str) -> bool:
    """True for linked words that are the link's own address, or its host: `[a.example](https://a.example)`."""
    host = host_of(text if "://" in text else f"https://{text.strip()}")
    return host != "" and host == host_of(url)


AROUND = " \t[]［］【】（）()「」>»→…:："
"""What may stand around linked words without saying more."""


def has_buttons(line: Line, conventions: Conventions) -> bool:
    """True for a line of nothing but links that ask the reader for something: `[Subscribe now](…)`."""
    worded = [run for run in line.runs if has_words(run.text)]
    return bool(worded) and all(run.url and is_one_of(run.text, conventions.labels.buttons) for run in worded)


def is_short_label(text: str) -> bool:
    """True for a short label that ends in a colon and only says what the link behind it is."""
    return re.fullmatch(r"\W*[^：:。！？]{1,24}[：:]\s*", text) is not None


def cut_prefix(runs: Sequence[Run], length: int) -> tuple[Run, ...]:
    """Runs without their first characters."""
    kept: list[Run] = []
    for run in runs:
        if length < len(run.text) or (not run.text and not length):
            kept.append(Run(run.text[length:], run.url, run.bare))
        elif run.url and run.text and length == len(run.text):
            kept.append(Run("", run.url, run.bare))
        length = max(0, length - len(run.text))
    return tuple(kept)


def leading_tags(text: str, brackets: Sequence[str]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Bracketed tags at the beginning, and where each of them ends in the text."""
    tags: list[str] = []
    ends: list[int] = []
    pattern = _tag_pattern(tuple(brackets))
    while match := pattern.match(text, ends[-1] if ends else 0):
        if match["open"] in "(（" and not _DESIGNATION.fullmatch(match["tag"]):
            break
        tags.append(match.group("tag").strip())
        ends.append(match.end())
    return tuple(tags), tuple(ends)


def count_length(text: str) -> int:
    """Characters of the count before a title. `1.5 is out` has a version, no count."""
    count = _COUNT.match(text)
    return count.end() if count else 0


_COUNT = re.compile(
    r"\s*(?:[（(]\d{1,3}[）)]|\d{1,3}[)）、]|\d{1,3}[.．](?=\s)|\d\d\s+[|｜](?=\s)|(?:\d\ufe0f?\u20e3)+|[①-⑳])"
    r"\s*(?=\S)"
)
"""Of `01 | title`, both digits: `365 | a diary` is a title with its publisher."""


def sign_length(text: str) -> int:
    """Characters of a sign or an emoji, parted by a space, before a title."""
    sign = _SIGN.match(text)
    return sign.end() if sign else 0


_SIGN = re.compile(r"\s*[^\w\s\[\]()（）【】《》「」“”\"'`*_<>|｜!?！？-]{1,8}\s+(?=\S)")


_NOTHING = re.compile(r"(?!)")


@lru_cache(maxsize=64)
def _tag_pattern(brackets: tuple[str, ...]) -> re.Pattern[str]:
    if not brackets:
        return _NOTHING
    kinds = "|".join(
        f"{re.escape(pair[0])}(?=[^{re.escape(pair)}]*{re.escape(pair[1])})" for pair in brackets
    )
    every = re.escape("".join(brackets))
    return re.compile(rf"\s*(?P<open>{kinds})(?P<tag>[^{every}]{{1,60}})[{every}](?!\()\s*")


def is_byline(text: str) -> bool:
    """False for what is no publisher: nothing, an event with its year, a part of the headline."""
    role = _ROLE.match(text)
    text = text[role.end() if role else 0 :].strip()
    if not has_words(text) or len(text) > 200 or _EVENT.match(text):
        return False
    if any(text.count(pair[1]) > text.count(pair[0]) for pair in PAIRED):
        return False
    return len(text) <= 8 or not _SENTENCE.search(text) or _is_list_of_names(text)


def _is_list_of_names(text: str) -> bool:
    """Several names in a row: `Jane Roe, John Doe`. None of them is a clause."""
    names = [name.strip() for name in re.split(r"[,，]", text)]
    return len(names) > 1 and all(
        0 < len(name) <= 24 and not re.search(r"[。！？!?；;：:]", name) for name in names
    )


def repository_in(title: str) -> tuple[str, str] | None:
    """Owner and name of the repository that a title begins with: `owner/repo: what it is`."""
    match = _REPOSITORY.match(title)
    return (match["owner"], match["repo"].rstrip(".")) if match else None


def is_definition(text: str) -> bool:
    """True for Markdown that only says where links elsewhere lead: `[name]: https://…`, on each line."""
    return all(_DEFINITION.match(row) for row in text.split("\n"))


def is_definitions(block: Block) -> bool:
    """True for definitions of links and footnotes, which belong to no entry."""
    return block.kind == "footnotes" or (block.kind == "raw" and is_definition(block.raw))


def is_tags(block: Block) -> bool:
    """True for HTML that shows nothing and leads nowhere: the tags around other blocks."""
    lines = block.lines() if block.kind == "html" else ()
    return bool(lines) and not any(line.plain or line.urls for line in lines) and "<img" not in block.raw


def is_link_line(line: Line) -> bool:
    """True for a line that is nothing but links, each behind a short label at most: `论文：https://…`.

    Words before a link and a colon behind it are a sentence: 一款画流程图的工具（点击 https://… 访问）：
    """
    words, first = "", True
    for run in line.runs:
        if not run.url:
            words += run.text
            continue
        if has_words(words) and not _labels(words, run, first):
            return False
        words, first = "", False
    return not first and not has_words(words)


def _labels(words: str, run: Run, first: bool) -> bool:
    """Whether words are no more than a label of the link behind them."""
    label = _LABEL.fullmatch(words)
    unnamed = run.bare or is_address(run.text, run.url)
    return label is not None and (unnamed or (first and label["end"] in ":："))


_LABEL = re.compile(r"[\s|｜·•/]*[\w\s./()（）\[\]-]{1,24}(?P<end>[：:，,])\W*")


def is_labelled(line: Line) -> bool:
    """True for a line that begins with a short label, such as `标题：…`, or is nothing but links."""
    return not line.prefix and (
        is_link_line(line) or re.match(r"[\w ./()（）-]{1,12}[：:]", line.plain) is not None
    )


def is_url_line(line: Line) -> bool:
    """True for a line that holds one URL, its label at most, and no other text."""
    return len(line.urls) == 1 and is_link_line(line)


def is_labelled_url(line: Line) -> bool:
    """True for a line that holds nothing but a label and one URL: `Video: https://…`."""
    return is_url_line(line) and any(has_words(run.text) for run in line.runs if not run.url)


def is_address_line(line: Line) -> bool:
    """True for a line that is one link called by its address, or by how that begins: `[a.example](…)`."""
    if not is_url_line(line):
        return False
    text, address = (_SCHEME.sub("", part.strip().lower()) for part in (line.plain, line.urls[0]))
    return "." in text and address.startswith(text.rstrip("./…"))


_SCHEME = re.compile(r"^https?://(?:www\.)?")


def only_links_follow(runs: Sequence[Run], index: int) -> bool:
    """Whether no words but those of links stand behind a link of a line."""
    return not any(has_words(run.text) for run in runs[index + 1 :] if not run.url)


def is_bold_with_link(line: Line) -> bool:
    """True for a title in bold with nothing behind it but links, and who wrote it: `**Title** ([site](url))`,
    `**Title** (Jo Leaf) — [paper](url)`."""
    index = next((index for index, run in enumerate(line.runs) if run.url), 0)
    before = "".join(run.text for run in line.runs[:index]).strip()
    behind = "".join(run.text for run in line.runs[index:] if not run.url)
    named = before.removeprefix(line.bold).lstrip()
    return bool(line.bold) and _BEFORE_LINK.fullmatch(named) is not None and not has_words(behind)


_BEFORE_LINK = re.compile(r"(?:[（(][^()（）]+[)）]\s*[-–—:：|]+)?[\s（(\[［]*")


def label_before(text: str) -> str:
    """The word before the colon at the end of a text, or before a comma where that is all; "" if none."""
    match = _LABEL_BEFORE_URL.search(text[-_LABEL_REACH:])
    return match[match.lastindex or 0] if match else ""


def called_links(line: Line) -> Iterator[tuple[str, str]]:
    """What each link of a line is called, and its URL: its words, or the label before a URL written out."""
    before = ""
    for run in line.runs:
        if run.url:
            unnamed = run.bare or is_address(run.text, run.url)
            yield (label_before(before) if unnamed else run.text), run.url
        before = (before + run.text)[-_LABEL_REACH:]


def pointed_url(line: Line, conventions: Conventions) -> str:
    """URL of the link that a line ends with, if it or the label before it only points there; else "".

    `#123` behind a sentence points to something else.
    """
    worded = [run for run in line.runs if run.url or has_words(run.text)]
    if not worded or not worded[-1].url:
        return ""
    *_, (words, url) = called_links(line)
    pointing = is_pointer(words, conventions) and not _NUMBERED.fullmatch(words.strip(AROUND))
    return url if words and pointing else ""


def points(line: Line, conventions: Conventions) -> bool:
    """True for a line that only says that something is linked: `[原文](https://…)`, `链接：https://…`, or
    several of these: `[Listen](https://…) · [Transcript](https://…)`."""
    words = "".join(run.text for run in line.runs if not (run.bare or is_address(run.text, run.url)))
    if not line.urls or is_pointer(words, conventions) or not has_words(words):
        return bool(line.urls)
    return is_link_line(line) and all(
        words and is_pointer(words, conventions) for words, _ in called_links(line)
    )


def visible(block: Block) -> str:
    """First line of a block that says something, without the URLs and images that stand in it.

    Of a row of a table all cells: many rows have a cell in common.
    """
    if block.kind == "row":
        return " ".join(text for line in block.lines() if (text := seen_text(line)))
    for line in block.lines(own_marker=False):
        if text := seen_text(line):
            return text
    return ""


def seen_text(line: Line) -> str:
    """What a line says without the URLs and images that stand in it; "" where that has no word."""
    text = "".join(run.text for run in line.runs if not (run.bare or run.image)).strip()
    return text if has_words(text) else ""


def first_sentence(text: str, limit: int = 48) -> str:
    """The beginning of a text up to the end of its first sentence, cut with `…` where that is long."""
    line = text.strip().split("\n")[0]
    end = re.search(r"[。！？!?；](?=.)|[。！？!?；]$", line)
    sentence = line[: end.end()] if end else line
    return sentence if len(sentence) <= limit else sentence[: limit - 1].rstrip() + "…"
