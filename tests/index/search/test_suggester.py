"""Completions: by letters, pinyin and initials, each with hits."""

import time

import pytest

from index.search_request import Search
from tests.index.search_support import searcher

SEARCHER = searcher()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("量", "量化"),
        ("lianghua", "量化"),
        ("liangh", "量化"),
        ("lh", "量化"),
        ("gt", "高通"),
        ("tens", "tensorflow"),
        ("TENS", "tensorflow"),
        ("ｍｏｂ", "MobileNetV3"),
        ("知", "来源:知乎"),
        ("zh", "来源:知乎"),
        ("论", "栏目:论文"),
        ("cvpr", '标签:"CVPR 2020"'),
        ("業界", "栏目:业界新闻"),
        ("剪枝 量", "剪枝 量化"),
        ("零开始", '"剪枝入门：从零开始压缩模型"'),
    ],
)
def test_offers(typed: str, offered: str) -> None:
    assert offered in [suggestion.text for suggestion in SEARCHER.suggest(typed, 12)]


@pytest.mark.parametrize("typed", ["", " ", "量化 ", "没有这样的词", "！", '"'])
def test_offers_nothing_where_nothing_is_typed_or_known(typed: str) -> None:
    assert SEARCHER.suggest(typed) == ()


@pytest.mark.parametrize("typed", ["l", "量", "t", "zhi", "m", "剪枝 压", "a", "c"])
def test_each_has_as_many_hits_as_it_says(typed: str) -> None:
    offered = SEARCHER.suggest(typed)

    assert len({suggestion.text for suggestion in offered}) == len(offered) <= 8
    for suggestion in offered:
        newest = SEARCHER.search(Search(suggestion.text))
        loosened = {"loosened", "related"} & {rewrite.kind for rewrite in newest.rewrites}
        assert 0 < suggestion.count <= newest.total
        assert suggestion.count == newest.total or loosened


def test_the_limit_holds() -> None:
    assert len(SEARCHER.suggest("l", 1)) <= 1
    assert SEARCHER.suggest("l", 0) == ()


@pytest.mark.serial
def test_is_quick_when_asked_again() -> None:
    SEARCHER.suggest("量")
    start = time.process_time()
    for _ in range(20):
        SEARCHER.suggest("量")

    assert time.process_time() - start < 0.2
