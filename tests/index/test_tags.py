"""Tags as filters: one value for one venue and year, papers apart."""

import pytest

from index.tags import paper_of, tag_values


@pytest.mark.parametrize("tag", ["CVPR2020", "CVPR 2020", "CVPR-2020", "CVPR'2020", " CVPR  2020"])
def test_a_venue_and_its_year_are_one_value(tag: str) -> None:
    assert tag_values([tag]) == ("CVPR 2020",)


@pytest.mark.parametrize("tag", ["ACM MM 2019", "量化", "INT8", "2020", "RK3399", "H264", "Cortex-A72"])
def test_other_tags_stay_as_they_are(tag: str) -> None:
    assert tag_values([tag]) == (tag,)


@pytest.mark.parametrize(
    ("tag", "paper"),
    [
        ("1812.00332", "1812.00332"),
        ("arXiv:1812.00332v2", "1812.00332v2"),
        ("ArXiv 2003.12345", "2003.12345"),
        ("cs/0112017", "cs/0112017"),
        ("1813.00332", ""),
        ("CVPR 2020", ""),
        ("2020.5", ""),
        ("1.2.3", ""),
    ],
)
def test_numbers_of_papers_are_known(tag: str, paper: str) -> None:
    assert paper_of(tag) == paper
    assert bool(tag_values([tag])) == (not paper)


def test_each_value_stands_once() -> None:
    assert tag_values(["CVPR2020", "CVPR 2020", "1812.00332", "量化"]) == ("CVPR 2020", "量化")
