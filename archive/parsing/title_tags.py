"""What stands around a title and is none of it: marks, tags and links without a name before it, brackets
around it, tags and what is told behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from archive.conventions.model import Conventions
from archive.dates import find_date, is_day
from archive.markdown.lines import Run
from archive.parsing.line_rules import (
    PAIRED,
    after_label,
    counted,
    cut_prefix,
    has_words,
    is_nameless,
    is_pointer,
    leading_tags,
)
from archive.parsing.publishers import Publishers

DASHES = "-–—|｜·"
PAIRS = ("()", "（）", "[]", "【】")


def unmarked(runs: Sequence[Run], marks: tuple[str, ...]) -> Sequence[Run]:
    """Runs without the marks that conventions name before a title, as long as words remain."""
    while marks and (match := _marks_pattern(marks).match("".join(run.text for run in runs))):
        rest = cut_prefix(runs, match.end())
        if not any(has_words(run.text) for run in rest):
            break
        runs = rest
    return runs


@lru_cache(maxsize=64)
def _marks_pattern(marks: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{'|'.join(map(counted, marks))})\s*")


def cut_tags(runs: Sequence[Run], conventions: Conventions) -> tuple[tuple[str, ...], tuple[Run, ...]]:
    """Tags in the text before the first link, and the runs without them."""
    text = ""
    for run in runs:
        if run.url:
            break
        text += run.text
    tags, ends = leading_tags(text, conventions.entries.tag_brackets)
    while tags:
        rest = cut_prefix(runs, ends[-1])
        if any(has_words(run.text) and not run.bare for run in rest):
            return tags, rest
        tags, ends = tags[:-1], ends[:-1]
    label = next(("" if run.bare else run.text for run in runs if run.url), "")
    titled = conventions.entries.title == "link" and label and not is_pointer(label, conventions)
    if titled and _TAGS.fullmatch(text):
        return tuple(tag.strip("#「」") for tag in _TAG.findall(text)), cut_prefix(runs, len(text))
    return (), tuple(runs)


_TAG = re.compile(r"#[^\W\d][^\s#]{0,23}(?=\s)|「[^「」]{1,24}」")
_TAGS = re.compile(rf"\s*(?:(?:{_TAG.pattern})\s*)+")
"""Tags that are only told where nothing else stands before a link: `#tool`, and what may be a quotation."""


def inner_tags(label: str, conventions: Conventions) -> tuple[tuple[str, ...], str]:
    """Tags that stand inside the link's own text."""
    tags, ends = leading_tags(label, conventions.entries.tag_brackets)
    return (tags, label[ends[-1] :]) if tags and has_words(label[ends[-1] :]) else ((), label)


def cut_suffixes(after: str, conventions: Conventions) -> tuple[tuple[str, ...], str]:
    """Bracketed words that are tags here, and the text without them."""
    tags: list[str] = []
    for word in conventions.entries.suffix_tags:
        for form in (f"（{word}）", f"({word})"):
            if form in after:
                tags.append(word)
                after = after.replace(form, "", 1)
    return tuple(tags), after


def without_tails(title: str, tails: tuple[str, ...]) -> str:
    """A title without what conventions name in brackets at its end, as long as words remain."""
    match = _tails_pattern(tails).search(title) if tails else None
    head = title[: match.start()].rstrip() if match else ""
    return head if has_words(head) else title


@lru_cache(maxsize=64)
def _tails_pattern(tails: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"[（(](?:{'|'.join(map(counted, tails))})[)）]$", re.IGNORECASE)


def is_dated(before: str, conventions: Conventions) -> bool:
    """True for a day, or one with a place and a bar behind it, before the linked title of an event; and for a
    time: `00:15:14`."""
    if is_day(before) or _TIME.fullmatch(before):
        return True
    parts = re.split("|".join(map(re.escape, conventions.bylines.separators)) or "$^", before)
    return len(parts) > 1 and not has_words(parts[-1]) and find_date(parts[0]) is not None


_TIME = re.compile(r"[\s(（]*\d{1,2}(?::[0-5]\d){1,2}[\s)）]*(?:[-–—]\s*)?")


def kind_before(text: str, label: str) -> tuple[str, str]:
    """The word before a bar and a linked title: a kind of thing, as in `工具 | [name](url)`, or a publisher.

    One of both is "", and both are where no short word stands so, or the link names a publisher.
    """
    match = _WORD_AND_BAR.fullmatch(text)
    publishers = Publishers.shipped()
    if match is None or publishers.names(label.strip()):
        return "", ""
    return ("", match["word"]) if publishers.names(match["word"]) else (match["word"], "")


_WORD_AND_BAR = re.compile(r"\s*(?P<word>[^\W\d_]{1,8})\s*[|｜·]\s*")


def unbroken(runs: Sequence[Run]) -> Sequence[Run]:
    """Runs without the brackets of a link that more closing than opening ones kept from being made."""
    head = runs[0].text.strip() if len(runs) > 1 and not runs[0].url and runs[1].bare else ""
    if not head.endswith(("](", "]（")) or head.count("]") <= head.count("["):
        return runs
    return (Run(head.removeprefix("[")[:-2] + " "), *runs[1:])


def unbracketed(text: str) -> str:
    """A title in brackets whose link was never made: `[title](https://…` or `[title] (https://…)`."""
    text = text.strip()
    whole = len(text) > 2 and text[0] in "[［【" and text[-1] in "]］】" and text[0] not in text[1:]
    return text[1:-1] if whole else text


def pointers_end(runs: Sequence[Run]) -> int:
    """Index of the run behind the links without a name that a line begins with; 0 where it begins with none,
    or no words stand behind them: `[#123](url) Title`."""
    end = 0
    for index, run in enumerate(runs):
        if run.url and not run.bare and is_nameless(run.text):
            end = index + 1
        elif run.url or has_words(run.text):
            return 0 if run.url else end
    return 0


def cut_rest(
    runs: tuple[Run, ...], conventions: Conventions, whole_line: bool
) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """What belongs to the title line, and the description that goes on behind it."""
    text = runs[0].text if runs and not runs[0].url else ""
    if after_label(text, conventions.labels.summary) is not None:
        return (), runs
    for mark in conventions.entries.title_ends:
        head, matched, tail = text.partition(mark)
        if matched and (signed := _SIGNED.match(head)) and mark.strip() in DASHES:
            return (Run(""),), (Run(text[signed.start("said") :]), *runs[1:])
        if matched and not has_words(head) and tail.strip() not in conventions.bylines.dash:
            return (Run(head),), (Run(tail), *runs[1:])
    if conventions.entries.title == "link" and not whole_line:
        return _first_sentence(runs)
    return runs, ()


_SIGNED = re.compile(r"\s*(?P<said>[^\w\s!-~！-～、。「」《》“”‘’–—…]+\ufe0f?\s*\w[^.。:：]{0,40})$")
"""A sign and a word or two between a title and the dash behind it: `[2.0](url) ⚠️ breaking – what is new`."""


def _first_sentence(runs: tuple[Run, ...]) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """What ends the sentence that a title's link stands in, and what is told behind it."""
    for index, run in enumerate(runs):
        ended = None if run.url else _SENTENCE_END.search(run.text)
        if ended:
            head, tail = run.text[: ended.start()], run.text[ended.end() :]
            behind = tail + "".join(other.text for other in runs[index + 1 :])
            if any(behind.count(pair[1]) > behind.count(pair[0]) for pair in (*PAIRS, *PAIRED)):
                return runs, ()  # the sentence is inside of what is quoted
            told = any(has_words(text) for text in (tail, *(other.text for other in runs[index + 1 :])))
            return ((*runs[:index], Run(head)), (Run(tail), *runs[index + 1 :])) if told else (runs, ())
    return runs, ()


_SENTENCE_END = re.compile(r"(?:(?<=\w\w\w)|(?<=[)\]\"”’])|^)\.(?=\s+[^\W\d_a-z]|\s+[\"“‘(])|。(?=.)")
"""Not of an abbreviation, `Go vs. Rust` or `J. Leaf`."""
