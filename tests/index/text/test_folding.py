"""Folding: the same for a run as for the text around it, and every character traced back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.folding import fold, fold_text, spaced, squeeze

TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("量化訓練軟體ＡＩ５Ｇ，。“”—é\u0301\ufe0f\u200b㎡ﬁ½Ⅲİß"))
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＭＮＮ　５Ｇ", "mnn 5g"),
        ("軟體與晶片", "软体与晶片"),
        ("著名", "著名"),
        ("Café", "cafe"),
        ("㎡", "m2"),
        ("“引”—‘号’", "\"引\"-'号'"),
        ("a\u200bb\ufe0f\xadc", "abc"),
        ("行\n行\t行", "行 行 行"),
        ("か\u3099", "か"),
        ("が", "が"),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold_text(text) == folded


@given(before=TEXTS, run=TEXTS, after=TEXTS)
def test_a_run_folds_as_it_does_inside_a_text(before: str, run: str, after: str) -> None:
    assert fold_text(before + run + after) == fold_text(before) + fold_text(run) + fold_text(after)


@given(text=TEXTS)
def test_every_character_is_traced_back(text: str) -> None:
    folded = fold(text)

    assert len(folded.origin) == len(folded.text) + 1
    assert list(folded.origin) == sorted(folded.origin)
    for offset, character in enumerate(folded.text):
        start, end = folded.span(offset, offset + 1)
        assert character in fold_text(text[start:end])


@given(text=TEXTS)
def test_folding_twice_changes_nothing_that_matters(text: str) -> None:
    """A suggestion or a corrected word is folded again when it is searched."""
    once = fold_text(text)

    assert squeeze(fold_text(once)).casefold() == squeeze(fold_text(fold_text(once))).casefold()


def test_spaced_keeps_letters_digits_and_ideographs() -> None:
    assert spaced("mobilenet-v3（轻量）, 6nm") == "mobilenet v3 轻量 6nm"
