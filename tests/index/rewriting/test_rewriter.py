"""However it is typed: found, told, and below what was typed literally."""

import dataclasses
import tomllib
from typing import Any

import pytest

from index.documents import Document
from index.results import RewriteKind
from index.rewriting.questions import without_grammar
from index.rewriting.synonyms import MAX_RELATED_DOCUMENTS
from index.search_request import Search
from tests.index.search_support import CASES, document, searcher

REWRITES = tomllib.loads((CASES / "rewrites.toml").read_text(encoding="utf8"))["case"]
SEARCHER = searcher()


def kinds(text: str, *, literal: bool = False) -> set[RewriteKind]:
    return {rewrite.kind for rewrite in SEARCHER.search(Search(text, literal=literal)).rewrites}


@pytest.mark.parametrize("case", REWRITES, ids=lambda case: case["typed"])
def test_is_found_however_it_is_typed(case: dict[str, Any]) -> None:
    results = SEARCHER.search(Search(case["typed"]))
    ids = [hit.document.id for hit in results.hits]
    searched = [(rewrite.kind, word) for rewrite in results.rewrites for word in rewrite.searched]

    assert ids[: len(case["found"])] == case["found"]
    if "kind" in case:
        assert (case["kind"], case["searched"]) in searched
    assert results.suggestion == case.get("correction", results.suggestion)


@pytest.mark.parametrize("typed", [case["typed"] for case in REWRITES if "kind" in case])
def test_a_literal_search_rewrites_nothing(typed: str) -> None:
    results = SEARCHER.search(Search(typed, literal=True))

    assert results.rewrites == ()
    assert results.suggestion is None
    assert results.total <= SEARCHER.search(Search(typed)).total


@pytest.mark.parametrize(
    "typed",
    ["量化", "剪枝 模型", "C++", "骁龙888", "tensorflow", '"神经网络"', "RISC-V", "主意", "跑神经网络"],
)
def test_what_is_spelled_right_is_not_corrected(typed: str) -> None:
    results = SEARCHER.search(Search(typed))

    assert not {rewrite.kind for rewrite in results.rewrites} & {"spelling", "homophone", "pinyin"}
    assert results.suggestion is None


def test_first_letters_stand_for_a_common_word_of_the_field() -> None:
    faces = tuple(
        dataclasses.replace(document(1), id=f"face{number}", title="人脸识别", summary="")
        for number in range(5)
    )
    results = searcher(faces).search(Search("rlsb"))

    assert results.total == len(faces)
    assert results.suggestion == "人脸识别"
    assert searcher(faces[1:]).search(Search("rlsb")).total == 0


def test_numbers_are_not_corrected() -> None:
    assert "spelling" not in kinds("骁龙 889")
    assert "spelling" not in kinds("1812.00333")


def test_what_was_typed_stands_above_another_name_in_the_same_place() -> None:
    typed = dataclasses.replace(document(1), id="typed", title="剪枝的方法", summary="", order=1)
    other = dataclasses.replace(document(1), id="other", title="pruning 的方法", summary="", order=2)
    hits = searcher((typed, other)).search(Search("剪枝")).hits

    assert [hit.document.id for hit in hits] == ["typed", "other"]


def test_another_name_in_a_title_stands_above_a_passing_mention() -> None:
    mention = dataclasses.replace(document(1), id="mention", title="别的", summary="也谈剪枝。", order=2)
    other = dataclasses.replace(document(1), id="other", title="pruning 的方法", summary="", order=1)
    hits = searcher((mention, other)).search(Search("剪枝")).hits

    assert [hit.document.id for hit in hits] == ["other", "mention"]


@pytest.mark.parametrize("typed", ["kirin 990", "kirin990"])
def test_other_names_are_strongest_beside_their_neighbour_too(typed: str) -> None:
    beside = dataclasses.replace(
        document(1), id="beside", title="发布会见闻", summary="麒麟990 亮相。", order=1
    )
    apart = dataclasses.replace(
        document(1), id="apart", title="发布会见闻", summary="麒麟亮相，定价 990 元。", order=2
    )
    hits = searcher((beside, apart)).search(Search(typed)).hits

    assert [hit.document.id for hit in hits] == ["beside", "apart"]


@pytest.mark.parametrize(
    ("typed", "same"),
    [("有没有量化的文章？", "量化"), ("关于剪枝的介绍", "剪枝"), ("关于剪枝 量化的资料吗", "剪枝 量化")],
)
def test_that_something_to_read_is_wanted_says_nothing(typed: str, same: str) -> None:
    ids = [{hit.document.id for hit in SEARCHER.search(Search(text)).hits} for text in (typed, same)]

    assert ids[0] == ids[1] != set()


def test_the_same_words_elsewhere_are_searched() -> None:
    story = dataclasses.replace(document(1), id="story", title="用模型写文章", summary="")
    other = dataclasses.replace(document(1), id="other", title="用模型写诗", summary="")

    assert searcher((story, other)).search(Search("模型 文章")).hits[0].document.id == "story"
    assert searcher((other,)).search(Search("的文章")).total == 0


def test_all_words_stand_above_some() -> None:
    results = SEARCHER.search(Search("剪枝 量化 C++"))

    assert results.hits[0].document.id == "e1"
    assert results.total > 1
    assert "loosened" in {rewrite.kind for rewrite in results.rewrites}


def test_by_date_weak_matches_are_left_out() -> None:
    newest = SEARCHER.search(Search("剪枝 量化", sort="newest"))

    assert {rewrite.kind for rewrite in newest.rewrites} & {"loosened", "narrowed"} == {"narrowed"}
    assert {hit.document.id for hit in newest.hits} == {"e1", "e5"}


def test_words_without_meaning_are_kept_where_nothing_else_was_typed() -> None:
    assert SEARCHER.search(Search("的")).total > 0
    assert SEARCHER.search(Search("怎么")).total == 0


@pytest.mark.parametrize(
    ("typed", "best", "other"),
    [
        ("骁龙865 功耗", "骁龙865 的功耗", "骁龙855 的功耗，售价 865 元"),
        ("内网", "内网穿透的工具", "网内的设备"),
        ("人工智慧 晶片", "人工智能芯片", "智慧城市与人工湖"),
        ("拍电影", "用手机拍电影", "电影"),
    ],
)
def test_what_belongs_together_is_found_together(typed: str, best: str, other: str) -> None:
    blank = dataclasses.replace(document(1), summary="", tags=(), details="")
    entries = tuple(
        dataclasses.replace(blank, id=title, title=title, order=order)
        for order, title in enumerate((best, other))
    )
    hits = searcher(entries).search(Search(typed)).hits

    assert hits[0].document.id == best


def test_a_part_that_every_document_has_is_not_searched() -> None:
    blank = dataclasses.replace(document(1), summary="", tags=(), details="")
    entries = tuple(dataclasses.replace(blank, id=f"d{n}", title="别的") for n in range(20))

    assert searcher(entries).search(Search("https3")).total == 0


def test_a_rare_word_is_also_looked_for_by_its_translation_and_by_what_its_hits_share() -> None:
    blank = dataclasses.replace(document(1), tags=(), url="", byline="", source="", category="", summary="")
    entries = tuple(
        dataclasses.replace(blank, id=name, title=title, position=number)
        for number, (name, title) in enumerate(
            {
                "typed": "Permafrost melts near Yakutsk 猛犸 象牙",
                "again": "permafrost 猛犸 象牙",
                "named": "西伯利亚的冻土",
                "like": "猛犸 象牙 拍卖",
                "other": "蓝牙耳机",
            }.items()
        )
    )
    search = searcher(entries).search

    results = search(Search("permafrost"))
    ids = [hit.document.id for hit in results.hits]
    assert set(ids[:2]) == {"typed", "again"}
    assert ids.index("named") < ids.index("like")
    assert "other" not in ids
    assert [hit.document.id for hit in results.hits if hit.similar] == ["like"]
    assert results.total == 3
    assert ("synonym", ("冻土",)) in {(rewrite.kind, rewrite.searched) for rewrite in results.rewrites}
    assert [hit.document.id for hit in search(Search('"permafrost"')).hits] == ["again", "typed"]
    assert [hit.document.id for hit in search(Search("permafrost", literal=True)).hits] == ["again", "typed"]


def test_a_tutorial_is_found_without_the_word() -> None:
    blank = dataclasses.replace(document(1), tags=(), url="", byline="", source="", category="", summary="")
    how = dataclasses.replace(blank, id="how", title="如何使用 Zigbee 组网")
    news = dataclasses.replace(blank, id="news", title="Zigbee 联盟换了主席")
    others = tuple(
        dataclasses.replace(blank, id=f"other{number}", title=f"Zigbee 教程之{number}")
        for number in range(12)
    )

    ids = [hit.document.id for hit in searcher((news, how, *others)).search(Search("zigbee 教程")).hits]

    assert ids.index("how") == len(others)
    assert "news" not in ids


def test_a_latin_word_typed_as_two_is_one() -> None:
    blank = dataclasses.replace(document(1), tags=(), url="", byline="", source="", category="", summary="")
    entries = [
        dataclasses.replace(blank, id=name, title=title)
        for name, title in {
            "one": "Quicksort 的三种写法",
            "two": "再谈 quicksort",
            "apart": "quick ways to sort a list",
        }.items()
    ]

    ids = [hit.document.id for hit in searcher(tuple(entries)).search(Search("quick sort")).hits]

    assert set(ids[:2]) == {"one", "two"}


def test_another_spelling_of_a_chinese_word_is_the_same_word() -> None:
    blank = dataclasses.replace(document(1), tags=(), url="", byline="", source="", category="", summary="")
    entry = dataclasses.replace(blank, id="account", title="注销帐号的办法")

    results = searcher((entry,)).search(Search("账号"))

    assert [hit.document.id for hit in results.hits] == ["account"]
    assert ("synonym", ("帐号",)) in {(rewrite.kind, rewrite.searched) for rewrite in results.rewrites}


def entries_of(titles: dict[str, str]) -> tuple[Document, ...]:
    blank = dataclasses.replace(
        document(1), tags=(), url="", byline="", source="", category="", summary="", links=()
    )
    return tuple(
        dataclasses.replace(blank, id=name, title=title, position=number)
        for number, (name, title) in enumerate(titles.items())
    )


def test_of_a_compound_the_part_that_the_archive_has_is_found() -> None:
    hits = searcher(entries_of({"part": "接口测试工具", "other": "蓝牙耳机"})).search(Search("单元测试")).hits

    assert [hit.document.id for hit in hits if not hit.similar] == ["part"]


@pytest.mark.parametrize(("typed", "found"), [("dynam", 1), ("dy", 0)])
def test_letters_inside_longer_words_are_found_if_they_are_three_or_more(typed: str, found: int) -> None:
    assert searcher(entries_of({"longer": "Dynamically typed"})).search(Search(typed)).total == found


def test_a_part_of_what_was_typed_suffices_where_little_is_found() -> None:
    rare = {"rare": "网页设计趋势"}
    common = {f"common{number}": "网页" for number in range(3)}
    others = {f"other{number}": "蓝牙耳机" for number in range(30)}

    hits = searcher(entries_of(rare | common | others)).search(Search("网页 趋势报告 预测")).hits

    assert hits[0].document.id == "rare"


def test_beside_other_words_any_word_for_a_program_serves() -> None:
    others = {f"other{number}": f"软件之{number}" for number in range(12)}
    searched = searcher(entries_of({"tool": "长截图工具"} | others)).search

    assert searched(Search("截图软件")).hits[0].document.id == "tool"
    assert searched(Search("软件")).total == len(others)


def test_english_of_several_words_is_looked_for_by_its_translation() -> None:
    hits = searcher(entries_of({"album": "自建相册", "other": "蓝牙耳机"})).search(Search("photo album")).hits

    assert [hit.document.id for hit in hits if not hit.similar] == ["album"]


def test_a_verb_and_its_object_are_found_apart() -> None:
    others = {f"other{number}": "蓝牙耳机" for number in range(12)}
    apart = {"apart": "每天给读者发送一封加密邮件", "object": "邮件协议的历史"}
    hits = searcher(entries_of(apart | others)).search(Search("发邮件 定期")).hits

    assert [hit.document.id for hit in hits][:2] == ["apart", "object"]
    assert hits[0].score > 1.5 * hits[1].score


@pytest.mark.parametrize("title", ["Why QUIC beats http9", "Why quic beats http9"])
def test_a_rare_name_in_capitals_in_a_title_of_few_hits_is_followed(title: str) -> None:
    entries = entries_of({"hit": title, "follows": "QUIC 的帧格式", "other": "蓝牙耳机"})
    hits = searcher(entries).search(Search("http9")).hits
    ids = {hit.document.id for hit in hits if not hit.similar}

    assert ids == ({"hit", "follows"} if "QUIC" in title else {"hit"})


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Linux 开机的时候到底发生了什么", "Linux 开机的时候"),
        ("量化是怎么回事", "量化"),
        ("量化是什么意思？", "量化"),
        ("树莓派能不能跑 yolo", "树莓派跑 yolo"),
        ("是否剪枝", "剪枝"),
        ("域名要不要加前缀", "域名加前缀"),
    ],
)
def test_what_only_makes_a_question_is_not_searched(question: str, asked: str) -> None:
    assert SEARCHER.explain(Search(question)).query == SEARCHER.explain(Search(asked)).query


@pytest.mark.parametrize("text", ["发生了什么", "是否", "能不能？"])
def test_a_question_of_nothing_else_keeps_its_words(text: str) -> None:
    assert without_grammar(text) == text


def test_few_clauses_are_searched_for_a_fragment_and_none_for_what_the_archive_never_joins() -> None:
    longer = {f"long{number}": f"xyzq{'abcdefghijklmnop'[number]}" for number in range(16)}
    fragment = searcher(entries_of(longer)).explain(Search("xyzq"))
    apart = searcher(entries_of({"one": "onnx runtime"})).explain(Search("微软"))

    assert fragment.clauses <= 10
    assert any("phrase onnx runtime" in line for line in apart.query)
    assert not any("onnxruntime" in line for line in apart.query)


UNLISTED = tuple(
    dataclasses.replace(document(1), id=f"net{number}", title="搭建内网", summary="部署在内网里。")
    for number in range(6)
)
"""Entries with a word that no dictionary has, whose characters are words without meaning."""


def test_a_word_of_the_archive_alone_is_one_word() -> None:
    over = dataclasses.replace(document(3), id="other", title="国内网友的总结", summary="部署了国内网站。")
    over_searcher = searcher((*UNLISTED, over))

    for text in ("内网", "内网部署", "neiwang", "neiwang bushu"):
        ids = [hit.document.id for hit in over_searcher.search(Search(text)).hits]
        assert {entry.id for entry in UNLISTED} <= set(ids[:6]), text
    assert "pinyin" in {rewrite.kind for rewrite in over_searcher.search(Search("neiwang")).rewrites}


@pytest.mark.parametrize(
    "typed", ["不用 GPU 训练", "不需要GPU的训练", "训练 without gpu", "没有 GPU 怎么训练"]
)
def test_what_is_not_there_comes_first_where_that_was_asked(typed: str) -> None:
    texts = {"with": "GPU 训练：用 GPU 加速训练。", "without": "训练入门：手机上的训练，无需 GPU。"}
    entries = tuple(
        dataclasses.replace(document(1), id=key, title=text.split("：")[0], summary=text.split("：")[1])
        for key, text in texts.items()
    )
    ids = [hit.document.id for hit in searcher(entries).search(Search(typed)).hits]

    assert ids == ["without", "with"]
    assert searcher(entries).search(Search("不用")).total == 0


def test_what_much_is_written_about_is_not_widened_by_what_is_related() -> None:
    def related(copies: int) -> bool:
        entries = tuple(
            dataclasses.replace(document(1), id=f"apple{number}", title="苹果的新机", summary="")
            for number in range(copies)
        )
        phone = dataclasses.replace(document(1), id="phone", title="iPhone 发布", summary="")
        rewrites = searcher((*entries, phone)).search(Search("苹果审核指南")).rewrites
        return any(rewrite.kind == "related" and "iPhone" in rewrite.searched for rewrite in rewrites)

    assert related(5)
    assert not related(11), "most of a small archive"
    assert not related(MAX_RELATED_DOCUMENTS + 1)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("饭店", "一星评价的餐厅"),
        ("cable", "海底的光缆"),
        ("海底光缆", "横跨大西洋的电缆"),
        ("打湿", "为什么物体湿了会变暗"),
    ],
)
def test_what_nothing_says_is_found_by_what_is_used_like_it(typed: str, title: str) -> None:
    others = ("电缆的价格", "一份手册", "又一份手册")
    documents = [dataclasses.replace(document(1), id=title, title=title, summary="")]
    documents += [dataclasses.replace(document(1), id=other, title=other, summary="") for other in others]

    assert title in {hit.document.id for hit in searcher(tuple(documents)).search(Search(typed)).hits}


def test_a_word_itself_stands_above_its_neighbours_which_are_told() -> None:
    titles = ("一星评价的餐厅", "饭店里的机器人", "酒店的门锁")
    documents = tuple(dataclasses.replace(document(1), id=one, title=one, summary="") for one in titles)
    results = searcher(documents).search(Search("饭店"))
    told = {word for rewrite in results.rewrites if rewrite.kind == "related" for word in rewrite.searched}

    assert results.hits[0].document.id == "饭店里的机器人"
    assert {"餐厅", "酒店"} <= told
