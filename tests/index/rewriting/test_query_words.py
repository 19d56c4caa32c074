"""What was typed → its words: apart where they stand apart in the archive, together where they do not."""

import pytest

from index.query.tree import Phrase, Term
from index.rewriting.query_words import as_typed
from tests.index.rewriting.over_entries import WORDS, over


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("天玑", ["天玑"]),  # no dictionary knows it, so it is cut in two and joined again
        ("内网", ["内", "网"]),  # no entry could hold it: not joined
        ("RISC-V", ["riscv"]),
        ("tensorfow-lite", ["tensorfow", "lite"]),
        ("mp.weixin.qq.com", ["mp", "weixin", "qq", "com"]),
        ("C++/C#", ["c++", "c#"]),
        ("骁龙 888", ["骁龙", "888"]),
        ("", []),
        ("。！？", []),
    ],
)
def test_words_are_as_the_archive_has_them(typed: str, keys: list[str]) -> None:
    assert [word.key for word in WORDS.read(typed)] == keys


def test_characters_that_stand_nowhere_in_a_row_are_the_runs_that_do() -> None:
    parts = over("首屏渲染", "白屏的原因")

    assert [word.key for word in parts.words.read("首屏白屏")] == ["首屏", "白屏"]
    assert [word.key for word in parts.words.read("番剧追番")] == ["番剧追番"]


@pytest.mark.parametrize("typed", ["天玑 芯片", "tensorfow-lite 与 C++/C#", "ＧＰＵ　型号"])
def test_words_know_where_they_were_typed(typed: str) -> None:
    words = WORDS.read(typed)

    assert len(words) > 1
    assert all(0 <= word.start < word.end <= len(typed) for word in words)
    assert [word.start for word in words] == sorted({word.start for word in words})


def test_it_tells_where_words_end_and_counts_those_of_a_chain() -> None:
    assert WORDS.ends("量化，a-b-c 训练") == [2, 8, 8, 8, 11]


def test_letters_with_a_hyphen_are_looked_for_joined_and_in_a_row() -> None:
    joined, numbered = WORDS.read("RISC-V")[0], WORDS.read("int8")[0]

    assert as_typed(joined) == [Term("riscv"), Phrase(("risc", "v"))]
    assert as_typed(numbered) == [Term("int8")]
