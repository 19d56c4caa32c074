"""The general dictionary, both ways."""

from __future__ import annotations

import re

from index.lexicon.dictionary import FILE, translations


def test_a_word_is_read_both_ways() -> None:
    assert "unemployment" in translations("失业")
    assert "失业" in translations("unemployment")


def test_what_is_no_word_has_no_translation() -> None:
    assert translations("") == translations("|") == translations("qqzzx") == ()


def test_every_line_is_a_word_with_those_of_the_other_language() -> None:
    lines = [line for line in FILE.read_text(encoding="utf8").splitlines() if not line.startswith("#")]
    assert len(lines) > 10_000
    han, latin = r"[\u4e00-\u9fff]{2,6}", r"[a-z0-9' |-]+"
    assert all(re.fullmatch(rf"\|({han}\|{latin}|[a-z0-9' -]+(\|{han})+)\|", line) for line in lines)
    assert "CC BY-SA 4.0" in FILE.read_text(encoding="utf8")[:500]


def test_every_word_is_found_where_it_stands() -> None:
    lines = [line for line in FILE.read_text(encoding="utf8").splitlines() if not line.startswith("#")]
    for line in [*lines[::97], lines[0], lines[-1]]:
        word, *others = line.strip("|").split("|")
        assert translations(word) == tuple(others)
