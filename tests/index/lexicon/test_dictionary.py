"""The general dictionary, both ways."""

from __future__ import annotations

import re

from index.lexicon.dictionary import FILE, translations


def test_a_word_is_read_both_ways() -> None:
    assert "unemployment" in translations("失业")
    assert "失业" in translations("unemployment")


def test_what_is_no_word_has_no_translation() -> None:
    assert translations("") == translations("|") == translations("qqzzx") == ()


def test_every_line_is_a_chinese_word_with_its_meanings() -> None:
    lines = [line for line in FILE.read_text(encoding="utf8").splitlines() if not line.startswith("#")]
    assert len(lines) > 10_000
    assert all(re.fullmatch(r"\|[\u4e00-\u9fff]{2,6}\|[a-z0-9' |-]+\|", line) for line in lines)
    assert "CC BY-SA 4.0" in FILE.read_text(encoding="utf8")[:500]
