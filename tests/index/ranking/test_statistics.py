"""How many documents a query finds at most, and what it weighs, from the statistics of its terms alone."""

import pytest

from index.query.tree import (
    MATCH_ALL,
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
from index.ranking.statistics import documents, weight
from index.ranking.weights import idf
from tests.index.rewriting.over_entries import VOCABULARY
from tests.index.search_support import DOCUMENTS

COMMON, RARE, ABSENT = Term("量化"), Term("tensorflow"), Term("nowhere")
"""In three documents, in one, and in none."""


@pytest.mark.parametrize(
    ("query", "count"),
    [
        (COMMON, 3),
        (RARE, 1),
        (ABSENT, 0),
        (Concept("剪枝", ("剪枝", "pruning")), 2),
        (Phrase(("骁龙", "888")), 1),
        (Phrase(("骁龙", "nowhere")), 0),
        (Substring("量化", COMMON), 3),
        (Boost(COMMON, 0.5), 3),
        (ClauseWeight(RARE, 2.0), 1),
        (ConstantScore(RARE), 1),
        (Rescore(RARE, COMMON, 1.0), 1),
        (Fallback(ABSENT, RARE), 1),
        (Fallback(COMMON, RARE), 3),
        (And((COMMON, RARE)), 1),
        (And((COMMON, ABSENT)), 0),
        (And(()), 0),
        (Or((COMMON, RARE)), 3),
        (AtLeast((COMMON, RARE), (1.0, 1.0), 0.5), 3),
        (AtLeast((COMMON, RARE), (1.0, 1.0), 1.0), 1),
        (MATCH_ALL, len(DOCUMENTS)),
    ],
    ids=str,
)
def test_documents_that_match_at_most(query: Query, count: int) -> None:
    assert documents(query, VOCABULARY) == count


def test_a_clause_weighs_as_much_as_it_is_rare() -> None:
    common, rare, absent = (weight(query, VOCABULARY) for query in (COMMON, RARE, ABSENT))

    assert (common, rare) == (idf(3, len(DOCUMENTS)), idf(1, len(DOCUMENTS)))
    assert common < rare < absent


def test_clauses_weigh_together_and_alternatives_as_their_commonest() -> None:
    common, rare = weight(COMMON, VOCABULARY), weight(RARE, VOCABULARY)

    assert weight(And((COMMON, RARE)), VOCABULARY) == pytest.approx(common + rare)
    assert weight(Or((COMMON, RARE)), VOCABULARY) == pytest.approx(common)
    assert weight(ClauseWeight(RARE, 0.5), VOCABULARY) == pytest.approx(rare / 2)
    assert weight(Fallback(ABSENT, RARE), VOCABULARY) == pytest.approx(rare)
    assert weight(Boost(RARE, 0.1), VOCABULARY) == pytest.approx(rare)


def test_a_weak_alternative_makes_a_rare_name_little_more_common() -> None:
    weak = weight(Or((RARE, Boost(COMMON, 0.5))), VOCABULARY)

    assert weight(COMMON, VOCABULARY) < weak < weight(RARE, VOCABULARY)
