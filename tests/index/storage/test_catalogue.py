"""What is kept of the issues, and how it is looked up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.documents import Issue, documents_of
from index.errors import IndexBrokenError
from index.storage.catalogue import Catalogue, read_issues, to_bytes
from tests.index.storage_support import issue

ISSUES = [issue(day, f"第{day}期") for day in (3, 0, 12, 7)]
issues = st.builds(Issue, number=st.none() | st.integers(), date=st.none() | st.dates())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(issues, max_size=2))
def test_issues_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, found: list[Issue]) -> None:
    file = tmp_path_factory.mktemp("catalogue") / "catalogue.json"
    file.write_bytes(to_bytes(found))

    assert set(read_issues(file)) == set(found)


def test_issues_are_newest_first() -> None:
    assert [found.name for found in Catalogue(ISSUES).issues()] == [
        "2020-01-13", "2020-01-08", "2020-01-04", "2020-01-01",
    ]  # fmt: skip


def test_documents_follow_the_issues_and_their_text() -> None:
    catalogue = Catalogue(ISSUES)

    expected = [document for found in catalogue.issues() for document in documents_of(found)]
    assert list(catalogue.documents()) == expected
    assert all(
        catalogue.document(document.id) == catalogue.find(document.id) == document for document in expected
    )


def test_what_is_not_there_is_told_apart() -> None:
    catalogue = Catalogue(ISSUES)

    assert catalogue.issue("1999-01-01") is None
    assert catalogue.find("none") is None
    with pytest.raises(KeyError):
        catalogue.document("none")


def test_appearances_are_newest_first_and_each_once() -> None:
    url = "https://github.com/Example/Tool"
    found = [replace_urls(ISSUES[0], url), replace_urls(ISSUES[2], f"{url}.git")]
    catalogue = Catalogue([*found, ISSUES[1]])

    appearances = catalogue.appearances("http://github.com/example/tool/")

    assert [document.issue for document in appearances] == ["2020-01-13"] * 3 + ["2020-01-04"] * 3


def replace_urls(old: Issue, url: str) -> Issue:
    """The issue with one address in all its entries, twice."""
    (section,) = old.sections
    entries = [
        replace(entry, url=url, links=(*entry.links, replace(entry.links[0], url=f"{url}#readme")))
        for entry in section.entries
    ]
    return replace(old, sections=(replace(section, entries=tuple(entries)),))


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff\xfe", b'[{"name": "a"}]'])
def test_a_file_of_another_form_is_damage(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "catalogue.json").write_bytes(content)

    with pytest.raises(IndexBrokenError, match=r"catalogue.json: damaged"):
        read_issues(tmp_path / "catalogue.json")
