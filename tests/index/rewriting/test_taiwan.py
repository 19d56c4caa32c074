"""Words of Taiwan → the mainland's, in whichever script they were typed."""

import pytest

from tests.index.rewriting.over_entries import TAIWAN, over

Meaning = tuple[str, str | None]


def meant(text: str) -> list[Meaning]:
    return [(meaning.key, meaning.kind) for meaning in TAIWAN.meanings(text)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("作業系統", [("操作系统", "script")]),
        ("晶片", [("芯片", "script")]),  # simplified, but the archive has 芯片 and no 晶片
        ("量化訓練", [("量化训练", None)]),  # traditional script alone changes no word
        ("芯片", [("芯片", None)]),
        ("软体", [("软体", None)]),  # the archive has no 软件 that it could stand for
    ],
)
def test_a_word_is_converted_where_the_archive_has_the_other(typed: str, expected: list[Meaning]) -> None:
    assert meant(typed) == expected


def test_words_around_it_are_corrected_as_ever() -> None:
    corrected = [("寒武纪", "homophone"), ("操作系统", "script"), ("tensorflow", "spelling")]

    assert meant("寒武记 作業系統 tensorfow") == corrected
    assert meant("寒武记作業系統tensorfow") == corrected


def test_the_typed_words_are_those_that_stood_there() -> None:
    (meaning,) = TAIWAN.meanings("作業系統")

    assert (meaning.typed[0].start, meaning.typed[-1].end) == (0, 4)


@pytest.mark.parametrize(
    ("entries", "expected"), [(1, [("时间序列", None)]), (0, [("时间", "script"), ("串行", "script")])]
)
def test_the_mainlands_own_words_in_traditional_script_stay(entries: int, expected: list[Meaning]) -> None:
    assert over(*["时间序列的预测"] * entries, "时间与串行端口").meant("時間序列") == expected
