"""The words of an archive are found by letters, by sound and by fragment."""

import dataclasses
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from index.documents import Document
from index.engines.store import IndexStore
from index.forward.vocabulary import Vocabulary
from tests.index.search_support import LEXICON, document, open_index


def vocabulary(words: dict[str, int]) -> Vocabulary:
    """Of an archive in which so many entries say each word, in their titles."""
    blank = dataclasses.replace(document(1), summary="", tags=(), url="", byline="", source="", category="")
    entries = [
        dataclasses.replace(blank, id=f"{word}-{number}", title=word)
        for word, count in words.items()
        for number in range(count)
    ]
    index = open_index(entries)
    return Vocabulary(index.forward, index.engine)


def test_words_are_found_by_sound_and_by_fragment() -> None:
    words = vocabulary({"高通": 9, "骁龙": 5, "公司": 6, "mobilenet": 3, "mobile": 8})

    assert words.sounding("gaotong") == ("高通",)
    assert words.words_by_pinyin("gaotongxiaolong") == (("高通",), ("骁龙",))
    assert words.words_by_pinyin("gaoton") == ()
    assert words.homophones("高同") == ("高通",)
    assert words.homophones("工四") == ("公司",)
    assert words.near_homophones("高童") == ("高通",)
    assert words.near_homophones("公斯") == ("公司",)
    assert words.words_containing("obile", 5) == ("mobile", "mobilenet")


def test_words_written_together_are_taken_apart() -> None:
    words = vocabulary({"tensorflow": 9, "lite": 5, "tensor": 9, "flowlite": 1, "hard": 3, "ware": 1})

    assert words.halves_of("tensorflowlite") == ("tensorflow", "lite")
    assert words.halves_of("hardware") is None
    assert words.halves_of("ai") is None


def test_documents_are_counted_by_word_by_form_and_across_words() -> None:
    words = vocabulary({"quantized": 2, "quantization": 3, "轻量化": 4, "量化": 1})

    assert words.count("quantized") == 2
    assert words.documents("quantized") == 5
    assert words.documents("量化") == 5
    assert words.max_documents("量化轻") == 0


def with_and_without(issue: str, entries: Sequence[Document], folder: Path) -> IndexStore:
    """Writes an index of some entries to `1`, and one from which an issue was dropped to `2`."""
    store = IndexStore(LEXICON)
    first = store.writer(folder / "1", None)
    for entry in entries:
        first.add(entry)
    first.commit()
    second = store.writer(folder / "2", folder / "1")
    second.drop([issue])
    second.commit()
    return store


def test_names_are_learnt_where_two_documents_explain_them_and_forgotten_with_them(tmp_path: Path) -> None:
    blank = dataclasses.replace(document(1), tags=(), url="", byline="", source="", category="")
    explaining = [
        dataclasses.replace(blank, id="a", issue="1", title="联邦学习（Federated Learning）", summary=""),
        dataclasses.replace(blank, id="b", issue="2", title="联邦学习 (federated learning) 入门", summary=""),
        dataclasses.replace(blank, id="c", issue="3", title="零信任（Zero Trust）", summary=""),
        dataclasses.replace(blank, id="d", issue="3", title="Server Side Rendering (SSR)", summary=""),
    ]
    store = with_and_without("2", explaining, tmp_path)

    with closing(store.open(tmp_path / "1")) as index:
        words = Vocabulary(index.forward, index.engine)
        assert words.explained("federatedlearning") == ("联邦学习",)
        assert words.explained("联邦学习") == ("federated learning",)
        assert words.explained("学习") == ()
        assert words.explained("zerotrust") == ()
        assert words.explained("ssr") == ("server side rendering",)
    with closing(store.open(tmp_path / "2")) as index:
        assert Vocabulary(index.forward, index.engine).explained("联邦学习") == ()


def test_a_word_that_chinese_text_leaves_untranslated_is_the_archives_own_until_too_few_do(
    tmp_path: Path,
) -> None:
    blank = dataclasses.replace(document(1), tags=(), url="", byline="", source="", category="", summary="")
    titles = ["学习 Rust 的人"] * 5 + ["Weather Maps"] * 5
    entries = [
        dataclasses.replace(blank, id=str(place), issue=str(place), title=title)
        for place, title in enumerate(titles)
    ]
    store = with_and_without("0", entries, tmp_path)

    with closing(store.open(tmp_path / "1")) as index:
        words = Vocabulary(index.forward, index.engine)
        assert words.is_left_untranslated("rust")
        assert not words.is_left_untranslated("weather")
    with closing(store.open(tmp_path / "2")) as index:
        assert not Vocabulary(index.forward, index.engine).is_left_untranslated("rust")
