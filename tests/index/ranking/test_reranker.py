"""How clauses score and weigh: the meaning of the tree, on a handful of entries."""

import dataclasses
from collections.abc import Sequence

import pytest

from index.forward.postings import Postings
from index.forward.vocabulary import Vocabulary
from index.query.tree import (
    And,
    AtLeast,
    Boost,
    ClauseWeight,
    Concept,
    ConstantScore,
    Fallback,
    Or,
    Phrase,
    Query,
    Rescore,
    Substring,
    Term,
)
from index.ranking.reranker import Reranker
from index.ranking.statistics import documents, weight
from index.schema import document_key
from tests.index.search_support import document, open_index

BLANK = dataclasses.replace(
    document(1), summary="", tags=(), url="", links=(), byline="", source="", category=""
)


def reranker(*titles: str) -> Reranker:
    entries = [
        dataclasses.replace(BLANK, id=f"d{number}", title=title) for number, title in enumerate(titles)
    ]
    index = open_index(entries)
    records = index.forward.records([document_key(entry.id) for entry in entries])
    return Reranker(records, Vocabulary(index.forward, index.engine), Postings(index.forward.postings))


def ranked(query: Query, titles: Sequence[str]) -> list[str]:
    return [titles[int(record.id[1:])] for record, score in reranker(*titles).ranked(query) if score]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        (Term("剪枝"), ["剪枝", "剪枝与量化与蒸馏的比较和总结", "别的"]),
        (Term("quantized"), ["quantized", "quantization", "别的"]),
        (Term("化训"), ["量化训练", "别的"]),
        (Phrase(("骁龙", "888")), ["骁龙 888", "别的 888 骁龙"]),
        (Substring("obile", Term("mobilenet")), ["MobileNet", "net"]),
        (Concept("剪枝", ("剪枝", "pruning")), ["pruning", "别的"]),
        (Or((Term("剪枝"), Boost(Term("蒸馏"), 0.5))), ["剪枝", "蒸馏", "别的"]),
        (Rescore(Or((Term("剪枝"), Term("蒸馏"))), Term("蒸馏"), 1.0), ["蒸馏", "剪枝", "别的"]),
        (Fallback(Term("剪枝"), Boost(Term("蒸馏"), 0.5)), ["剪枝", "蒸馏", "别的"]),
    ],
    ids=str,
)
def test_the_best_stand_first_and_the_last_is_not_found(query: Query, titles: list[str]) -> None:
    assert ranked(query, titles[::-1]) == titles[:-1]


def test_all_gives_the_mean_by_weight_and_only_where_all_is() -> None:
    scorer = reranker("剪枝 蒸馏", "剪枝", "蒸馏")
    conjunction = scorer.clause(And((Term("剪枝"), Term("蒸馏"))))
    parts = [scorer.clause(Term("剪枝")), scorer.clause(Term("蒸馏"))]

    assert set(conjunction.scores) == {0}
    assert conjunction.weight == pytest.approx(sum(part.weight for part in parts))
    assert conjunction.scores[0] == pytest.approx(
        sum(p.scores[0] * p.weight for p in parts) / conjunction.weight
    )


def test_some_counts_what_is_missing_twice() -> None:
    """As missing score, and as missing share: two weak words stand above one strong one."""
    scorer = reranker("剪枝 蒸馏", "剪枝", "蒸馏", "别的")
    query = AtLeast((Term("剪枝"), Term("蒸馏")), (1.0, 1.0), 0.3)
    scores = scorer.clause(query).scores

    assert scores[0] == pytest.approx(scorer.clause(And(query.parts)).scores[0])
    assert scores[1] == pytest.approx(scorer.clause(Term("剪枝")).scores[1] / 4)


def test_a_name_that_is_looked_for_beside_its_concept_does_not_count_twice() -> None:
    scorer = reranker("剪枝", "pruning")

    assert set(scorer.clause(Concept("剪枝", ("剪枝", "pruning"), typed="剪枝")).scores) == {1}
    assert set(scorer.clause(Concept("剪枝", ("剪枝", "pruning"))).scores) == {0, 1}


def test_weak_alternatives_do_not_make_a_rare_name_common() -> None:
    scorer = reranker("yolov5", *["yolo"] * 9, *["别的"] * 9)
    family = Boost(Term("yolo"), 0.3)

    assert documents(Or((Term("yolov5"), family)), scorer.vocabulary) >= 9
    assert weight(Or((Term("yolov5"), family)), scorer.vocabulary) > weight(Term("yolo"), scorer.vocabulary)


def test_boosts_and_constants_change_scores_and_weights_change_weights() -> None:
    scorer = reranker("剪枝", "别的")
    plain = scorer.clause(Term("剪枝"))

    assert scorer.clause(Boost(Term("剪枝"), 0.5)).scores[0] == plain.scores[0] / 2
    assert scorer.clause(ConstantScore(Term("剪枝"))).scores[0] == 1.0
    assert scorer.clause(ClauseWeight(Term("剪枝"), 0.3)).weight == pytest.approx(plain.weight * 0.3)
