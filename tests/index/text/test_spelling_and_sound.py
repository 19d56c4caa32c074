"""Stems, spelling, readings."""

import pytest
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

from index.text.pinyin import initials, possible_readings, readings, usual_reading, without_tone
from index.text.spelling import Spelling
from index.text.stemmer import stem


@pytest.mark.parametrize(
    "words",
    [
        ("quantize", "quantized", "quantizing", "quantization", "quantizations"),
        ("prune", "pruned", "pruning"),
        ("network", "networks"),
        ("compress", "compressed", "compression"),
        ("train", "trained", "training"),
        ("run", "runs"),
    ],
)
def test_forms_share_a_stem(words: tuple[str, ...]) -> None:
    assert len({stem(word) for word in words}) == 1


@pytest.mark.parametrize("word", ["量化", "v3", "c++", "ai", ""])
def test_what_has_no_forms_has_no_stem(word: str) -> None:
    assert stem(word) == ""


@pytest.mark.parametrize(
    ("word", "expected"),
    [("高通", "gaotong"), ("银行", "yinhang"), ("女性", "nvxing"), ("联发科", "lianfake")],
)
def test_readings(word: str, expected: str) -> None:
    assert readings(word)[0] == expected


def test_characters_are_read_as_pypinyin_reads_them() -> None:
    for code in range(0x3400, 0xA000):
        listed = pinyin_dict.get(code, "").split(",")[0]
        assert usual_reading(chr(code)) == without_tone(listed)


def test_phrases_are_read_as_pypinyin_reads_them() -> None:
    for phrase, listed in phrases_dict.items():
        assert readings(phrase) == ("".join(without_tone(one[0]) for one in listed),)


@pytest.mark.parametrize(
    "word", ["", "一", "一丁不", "龟", "龥龥龥", "😀", "量化训练模型压缩", '": [', "zzz"]
)
def test_what_is_no_phrase_is_read_by_its_characters(word: str) -> None:
    assert word not in phrases_dict
    assert readings(word) == possible_readings(word)


def test_initials_and_tones() -> None:
    assert "lh" in initials("量化")
    assert without_tone("lǜ") == "lv"
    assert readings("abc") == ()


VOCABULARY = {
    "tensorflow": 9,
    "tensor": 3,
    "winograd": 2,
    "efficientnet": 4,
    "resnet50": 2,
    "ddp": 9,
    "量化": 5,
}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tensorfow", ["tensorflow"]),
        ("winogard", ["winograd"]),
        ("efficentnet", ["efficientnet"]),
        ("tensorflow", []),
        ("resnet51", []),
        ("tpu", []),
        ("xensor", []),
        ("ddpg", []),
    ],
)
def test_corrections(typed: str, expected: list[str]) -> None:
    assert [correction.word for correction in Spelling(VOCABULARY.items()).corrections(typed)] == expected


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("yensorflow", ["tensorflow"]), ("tensorfloe", ["tensorflow"]), ("yensorfloe", [])],
)
def test_a_mistake_leaves_one_end_of_a_longer_word_alone(typed: str, meant: list[str]) -> None:
    found = Spelling([("tensorflow", 5), ("", 1)]).corrections(typed)

    assert [correction.word for correction in found] == meant


@pytest.mark.parametrize(
    ("typed", "meant"), [("nodexjs", ["node.js"]), ("node-js", ["node.js"]), ("node1jx", ["node1js"])]
)
def test_digits_part_words_and_other_signs_do_not(typed: str, meant: list[str]) -> None:
    found = Spelling([("node.js", 3), ("node1js", 9)]).corrections(typed)

    assert [correction.word for correction in found] == meant
