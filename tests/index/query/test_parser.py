"""The search language: what is read of it, and that any text has a reading."""

import time
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.parser import Clause, parse, understood
from index.search_request import MAX_QUERY_LENGTH
from tests.index.search_support import CASES

QUERIES = tomllib.loads((CASES / "queries.toml").read_text(encoding="utf8"))["case"]
FRAGMENTS = [
    '"',
    "“",
    "”",
    "「",
    "-",
    "－",
    "OR",
    " ",
    "　",
    ":",
    "：",
    "date",
    "来源",
    "2020-05",
    "..",
    "量化",
    "a",
]
TYPED = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))


def written_form(clause: Clause) -> str:
    if clause.kind == "phrase":
        return f'"{clause.text}"'
    return f"{clause.field}:{clause.text}" if clause.field else clause.text


@pytest.mark.parametrize("case", QUERIES, ids=lambda case: case["typed"])
def test_a_query_is_read(case: dict[str, Any]) -> None:
    parsed = parse(case["typed"])

    assert [[written_form(clause) for clause in group] for group in parsed.groups] == case["groups"]
    assert [written_form(clause) for clause in parsed.excluded] == case.get("excluded", [])
    if case.get("text"):
        assert {clause.kind for group in parsed.groups for clause in group} == {"text"}
    if "chips" in case:
        assert [[chip.kind, chip.label, chip.without] for chip in understood(parsed)] == case["chips"]


@given(typed=TYPED)
def test_any_text_has_a_reading(typed: str) -> None:
    parsed = parse(typed)

    for clause in (*parsed.excluded, *(clause for group in parsed.groups for clause in group)):
        assert 0 <= clause.start < clause.end <= len(parsed.text)
        assert clause.text in parsed.text
    for chip in understood(parsed):
        assert len(chip.without) < len(typed)


@given(typed=TYPED)
def test_removing_chips_ends(typed: str) -> None:
    """Each removal leaves less, until nothing but words is left."""
    for _ in range(len(typed) + 1):
        chips = understood(parse(typed))
        if not chips:
            return
        typed = chips[0].without

    raise AssertionError(typed)


@pytest.mark.parametrize("piece", ['"', "“", "-", "a:", "OR ", "来源:", '"a" ', "(", "𠀀"])
def test_reading_takes_no_time(piece: str) -> None:
    start = time.monotonic()
    parsed = parse(piece * 100_000)

    assert time.monotonic() - start < 1.0
    assert len(parsed.text) == MAX_QUERY_LENGTH
