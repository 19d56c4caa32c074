"""The formulas of the ranking, and what its weights promise each other."""

import pytest

from index.ranking import weights
from index.ranking.weights import K1, combine, idf, saturate


@pytest.mark.parametrize(("frequency", "score"), [(0.0, 0.0), (K1, 0.5), (3 * K1, 0.75)])
def test_a_frequency_of_k1_gives_half_the_score(frequency: float, score: float) -> None:
    assert saturate(frequency) == pytest.approx(score)


def test_rarer_is_heavier_and_nothing_is_negative() -> None:
    values = [idf(documents, 100) for documents in (0, 1, 10, 50, 99, 100, 101)]

    assert values == sorted(values, reverse=True)
    assert values[-1] >= 0
    assert idf(1, 100) > 2 * idf(30, 100)


def test_a_second_name_adds_to_the_first_and_never_beyond_the_full_score() -> None:
    assert combine(0.5, 0.0) == 0.5
    assert combine(0.5, 0.4) == combine(0.4, 0.5) == pytest.approx(0.62)
    assert combine(1.0, 1.0) == 1.0


def test_what_is_further_from_what_was_typed_scores_less() -> None:
    order = [1.0, weights.CORRECTED, weights.SYNONYM, weights.EXPLAINED, weights.TRANSLATED, weights.WIDER]

    assert order == sorted(order, reverse=True)
    assert min(weights.RELATED, weights.FRAGMENT, weights.PREFIX, weights.COMPOUND) > weights.SIMILAR_SCORE
