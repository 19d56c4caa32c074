"""A search pays for all its retrievals from one budget, and texts are read once."""

from collections.abc import Mapping, Sequence

import pytest

from index.engines.budget import BATCH_SIZE, MAX_CONFIRMED, MAX_TEXTS, Budget, Confirmed
from index.query.tree import MATCH_ALL, Phrase, Substring

RUN = Substring("量化", MATCH_ALL)


class Texts:
    """Texts of documents that remember how many of them were read."""

    def __init__(self) -> None:
        self.batches: list[int] = []

    def read(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """Every third document says 量化, with a blank between."""
        self.batches.append(len(numbers))
        return {number: "int8 量 化" if number % 3 == 0 else "int8" for number in numbers}


def test_texts_decide_and_blanks_do_not_count() -> None:
    assert Budget().confirmed(RUN, lambda: range(7), Texts().read).tolist() == [0, 3, 6]
    assert Budget().confirmed(Phrase(("int", "8")), lambda: range(2), Texts().read).tolist() == [0, 1]


def test_where_all_are_proposed_they_are_looked_through_at_once() -> None:
    budget, texts = Budget(60, MAX_TEXTS), Texts()
    found = budget.confirmed(RUN, lambda: pytest.fail("proposed"), texts.read, lambda run: [len(run)])
    other = Substring("int", MATCH_ALL)

    assert found.tolist() == [2]
    assert budget.confirmed(other, lambda: [], texts.read, lambda run: [1]).tolist() == []
    assert budget.spent
    assert texts.batches == []


def test_texts_are_read_once_for_all_retrievals() -> None:
    budget, texts = Budget(60, 100), Texts()
    first = budget.confirmed(RUN, lambda: range(7), texts.read)

    assert (
        budget.confirmed(Substring("量化", MATCH_ALL), lambda: pytest.fail("asked again"), texts.read)
        == first
    )
    assert texts.batches == [7]


def test_what_one_search_confirmed_the_next_one_knows_until_too_much_is_known() -> None:
    known: Confirmed = {}
    texts = Texts()
    Budget(60, 100, known).confirmed(RUN, lambda: range(7), texts.read)
    Budget(60, 100, known).confirmed(RUN, lambda: range(7), texts.read)
    assert texts.batches == [7]

    for run in range(2 * MAX_CONFIRMED):
        Budget(60, 100, known).confirmed(Substring(str(run), MATCH_ALL), lambda: range(1), texts.read)
    assert len(known) <= MAX_CONFIRMED


def test_other_documents_with_the_same_numbers_are_not_taken_for_them() -> None:
    budget, entries, pages = Budget(), Texts(), Texts()
    budget.confirmed(RUN, lambda: range(7), entries.read)

    assert budget.confirmed(RUN, lambda: range(4), pages.read).tolist() == [0, 3]


def test_more_texts_than_a_search_may_read_are_not_read() -> None:
    budget, texts = Budget(60, 100), Texts()
    runs = [Substring(str(run), MATCH_ALL) for run in range(3)]
    for run in runs:
        budget.confirmed(run, lambda: range(MAX_TEXTS // 2), texts.read)

    assert budget.spent
    assert sum(texts.batches) == MAX_TEXTS


def test_each_text_of_a_larger_archive_may_be_read_once() -> None:
    budget, size = Budget(60, 3 * MAX_TEXTS), 3 * MAX_TEXTS
    found = budget.confirmed(RUN, lambda: range(size), Texts().read)

    assert (len(found), budget.spent) == (size // 3, False)


def test_few_texts_are_in_memory_at_once() -> None:
    texts = Texts()
    Budget().confirmed(RUN, lambda: range(3 * BATCH_SIZE), texts.read)

    assert texts.batches == [BATCH_SIZE] * 3


def test_past_its_time_nothing_is_read_or_remembered() -> None:
    budget, texts = Budget(-1), Texts()

    assert budget.confirmed(RUN, lambda: range(7), texts.read).tolist() == []
    assert budget.spent
    assert texts.batches == []
