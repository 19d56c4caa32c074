"""The shipped lexicon is in order, and the checker sees what is not."""

from pathlib import Path

import pytest

from index.lexicon.check import check_lexicon
from index.lexicon.lexicon import LexiconError, lexicon_lines, load_lexicon
from tests.index.search_support import LEXICON


def test_the_shipped_lexicon_is_in_order() -> None:
    assert [str(problem) for problem in check_lexicon(LEXICON, lexicon_lines())] == []


def test_the_shipped_lexicon_is_broad() -> None:
    assert len(LEXICON.words) >= 400
    assert len(LEXICON.synonyms) >= 150


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        ("words.txt", "端侧智能体甲\n端侧智能体甲", "already"),
        ("words.txt", "端侧智能体甲\t多", "no number"),
        ("words.txt", "TensorFlow九", "not Chinese throughout"),
        ("words.txt", "我们的\t1", "is cut as"),
        ("synonyms.txt", "甲乙丙一 = jiayibing\n甲乙丙一 = other", "already"),
        ("synonyms.txt", "甲乙丙一 = 甲乙丙一", "already"),
        ("synonyms.txt", "甲乙丙一 =", "write it as"),
        ("synonyms.txt", "甲乙丙一", "write it as"),
        ("synonyms.txt", "甲乙丙一 => 甲乙丙二\n甲乙丙二 => 甲乙丙一", "leads back"),
        ("synonyms.txt", "怎么 = how to", "stop word"),
        ("related.txt", "甲乙丙一 => ,", "empty"),
        ("taiwan.txt", "甲乙丙一 => 甲乙丙二\n甲乙丙一 => 甲乙丙三", "already"),
        ("stopwords.txt", "甲乙丙一\n甲乙丙一", "already"),
        ("generic.txt", "甲乙丙一\n甲乙丙一", "already"),
        ("implicit.txt", "甲乙丙一\n甲乙丙一", "already"),
    ],
)
def test_the_checker_names_file_line_and_fault(tmp_path: Path, file: str, text: str, fault: str) -> None:
    (tmp_path / file).write_text(text, encoding="utf8")
    problems = [str(problem) for problem in check_lexicon(load_lexicon(tmp_path), lexicon_lines(tmp_path))]

    assert problems
    assert all(problem.startswith(f"{tmp_path / file}:") for problem in problems)
    assert any(fault in problem for problem in problems), problems


def test_an_editors_words_join_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("# 我们的\n甲乙丙丁机  # 一台机器\n", encoding="utf-8-sig")
    (tmp_path / "synonyms.txt").write_text("甲乙丙丁机 = JYBD = C# machine\n", encoding="utf8")
    lexicon = load_lexicon(tmp_path)

    assert lexicon.words[-1] == ("甲乙丙丁机", 0)
    assert lexicon.synonyms[-1] == ("甲乙丙丁机", "JYBD", "C# machine")
    assert len(lexicon.words) == len(LEXICON.words) + 1
    assert lexicon.digest != LEXICON.digest
    assert load_lexicon().digest == LEXICON.digest


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="no folder"):
        load_lexicon(tmp_path / "nothing")
    (tmp_path / "words.txt").write_bytes("量化".encode("gbk"))
    with pytest.raises(LexiconError, match=r"words\.txt.*UTF-8"):
        load_lexicon(tmp_path)
