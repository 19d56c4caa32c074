"""What an author writes does nothing in a terminal or a spreadsheet."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.text.plain import cell, json_text

DRIVING = "\x1b\x9b\x07\x00\x7f\u202e\u2066\u200f\u2028\u2029"


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_json_says_the_same_without_what_drives_a_terminal(value: object) -> None:
    assert json.loads(json_text(value)) == json.loads(json_text(value, indent=2)) == value
    assert json_text(value).isprintable()


@pytest.mark.parametrize("char", DRIVING)
def test_driving_characters_are_escapes_in_json_and_gone_in_tables(char: str) -> None:
    assert json_text(f"量{char}化") == f'"量\\u{ord(char):04x}化"'
    assert char not in str(cell(f"量{char}化")) or char in "\u2028\u2029"


@pytest.mark.parametrize(
    "begin", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r=", "\n=", " =", "\u3000＝", "\x1b="]
)
def test_a_cell_that_a_spreadsheet_would_run_is_quoted(begin: str) -> None:
    assert str(cell(f"{begin}1+1")).startswith("'")


@pytest.mark.parametrize("value", ["量化 = 压缩", "C++", "", 5, None, "2020-01-01"])
def test_other_cells_stay_as_they_are(value: object) -> None:
    assert cell(value) == value
