"""The values of a filter, found as readers type them."""

import pytest

from index.field_values import FieldValues

TAGS = FieldValues({"CVPR 2020": 4, "CVPR 2021": 9, "量化": 3, "GPU": 1, "": 7})


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        (["gpu"], ("GPU",)),
        (["ＧＰＵ", "gpu"], ("GPU",)),
        (["量化", "NPU"], ("量化", "NPU")),
        (["CVPR"], ("CVPR",)),  # a chosen value is one value, and not all that hold it
    ],
)
def test_chosen_values_are_those_of_documents_however_written(
    typed: list[str], values: tuple[str, ...]
) -> None:
    assert TAGS.resolved(typed) == values


@pytest.mark.parametrize(
    ("typed", "values"),
    [("cvpr", ("CVPR 2020", "CVPR 2021")), ("cvpr 2021", ("CVPR 2021",)), ("NPU", ("NPU",))],
)
def test_a_typed_value_is_one_or_all_that_hold_it(typed: str, values: tuple[str, ...]) -> None:
    assert TAGS.containing(typed) == values


def test_the_nearest_values_come_first_and_none_is_the_empty_one() -> None:
    assert TAGS.nearest("CVPR") == ["CVPR 2021", "CVPR 2020", "GPU", "量化"]
    assert TAGS.nearest("GPUs")[0] == "GPU"
    assert TAGS.nearest("cvrp 2020")[0] == "CVPR 2020"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("www.arxiv.org", ("arxiv.org",)), ("ARXIV", ("arxiv.org",)), ("rg", ("rg",)), ("com", ("com",))],
)
def test_a_host_is_meant_by_its_beginning(typed: str, meant: tuple[str, ...]) -> None:
    hosts = FieldValues(dict.fromkeys(("arxiv.org", "org", "github.com", "com"), 1), hosts=True)

    assert hosts.containing(typed) == meant


@pytest.mark.parametrize(("typed", "known"), [("ｃｖｐｒ2020", True), ("CVPR", False), ("cvpr 2022", False)])
def test_a_value_is_known_however_it_is_written(typed: str, known: bool) -> None:
    assert TAGS.knows(typed) == known
    assert typed not in TAGS
