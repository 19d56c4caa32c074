"""An explanation tells what was searched, and its clauses are the ones that were scored."""

import pytest

from index.search_request import Search
from tests.index.search_support import searcher

SEARCHER = searcher()


def test_it_tells_other_names_and_what_each_hit_got_for_them() -> None:
    explanation = SEARCHER.explain(Search("pruning"))
    by_id = {key: {part.clause: part.score for part in clauses} for key, _, clauses in explanation.hits}

    assert any(line.strip().startswith("concept 剪枝") for line in explanation.query)
    assert by_id["e5"]["term pruning"] > 0
    assert "term pruning" not in by_id["e1"]
    assert any(clause.startswith("concept 剪枝") and score > 0 for clause, score in by_id["e1"].items())


@pytest.mark.parametrize("text", ["量化", "剪枝 量化 C++", '"神经网络"', "gaotong", "", "量化 -训练"])
def test_the_topmost_clause_is_the_score(text: str) -> None:
    """Where some of the words suffice, what the best hits share adds a little more."""
    for _, score, clauses in SEARCHER.explain(Search(text)).hits:
        assert score == pytest.approx(clauses[0].score, abs=0.16)
