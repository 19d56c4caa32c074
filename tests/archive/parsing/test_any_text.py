"""Any text at all gives an issue: without an exception, in linear time, with nothing lost."""

import gc
import time
from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings

from archive.conventions.model import Conventions, load_conventions, shipped
from archive.markdown.lines import MAX_LINKS
from archive.models import Issue
from archive.parsing.parser import parse, split_lines
from tests.archive.any_text import HTML, MARKDOWN, SPICE, mutated, originals
from tests.archive.visible import letters, visible_letters

MILLION = 1_000_000
CONVENTIONS = [load_conventions(name) for name in shipped()]
texts = cache(originals)


def assert_sound(text: str, issue: Issue) -> None:
    lines = split_lines(text)
    reached = 0
    assert issue.markdown.split("\n") == lines
    for part in issue.parts:
        assert part.line == reached + 1
        reached = part.end_line
    assert reached == (len(lines) if issue.parts else 0)
    assert issue.parts or not text.strip()
    for entry in issue.entries:
        assert entry.title
        assert lines[entry.line - 1].strip()
        assert lines[entry.end_line - 1].strip()
        urls = [link.url for link in entry.links] + ([entry.url] if entry.url else [])
        assert len(set(urls)) == len(urls)
        assert all(url.lower().startswith(("http://", "https://")) for url in urls)
    assert len({entry.id for entry in issue.entries}) == len(issue.entries)


def assert_nothing_lost(text: str, issue: Issue) -> None:
    read = Counter(letters("\n".join(part.text for part in issue.parts)))
    seen = visible_letters("\n".join(split_lines(text)))
    assert Counter(seen) - read == Counter()


def read(seed: int, spice: list[str]) -> tuple[str, Issue]:
    text = mutated(texts(), seed, spice)
    conventions: Conventions = CONVENTIONS[seed % len(CONVENTIONS)]
    return text, parse(text, conventions, file="any.md")


@pytest.mark.parametrize("start", range(0, 200, 20))
def test_some_mutated_texts(start: int) -> None:
    for seed in range(start, start + 20):
        assert_sound(*read(seed, [*SPICE, *HTML]))
        assert_nothing_lost(*read(seed, SPICE))


@pytest.mark.slow
@pytest.mark.parametrize("start", range(1000, 3500, 250))
def test_thousands_of_mutated_texts(start: int) -> None:
    """`tests.archive.figures` reads 10,000."""
    for seed in range(start, start + 250):
        assert_sound(*read(seed, [*SPICE, *HTML]))
        if seed % 5 == 0:
            assert_nothing_lost(*read(seed, SPICE))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(MARKDOWN)
def test_markdown_of_marks_alone(text: str) -> None:
    for conventions in CONVENTIONS:
        assert_sound(text, parse(text, conventions, file="any.md"))


UNITS = [
    "[",
    "]",
    "*",
    "_a*",
    "*a ",
    "**a",
    "`a``",
    "[a](",
    "![",
    "[[a](b)](c)",
    "<a ",
    "<!-- ",
    "](",
    "&#x",
    "\\",
]
LONG_LINES = {
    unit: unit * (MILLION // len(unit)) for unit in [*UNITS, ">", "> ", "- ", "1. ", "http://a ", "|", "# "]
}
ITEMS = {f"item {unit}": f"- {(unit * 99)[:99]}\n" * 9_800 for unit in UNITS}
BLOCKS = {f"block {unit}": f"{(unit * 99)[:99]}\n\n" * 9_900 for unit in UNITS}
STAIRS = {
    "quotes": "\n".join(">" * depth + " a" for depth in range(1, 1400)),
    "lists": "\n".join("  " * depth + "- a" for depth in range(1000)),
    "short lines": "- [\n" * (MILLION // 4),
    "same entries": "- [a](http://b.example)\n" * 5_000,
    "brackets in a title": "- " + "［" * MILLION,
    "bylines": "- " + "a | " * (MILLION // 4),
    "dates": "# " + "2020-" * (MILLION // 5),
}
PATHOLOGICAL = {**LONG_LINES, **ITEMS, **BLOCKS, **STAIRS}


@pytest.mark.slow
@pytest.mark.parametrize("name", PATHOLOGICAL)
@pytest.mark.serial
def test_time_for_a_text_that_nobody_wrote_grows_with_its_length(name: str) -> None:
    """16 times the text takes about 16 times as long; with the square of its length it would be 256.

    Text and part are timed one after the other, so that what slows the machine slows both. Figures in
    seconds: `tests.pathological`.
    """
    text = PATHOLOGICAL[name][: MILLION // 2]
    part = text[: len(text) // 16]
    for conventions in CONVENTIONS[:2]:
        ratios: list[float] = []
        while not ratios or (min(ratios) >= 64 and len(ratios) < ATTEMPTS):
            short = max(timed(part, conventions)[1], MEASURABLE)
            issue, taken = timed(text, conventions)
            ratios.append(taken / short)
        assert_sound(text, issue)
        assert min(ratios) < 64, f"{name}, {conventions.name}: {ratios}"


ATTEMPTS = 7
"""Pairs of runs of which the best counts."""

MEASURABLE = 0.01
"""Seconds of computing below which the clock decides."""


def timed(text: str, conventions: Conventions) -> tuple[Issue, float]:
    """The issue, and the seconds of computing that reading it took.

    Without the garbage collector, whose time grows with what other tests left behind.
    """
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        issue = parse(text, conventions, file="any.md")
        return issue, time.process_time() - start
    finally:
        gc.enable()


@pytest.mark.slow
@pytest.mark.serial
def test_time_grows_with_length() -> None:
    """Ten times a real issue takes about ten times as long, and no more than twice that."""
    text = max(texts(), key=len)
    conventions = load_conventions("generic")
    short, long = (min(timed(text * copies, conventions)[1] for _ in range(3)) for copies in (2, 20))

    assert long < 20 * short


def test_what_follows_very_many_links_is_text() -> None:
    text = "http://a.example " * (2 * MAX_LINKS) + "end"

    issue = parse(text, load_conventions("generic"), file="any.md")

    assert_nothing_lost(text, issue)
    assert "end" in issue.parts[-1].text
