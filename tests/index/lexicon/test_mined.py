"""Names that documents explain by each other, and words that they leave untranslated."""

from __future__ import annotations

import pytest

from index.lexicon.mined import explained_names, is_abbreviation, trust, untranslated_words
from index.text.analyzer import analyzer_of
from index.text.folding import fold_text
from tests.index.search_support import LEXICON

CUT = analyzer_of(LEXICON.words).segmenter.cut


def pairs(text: str) -> set[tuple[str, str]]:
    return explained_names(fold_text(text), CUT)


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("介绍联邦学习（Federated Learning）的一篇", ("联邦学习", "federated learning")),
        ("Zero Trust（零信任）是什么", ("零信任", "zero trust")),
        (
            "关于 retrieval augmented generation (RAG) 的文章",
            ("retrieval augmented generation", "rag"),
        ),
        ("NPU（Neural Processing Unit）入门", ("npu", "neural processing unit")),
    ],
)
def test_reads_a_name_beside_its_explanation(text: str, pair: tuple[str, str]) -> None:
    assert pair in pairs(text)


def test_cuts_no_short_name_out_of_a_longer_run() -> None:
    assert ("计划", "starlink") not in pairs("他们也参加了星链计划（Starlink）")
    assert ("星链计划", "starlink") in pairs("他们也参加了星链计划（Starlink）")


def test_a_remark_in_brackets_is_no_other_name_of_latin_words() -> None:
    assert pairs("Redis (a fast store)") == set()


def test_an_abbreviation_is_believed_at_once_and_others_when_repeated() -> None:
    assert is_abbreviation("ssr", "server-side rendering")
    assert not is_abbreviation("ssr", "static site")
    assert trust("server-side rendering", "ssr") == 2
    assert trust("词元", "token") == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("学习 Rust 的人", {"rust"}),
        ("用Docker部署，再写 Excel", {"docker", "excel"}),
        ("Weather Maps", set()),
        ("介绍 Stable Diffusion 的文章", set()),
        ("Music, 音乐；3D打印；C++ 入门", set()),
        ("一份 English", {"english"}),
    ],
)
def test_a_latin_word_alone_beside_chinese_is_left_untranslated(text: str, words: set[str]) -> None:
    assert untranslated_words(fold_text(text)) == words
