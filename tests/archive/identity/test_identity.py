"""What an issue is called and when it came out, where newsletters write it differently."""

import pytest

from archive.conventions.model import load_conventions
from archive.identity.identity import identify
from archive.identity.masthead import read_masthead

TOPS = [
    ("# Wool", "wool-041.md", None, 41, ""),
    ("# Wool", "wool-2024-07.md", None, None, ""),
    ("# Wool", "wool_2024.md", None, None, ""),
    ("# Wool", "2024-05-03.md", "2024-05-03", None, ""),
    ("# Wool, issue 3 (2024-06-01)", "a.md", "2024-06-01", 3, ""),
    ("# Issue #12: May 3, 2024 - Yarn", "a.md", "2024-05-03", 12, "Yarn"),
    ("# Yarn of the 3rd of nothing, 4th September 2024", "a.md", "2024-09-04", None, ""),
    ("# Wool No. 2024-05-03", "a.md", "2024-05-03", None, ""),
    ("# Domino 12 and Maybe 3, 2024", "a.md", None, None, ""),
    ("Wool of Feb. 1 2024\n===", "a.md", "2024-02-01", None, ""),
    ('+++\ntitle = "Wool 7"\ndate = 2024-08-02T08:00:00+02:00\n+++', "a.md", "2024-08-02", None, ""),
    ("---\ntitle: Wool 8\ndate: 2024-08-09\n---", "a.md", "2024-08-09", None, ""),
]


@pytest.mark.parametrize(("top", "file", "date", "number", "headline"), TOPS)
def test_identity(top: str, file: str, date: str | None, number: int | None, headline: str) -> None:
    found = identify(read_masthead(top.split("\n")), file, load_conventions("generic"))

    assert (found.date.isoformat() if found.date else None, found.number) == (date, number)
    assert found.headline == headline
