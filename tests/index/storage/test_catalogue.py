"""What is kept of the issues, and how it is looked up."""

from __future__ import annotations

import sqlite3
import string
import threading
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.documents import Issue, documents_of, summary_of
from index.errors import EngineError, IndexBrokenError, IndexWriteError
from index.storage.catalogue import Catalogue, Year
from index.storage.catalogue_writer import write_catalogue
from tests.index.storage_support import issue

ISSUES = [issue(day, f"第{day}期") for day in (3, 0, 12, 7)]
NEWEST_FIRST = ["2020-01-13", "2020-01-08", "2020-01-04", "2020-01-01"]
UNDATED = replace(issue(40, "无期"), name="undated", date=None)

some_issues = st.lists(
    st.builds(Issue, number=st.none() | st.integers(), date=st.none() | st.dates()),
    max_size=2,
    unique_by=lambda found: found.name,
)
editions = st.dictionaries(st.integers(0, 5), st.sampled_from("甲乙丙"), max_size=4)
slow = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def catalogue_of(folder: Path, issues: Iterable[Issue] = ISSUES) -> Catalogue:
    """A catalogue of these issues, in place of an earlier one."""
    file = folder / "catalogue.sqlite"
    file.unlink(missing_ok=True)
    write_catalogue(file, issues)
    return Catalogue(file)


@settings(slow, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(some_issues)
def test_issues_come_back_without_the_text_of_their_parts(tmp_path: Path, issues: list[Issue]) -> None:
    catalogue = catalogue_of(tmp_path, issues)

    for found in issues:
        parts = tuple(replace(part, text="") for part in found.parts)
        assert catalogue.issue(found.name) == replace(found, parts=parts)
    assert {summary.name: summary for summary in catalogue.issue_summaries()} == {
        found.name: summary_of(found) for found in issues
    }
    documents = Counter(document for found in issues for document in documents_of(found))
    assert Counter(catalogue.all_documents()) == documents


def test_issues_are_newest_first(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path)

    assert [summary.name for summary in catalogue.issue_summaries()] == NEWEST_FIRST
    assert [summary.name for summary in catalogue.issue_summaries(offset=1, limit=2)] == NEWEST_FIRST[1:3]


def test_issues_are_found_by_year(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, [*ISSUES, issue(400, "来年"), UNDATED])

    assert catalogue.years == (Year("2021", 1, 3), Year("2020", 4, 12), Year("", 1, 3))
    assert [summary.name for summary in catalogue.issue_summaries(year="2020")] == NEWEST_FIRST
    assert [summary.name for summary in catalogue.issue_summaries(year="")] == ["undated"]
    assert catalogue.issue_summaries(year="1999") == ()
    assert catalogue.dates == ("2020-01-01", "2021-02-04")
    assert catalogue.entries == 18


def test_neighbours_are_the_issues_before_and_after(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path)

    names = [tuple(beside and beside.name for beside in catalogue.neighbours(name)) for name in NEWEST_FIRST]
    assert names == [
        (None, "2020-01-08"),
        ("2020-01-13", "2020-01-04"),
        ("2020-01-08", "2020-01-01"),
        ("2020-01-04", None),
    ]
    assert catalogue.neighbours("none") == (None, None)


def test_documents_follow_the_issues_and_their_text(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path)

    expected = [
        document
        for found in sorted(ISSUES, key=lambda one: one.name, reverse=True)
        for document in documents_of(found)
    ]
    assert list(catalogue.all_documents()) == expected
    assert list(catalogue.titles()) == [document.title for document in expected]
    assert catalogue.entry_ids() == tuple((document.id, document.date) for document in expected)
    assert catalogue.entry_ids(offset=2, limit=1) == ((expected[2].id, "2020-01-13"),)
    assert set(catalogue.recent_ids(2)) == {document.id for document in expected[:6]}
    assert all(catalogue.document(document.id) == document for document in expected)


def test_documents_come_in_the_order_of_their_ids(tmp_path: Path) -> None:
    many = [issue(day, "甲", entries=30) for day in range(20)]
    catalogue = catalogue_of(tmp_path, many)
    ids = sorted(document.id[::-1] for found in many for document in documents_of(found))
    reversed_ids = [key[::-1] for key in ids]

    assert [document.id for document in catalogue.documents(reversed_ids)] == reversed_ids
    assert [document.id for document in catalogue.documents([reversed_ids[0], reversed_ids[0]])] == [
        reversed_ids[0]
    ] * 2


def test_what_is_not_there_is_told_apart(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path)

    assert catalogue.issue("1999-01-01") is None
    assert catalogue.document("none") is None
    assert catalogue.document("2020-01-01-0' OR ''='") is None
    with pytest.raises(IndexBrokenError, match="the entry none is missing"):
        list(catalogue.documents(["none"]))


def test_an_empty_archive_has_nothing(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, [])

    assert (catalogue.entries, catalogue.years, catalogue.dates) == (0, (), ("", ""))
    assert list(catalogue.all_documents()) == list(catalogue.issue_summaries()) == []
    assert catalogue.values("month") == {}


def test_entries_with_the_same_id_do_no_harm(tmp_path: Path) -> None:
    forged = replace(issue(9, "伪"), sections=ISSUES[0].sections)
    catalogue = catalogue_of(tmp_path, [*ISSUES, forged])

    document = catalogue.document("2020-01-04-1")

    assert document
    assert document.issue == "2020-01-10"


def test_appearances_are_newest_first_and_each_once(tmp_path: Path) -> None:
    url = "https://github.com/Example/Tool"
    found = [replace_urls(ISSUES[0], url), replace_urls(ISSUES[2], f"{url}.git")]
    catalogue = catalogue_of(tmp_path, [*found, ISSUES[1]])

    appearances = catalogue.appearances("http://github.com/example/tool/")

    assert [document.issue for document in appearances] == ["2020-01-13"] * 3 + ["2020-01-04"] * 3
    assert [document.position for document in appearances] == [0, 1, 2] * 2
    assert catalogue.appearances("https://example.org/elsewhere") == ()


def test_addresses_with_the_same_hash_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("catalogue", "catalogue_writer"):
        monkeypatch.setattr(f"index.storage.{module}.hashed", lambda _address: 7)
    catalogue = catalogue_of(tmp_path)

    (appearance,) = catalogue.appearances("https://example.org/2020-01-04/1")

    assert appearance.id == "2020-01-04-1"


def replace_urls(old: Issue, url: str) -> Issue:
    """The issue with one address in all its entries, twice."""
    (section,) = old.sections
    entries = [
        replace(entry, url=url, links=(*entry.links, replace(entry.links[0], url=f"{url}#readme")))
        for entry in section.entries
    ]
    return replace(old, sections=(replace(section, entries=tuple(entries)),))


def all_of(catalogue: Catalogue) -> dict[str, object]:
    """Everything that can be asked."""
    documents = list(catalogue.all_documents())
    return {
        "documents": documents,
        "issues": [catalogue.issue(one.name) for one in catalogue.issue_summaries()],
        "appearances": {one.url: catalogue.appearances(one.url) for one in documents},
        "values": {field: catalogue.values(field) for field in ("category", "source", "tag", "month")},
        "figures": (catalogue.entries, catalogue.years, catalogue.dates),
    }


@slow
@given(st.lists(editions, min_size=2, max_size=4))
def test_step_by_step_it_holds_what_is_written_at_once(tmp_path: Path, steps: list[dict[int, str]]) -> None:
    base, before = None, {}
    for number, texts in enumerate(steps):
        changed = {day: text for day, text in texts.items() if before.get(day) != text}
        gone = {issue(day, "").name for day in before if day not in texts or day in changed}
        file = tmp_path / f"{number}.sqlite"
        file.unlink(missing_ok=True)
        write_catalogue(file, [tagged(day, text) for day, text in changed.items()], base=base, drop=gone)
        base, before = file, texts

    assert base
    full = catalogue_of(tmp_path, [tagged(day, text) for day, text in steps[-1].items()])
    assert all_of(Catalogue(base)) == all_of(full)


def tagged(day: int, text: str) -> Issue:
    """An issue whose tags and number of entries depend on its edition."""
    untagged = issue(day, text, entries=1 + "甲乙丙".index(text))
    (section,) = untagged.sections
    entries = tuple(replace(entry, tags=(text, text, "共有")) for entry in section.entries)
    return replace(untagged, sections=(replace(section, entries=entries),))


def test_the_base_is_never_changed(tmp_path: Path) -> None:
    catalogue_of(tmp_path)
    before = (tmp_path / "catalogue.sqlite").read_bytes()

    write_catalogue(tmp_path / "new", [issue(1, "新")], base=tmp_path / "catalogue.sqlite", drop=NEWEST_FIRST)

    assert (tmp_path / "catalogue.sqlite").read_bytes() == before
    assert [one.name for one in Catalogue(tmp_path / "new").issue_summaries()] == ["2020-01-02"]


def test_a_catalogue_that_lost_most_of_its_issues_shrinks(tmp_path: Path) -> None:
    many = [issue(day, "甲", entries=30) for day in range(40)]
    catalogue_of(tmp_path, many)

    write_catalogue(
        tmp_path / "new", [], base=tmp_path / "catalogue.sqlite", drop=[found.name for found in many[1:]]
    )

    assert (tmp_path / "new").stat().st_size < (tmp_path / "catalogue.sqlite").stat().st_size / 4


def test_threads_read_at_the_same_time(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path)
    wrong: list[str] = []

    def read() -> None:
        for name in NEWEST_FIRST * 20:
            found = catalogue.issue(name)
            if found is None or found.name != name:
                wrong.append(name)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    catalogue.close()

    assert wrong == []
    with pytest.raises(EngineError, match="closed"):
        catalogue.issue(NEWEST_FIRST[0])


@pytest.mark.parametrize("content", [b"", b"{}", b"SQLite format 3\0" + bytes(4096), b"\xff\xfe" * 4000])
def test_a_file_of_another_form_is_damage(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "catalogue.sqlite").write_bytes(content)

    with pytest.raises(IndexBrokenError, match=r"catalogue.sqlite: damaged; run `jianbao reindex`$"):
        Catalogue(tmp_path / "catalogue.sqlite")


def test_a_missing_file_is_damage(tmp_path: Path) -> None:
    with pytest.raises(IndexBrokenError, match="none: cannot be read: No such file"):
        Catalogue(tmp_path / "none")


@settings(slow, max_examples=60)
@given(st.integers(0, 100), st.binary(min_size=1, max_size=40))
def test_damage_anywhere_is_told_as_damage_or_does_no_harm(tmp_path: Path, where: int, junk: bytes) -> None:
    catalogue_of(tmp_path)
    file = tmp_path / "catalogue.sqlite"
    content = bytearray(file.read_bytes())
    start = where * (len(content) - len(junk)) // 100
    content[start : start + len(junk)] = junk
    file.write_bytes(content)

    with suppress(IndexBrokenError):
        all_of(Catalogue(file))


def test_a_catalogue_of_another_schema_is_damage(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "catalogue.sqlite") as connection:
        connection.execute("CREATE TABLE issues (name TEXT)")
    connection.close()

    with pytest.raises(IndexBrokenError, match="damaged"):
        Catalogue(tmp_path / "catalogue.sqlite").issue_summaries()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexWriteError, match="the catalogue could not be written"):
        write_catalogue(tmp_path / "none" / "catalogue.sqlite", ISSUES)


def test_names_and_numbers_of_any_size_are_kept(tmp_path: Path) -> None:
    odd = replace(issue(1, "奇"), name=string.printable, number=10**30)
    catalogue = catalogue_of(tmp_path, [*ISSUES, odd])

    assert 10**30 in [one.number for one in catalogue.issue_summaries()]
    assert catalogue.issue(string.printable) == odd
