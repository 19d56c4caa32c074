"""Typed words → the words that were meant: only what the archive does not hold, only into what it holds."""

import pytest

from index.rewriting.corrections import MAX_GUESSED
from tests.index.rewriting.over_entries import CORRECTOR, WORDS, over

Meaning = tuple[str, str | None]


def meant(text: str) -> list[Meaning]:
    return [(meaning.key, meaning.kind) for meaning in CORRECTOR.correct(WORDS.read(text))]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("寒武记的方案", [("寒武纪", "homophone"), ("的", None), ("方案", None)]),
        ("神经网烙", [("神经网络", "homophone")]),
        ("gao tong", [("高通", "pinyin")]),
        ("gaotongxiaolong", [("高通", "pinyin"), ("骁龙", "pinyin")]),
        ("tensorfow", [("tensorflow", "spelling")]),
    ],
)
def test_what_the_archive_does_not_hold_becomes_what_it_holds(typed: str, expected: list[Meaning]) -> None:
    assert meant(typed) == expected


@pytest.mark.parametrize("typed", ["量化", "tensorflow", "pruning", "women", "天玑", "zzzzqqqq", "RISC-V"])
def test_what_stands_there_or_is_like_nothing_is_left_as_it_is(typed: str) -> None:
    assert {kind for _, kind in meant(typed)} == {None}


@pytest.mark.parametrize(("entries", "expected"), [(6, "单细胞"), (5, "单细泡")])
def test_a_run_whose_pairs_stand_across_words_is_a_much_commoner_word_of_its_sound(
    entries: int, expected: str
) -> None:
    assert over("精细泡沫的结构", *["单细胞测序"] * entries).meant("单细泡")[0][0] == expected


def test_a_word_whose_translation_the_archive_has_is_not_misspelt() -> None:
    assert over("磁盘加密", *["Desk setup"] * 9).meant("disk") == [("disk", None)]
    assert over("别的", *["Desk setup"] * 9).meant("disk") == [("desk", "spelling")]


def test_the_words_of_a_name_are_not_corrected() -> None:
    network = over("神经网络", *["Neutral switch"] * 9)

    assert network.meant("neural") == [("neutral", "spelling")]
    assert network.meant("neural network") == [("neural", None), ("network", None)]


def test_the_words_of_a_name_of_the_dictionary_are_not_corrected() -> None:
    assert over("数字钟", *["Digitex watch"] * 9).meant("digital clock") == [
        ("digital", None),
        ("clock", None),
    ]


@pytest.mark.parametrize(("entries", "expected"), [(2, "tensorflow"), (1, "tensorlow")])
def test_a_commoner_word_one_letter_off_is_meant_rather_than_two_words(entries: int, expected: str) -> None:
    parts = over(*["TensorFlow"] * entries, *["tensor", "low"] * 2)

    assert [key for key, _ in parts.meant("tensorlow")] == [expected]


def test_a_name_and_its_model_that_never_stand_as_one_are_two_words() -> None:
    assert meant("snapdragon888") == [("snapdragon", None), ("888", None)]
    assert meant("int8") == [("int8", None)]


def test_of_many_words_that_the_archive_lacks_the_first_are_guessed_at() -> None:
    unknown = [f"qq{letter}qqxx" for letter in "abcdefghijkl"]
    beside = " ".join(
        ["quantization", *unknown[: MAX_GUESSED - 1], "tensorfow", "tensorfow 寒武记 gaotong888"]
    )
    kinds = [kind for _, kind in meant(beside) if kind]

    assert kinds == ["spelling", "homophone"]
    assert meant(beside)[-1] == ("gaotong888", None)


def test_each_word_belongs_to_one_meaning_in_the_order_of_the_text() -> None:
    words = WORDS.read("寒武记 gao tong 量化")
    spans = [meaning.typed for meaning in CORRECTOR.correct(words)]

    assert [word for span in spans for word in span] == words
    assert [len(span) for span in spans] == [2, 2, 1]


def test_nothing_typed_means_nothing() -> None:
    assert CORRECTOR.correct([]) == []
