"""Marks stand exactly on what matched, in the text as the issue wrote it."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.tree import MATCH_ALL, And, Concept, Not, Or, Phrase, Query, Substring, Term
from index.results import Marked
from index.search.highlighter import (
    MAX_MARKED_LENGTH,
    MAX_MARKS,
    SNIPPET_LENGTH,
    Highlighter,
    _matches,
    _read,
)

TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("量化。！\n模型aMobileNet ＡＩ軟體")), max_size=400
)
QUERY = Or(
    (
        Term("量化"),
        Term("mobilenet"),
        Substring("模型a", MATCH_ALL),
        Phrase(("软体", "ai")),
        Term("quantized"),
    )
)


def marked(marked_text: Marked) -> list[str]:
    return [marked_text.text[start:end] for start, end in marked_text.marks]


@pytest.mark.parametrize(
    ("query", "text", "marks"),
    [
        (Term("量化"), "低比特量化训练与量化", ["量化", "量化"]),
        (Term("软体"), "這套軟體很快", ["軟體"]),
        (Term("mnn"), "阿里的 ＭＮＮ 引擎", ["ＭＮＮ"]),
        (Term("cafe"), "Un café", ["café"]),
        (Term("net"), "MobileNet 与 Internet 与 net", ["Net", "net"]),
        (Term("riscv"), "支持 RISC-V 与 riscv", ["RISC-V", "riscv"]),
        (Term("c"), "C 与 C++ 与 Cortex", ["C", "C"]),
        (Term("quantization"), "Quantized, quantizing EasyQuant", ["Quantized", "quantizing"]),
        (Phrase(("骁龙", "888")), "骁龙 888 与骁龙888", ["骁龙 888", "骁龙888"]),
        (Phrase(("6", "nm")), "16nm 与 6nm 与 6 nm", ["6nm", "6 nm"]),
        (Substring("obilene", MATCH_ALL), "MobileNet", ["obileNe"]),
        (Substring("5nm工艺", MATCH_ALL), "采用 5nm 工艺。", ["5nm 工艺"]),
        (And((Term("量化"), Not(Term("训练")))), "量化训练", ["量化"]),
        (Or((Term("神经"), Term("神经网络"))), "神经网络", ["神经网络"]),
        (Concept("剪枝", ("剪枝", "network pruning")), "剪枝与 Network-Pruning", ["剪枝", "Network-Pruning"]),
        (Term("没有"), "什么都不像", []),
    ],
    ids=str,
)
def test_marks(query: Query, text: str, marks: list[str]) -> None:
    assert marked(Highlighter.of(query).mark(text)) == marks


@given(text=TEXTS)
def test_marks_ascend_and_never_overlap(text: str) -> None:
    highlighter = Highlighter.of(QUERY)
    for marked_text in (highlighter.mark(text), *highlighter.snippets(text)):
        ends = [0]
        for start, end in marked_text.marks:
            assert ends[-1] <= start < end <= len(marked_text.text)
            ends.append(end)


@given(text=TEXTS)
def test_snippets_are_short_stretches_of_the_text(text: str) -> None:
    for snippet in Highlighter.of(QUERY).snippets(text):
        assert snippet.text in text
        assert len(snippet.text) <= SNIPPET_LENGTH
        assert snippet.text == snippet.text.strip()


def test_a_snippet_is_cut_at_chinese_sentence_marks() -> None:
    before, after = "前面的话很长。" * 30, "后面的话也长！" * 30
    snippet = Highlighter.of(Term("剪枝")).snippets(f"{before}这里谈剪枝。{after}")[0]

    assert snippet.text.startswith("这里谈剪枝。")
    assert snippet.text.endswith("！")
    assert (snippet.cut_start, snippet.cut_end) == (True, True)
    assert marked(snippet) == ["剪枝"]


def test_where_nothing_matches_the_start_is_shown() -> None:
    (snippet,) = Highlighter.of(Term("没有")).snippets("第一句。" + "然后。" * 100)

    assert snippet.text.startswith("第一句。")
    assert not snippet.cut_start


def test_far_apart_matches_give_two_snippets_in_order() -> None:
    text = "先说量化。" + "中间很长。" * 60 + "再说量化。"
    snippets = Highlighter.of(Term("量化")).snippets(text)

    assert [marked(snippet) for snippet in snippets] == [["量化"], ["量化"]]
    assert text.index(snippets[0].text) < text.rindex(snippets[1].text)


def test_an_empty_summary_has_no_snippet() -> None:
    assert Highlighter.of(Term("量化")).snippets(" \n") == ()


def test_marks_of_a_text_that_nobody_wrote_stop_at_a_bound() -> None:
    text = "芯片。" * MAX_MARKED_LENGTH

    highlighter = Highlighter.of(Term("芯片"))
    snippets = highlighter.snippets(text)
    marked_text = highlighter.mark(text)

    assert sum(len(snippet.text) for snippet in snippets) < 1000
    assert snippets[-1].cut_end
    assert marked_text.text == text
    assert marked_text.marks[-1][1] <= MAX_MARKED_LENGTH


@given(text=st.text(st.sampled_from("abnet量化 -_./'3，"), max_size=60))
@pytest.mark.parametrize(
    "query", [Term("ab3"), Term("nets"), Phrase(("a", "量化", "3")), Phrase(("net", "b"))], ids=str
)
def test_words_are_found_where_their_expression_matches(query: Query, text: str) -> None:
    for pattern in Highlighter.of(query).patterns:
        assert list(_matches(pattern, text)) == [match.span() for match in re.finditer(pattern.source, text)]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("a" * 400_000, Term("a")),
        ("a-b-c-d-" * 50_000, Term("a")),
        ("芯片。" * 100_000, Term("芯片")),
        ("é" * 200_000, Term("e")),
    ],
    ids=["one word", "many parts", "many sentences", "accents"],
)
def test_marking_costs_as_the_text_grows_and_not_as_its_square(text: str, query: Term) -> None:
    """Compared with text of the length that is marked at most, as a square would show."""
    highlighter = Highlighter.of(query)

    def seconds(length: int) -> float:
        _read.cache_clear()
        start = time.process_time()
        highlighter.snippets(text[:length])
        return time.process_time() - start

    eighth = min(seconds(MAX_MARKED_LENGTH // 8) for _ in range(3))
    assert min(seconds(len(text)) for _ in range(3)) < 32 * eighth + 0.001


def test_of_very_many_matches_the_first_are_marked() -> None:
    assert len(Highlighter.of(Term("芯片")).mark("芯片。" * 1000).marks) == MAX_MARKS
