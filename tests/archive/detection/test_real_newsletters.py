"""Real newsletters that no conventions are written for, against what people marked in them."""

import pytest

from tests.archive.shared import SHARED, corpus
from tests.archive.undescribed import figures_in, score_of

NAMES = ("campcc", "dotnet-weekly", "gocn", "haskell-weekly", "howie", "openbiox", "tw93")


@pytest.mark.shared
@pytest.mark.parametrize("name", NAMES)
def test_entries_are_found_where_nobody_said_how_they_are_written(name: str) -> None:
    corpus("../newsletters")
    said = score_of(SHARED / "newsletters" / name)

    print(name, said)
    precision, recall, title, url, category = figures_in(said)
    assert min(precision, title, category) >= 0.9
    assert min(recall, url) >= 0.99
