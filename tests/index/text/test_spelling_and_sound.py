"""Stems, spelling, readings."""

import pytest

from index.text.pinyin import initials, readings, without_tone
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
    assert [correction.word for correction in Spelling(VOCABULARY).corrections(typed)] == expected
