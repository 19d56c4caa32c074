"""The general dictionary, both ways, and words that are used alike."""

from __future__ import annotations

import re

from index.lexicon.dictionary import FILE, NEIGHBOURS, neighbours, translations
from index.text.analyzer import is_han


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


def test_words_that_are_used_alike_are_neighbours() -> None:
    assert "餐厅" in neighbours("饭店")
    assert neighbours("") == neighbours("|") == neighbours("没有这个词啊") == ()


def test_every_neighbour_is_another_chinese_word() -> None:
    text = NEIGHBOURS.read_text(encoding="utf8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert len(lines) > 10_000
    assert "MIT licence" in text[:500]
    for line in lines:
        word, *others = line.strip("|").split("|")
        assert 1 <= len(others) <= 6
        assert word not in others
        assert all(len(one) > 1 and is_han(one) for one in (word, *others))
    for line in [*lines[::97], lines[-1]]:
        word, *others = line.strip("|").split("|")
        assert neighbours(word) == tuple(others)
