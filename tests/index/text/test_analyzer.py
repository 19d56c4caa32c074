"""What a text becomes: the same terms with jieba and rjieba, and words that know where they stand."""

import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.text.analyzer import Analyzer, analyzer_of, folded_grams, grams, name_key
from index.text.folding import fold_text
from index.text.segmenter import Segmenter
from tests.index.search_support import CASES, LEXICON

TEXTS = tomllib.loads((CASES / "tokens.toml").read_text(encoding="utf8"))["case"]
HAN = st.text(
    st.sampled_from("的量化训练模型压缩神经网络卷积在手机上部署人脸检测剪枝端侧推理引擎寒武纪麒麟骁龙"),
    max_size=30,
)
MIXED = st.text(st.one_of(st.characters(), st.sampled_from("量化模型aAbB12+#.-_/ ，")), max_size=60)
ANALYZER = analyzer_of(LEXICON.words)
JIEBA = Segmenter(LEXICON.words, load_after=0, native=False)
RJIEBA = Segmenter(LEXICON.words, load_after=0)
MAPPED = Segmenter(LEXICON.words)


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case["text"])
def test_a_text_becomes_terms(case: dict[str, Any]) -> None:
    terms = ANALYZER.analyse(case["text"]).terms
    whole = {term for term, is_whole in terms if is_whole}
    parts = {term for term, is_whole in terms if not is_whole}

    if case.get("loose"):
        assert {"卷积", "神经"} <= whole
        return
    assert whole == set(case["whole"])
    assert parts == set(case["parts"])


@given(text=MIXED)
def test_words_stand_where_they_say(text: str) -> None:
    for word in ANALYZER.words(text):
        assert word.key in name_key(text[word.start : word.end])


@given(text=MIXED)
def test_indexing_reads_the_words_that_queries_have(text: str) -> None:
    analysis = ANALYZER.analyse(text)

    assert analysis.words == ANALYZER.words(text)
    assert analysis.folded == fold_text(text)


@given(text=st.one_of(MIXED, st.text("量化aB1 -_/'.+#²", max_size=12)))
def test_the_key_of_a_name_is_its_words_as_one(text: str) -> None:
    assert name_key(text) == "".join(word.key for word in ANALYZER.words(text))


@given(text=MIXED)
def test_words_follow_each_other(text: str) -> None:
    words = ANALYZER.words(text)

    assert all(first.start <= second.start and first.end <= second.end for first, second in pairwise(words))
    assert {word.key for word in words} <= {term for term, _ in ANALYZER.analyse(text).terms}


@settings(deadline=None)
@given(run=HAN)
@example(run="量量量网")
def test_all_cut_alike(run: str) -> None:
    """Of two orders of the same words, which are equally likely, rounding takes one: 量|量量 or 量量|量."""
    assert sorted(JIEBA.cut(run)) == sorted(RJIEBA.cut(run)) == sorted(MAPPED.cut(run))
    assert JIEBA.parts(run) == RJIEBA.parts(run) == MAPPED.parts(run)


@given(text=HAN)
def test_grams_of_a_run_stand_in_every_text_around_it(text: str) -> None:
    assert grams(text) <= grams(f"前{text}后")


def test_grams_are_characters_and_pairs_without_spaces() -> None:
    assert folded_grams("量化ab模型") == {"量", "化", "量化", "模", "型", "模型"}
    assert grams("量 化") == {"量", "化", "量化"}


def test_capitals_are_told_from_words() -> None:
    assert [word.capitals for word in ANALYZER.words("US us A")] == [True, False, False]


@pytest.mark.parametrize("kind", ["load_after=0", "load_after=0, native=False", ""])
def test_nothing_is_written_to_stderr_or_to_a_shared_folder(kind: str, tmp_path: Path) -> None:
    """jieba's own loader prints, and keeps a cache where every user may write."""
    code = f"from index.text.segmenter import Segmenter; print(Segmenter({kind}).cut('量化训练'))"
    completed = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"TMPDIR": str(tmp_path), "PYTHONPATH": ".", "PYTHONUTF8": "1"},
    )

    assert completed.stderr == ""
    assert completed.stdout.strip() == "['量化', '训练']"
    assert list(tmp_path.iterdir()) == []


def test_a_domain_word_is_one_word() -> None:
    analyzer = Analyzer(Segmenter([("联发科", 0), ("超材料", 9000)]))

    assert [word.key for word in analyzer.words("联发科的超材料")] == ["联发科", "的", "超材料"]


def test_the_dictionary_is_loaded_only_where_much_is_cut() -> None:
    segmenter = Segmenter(LEXICON.words, load_after=2)
    runs = ["量化训练", "端侧推理引擎", "卷积神经网络", "模型压缩"]

    cuts, loaded = [], []
    for run in runs:
        cuts.append(segmenter.cut(run))
        loaded.append("_loaded" in vars(segmenter))

    assert loaded == [False, False, True, True]
    assert cuts == [MAPPED.cut(run) for run in runs]
