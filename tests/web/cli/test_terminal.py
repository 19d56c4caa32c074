"""Lines that fit, and characters that a terminal may be given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.cli.click_catalogue import COMPILED, compiled
from web.cli.terminal import columns, printable, wrapped


def lines(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrapped(text, width)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 10, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("知识蒸馏与量化", 8, ["知识蒸馏", "与量化"]),
        ("知识蒸馏，再量化", 8, ["知识蒸", "馏，再量", "化"]),
        ("用 TensorFlow 训练", 12, ["用", "TensorFlow", "训练"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("知识蒸馏 a longer line", 0, ["知识蒸馏 a longer line"]),
    ],
)
def test_lines_break_where_readers_expect_it(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


@given(st.text(st.sampled_from("ab 知，。。x\u0301 ")), st.integers(2, 12))
def test_no_line_is_too_wide_and_nothing_but_blanks_is_lost(text: str, width: int) -> None:
    wrapped_lines = lines(text, width)

    assert all(columns(line.rstrip()) <= width for line in wrapped_lines)
    assert "".join(wrapped_lines).replace(" ", "") == text.replace(" ", "")


@given(st.text())
def test_nothing_that_drives_a_terminal_is_printable(text: str) -> None:
    clean = printable(text)

    assert len(clean) == len(text)
    assert not set(clean) & {"\x1b", "\x9b", "\u202e", "\u2066", "\n", "\r", "\x07", "\x00", "\u200f"}


def test_what_click_says_is_compiled_from_its_source() -> None:
    assert COMPILED.read_bytes() == compiled()
