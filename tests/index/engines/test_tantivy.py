"""tantivy keeps the contract, and finds the sets of words that suffice without going through all sets."""

from itertools import combinations, islice

from hypothesis import given
from hypothesis import strategies as st

from index.engines.tantivy import MAX_SETS, _heavy_enough
from tests.index.engines.engine_contract import EngineContract


class TestTantivy(EngineContract):
    name = "tantivy"


@given(weights=st.lists(st.floats(0.001, 5), min_size=1, max_size=8), share=st.floats(0.05, 1))
def test_the_sets_that_suffice_are_all_those_of_which_no_smaller_one_does(
    weights: list[float], share: float
) -> None:
    threshold = share * sum(weights) - 1e-9
    indices = range(len(weights))
    sets = [chosen for size in range(1, len(weights) + 1) for chosen in combinations(indices, size)]
    enough = [set(chosen) for chosen in sets if sum(weights[index] for index in chosen) >= threshold]
    found = [set(chosen) for chosen in _heavy_enough(weights, threshold)]

    assert all(chosen in found for chosen in enough if not any(other < chosen for other in enough))
    assert all(chosen in enough for chosen in found)
    assert len({frozenset(chosen) for chosen in found}) == len(found)


def test_the_first_sets_of_a_long_sentence_take_no_time() -> None:
    weights = [1.0 + index % 7 for index in range(64)]  # there are some 10¹⁷ sets
    threshold = 0.6 * sum(weights)
    found = list(islice(_heavy_enough(weights, threshold), MAX_SETS + 1))

    assert len(found) == MAX_SETS + 1
    assert all(sum(weights[index] for index in chosen) >= threshold for chosen in found)
