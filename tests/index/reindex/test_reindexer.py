"""What a reindex reads, writes, keeps and says."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import IndexWriteError
from index.reindex.reindexer import reindex
from index.search_request import Search
from tests.index.storage_support import (
    REAL_STORE,
    TinyStore,
    broken,
    export,
    file,
    find_all,
    headlines,
    newsletter,
    real_library,
    stats,
    tiny_library,
    tree,
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def titles(data: Path, store: TinyStore | None = None) -> list[str]:
    return headlines(tiny_library(data, store))


def test_a_first_run_indexes_everything(data: Path) -> None:
    report = reindex(data, newsletter(3, "甲"), TinyStore())

    assert report.added == ("2020-01-01", "2020-01-02", "2020-01-03")
    assert (report.touched, report.entries, report.problems, report.reason) == (True, 9, (), "")
    assert stats(tiny_library(data)).entries == 9


def test_a_second_run_on_unchanged_files_writes_nothing(data: Path) -> None:
    first = reindex(data, newsletter(3, "甲"), TinyStore())
    before = list(tree(data))

    second = reindex(data, newsletter(3, "甲"), TinyStore())

    assert list(tree(data)) == before
    assert (second.touched, second.generation) == (False, first.generation)
    assert second.unchanged == first.added
    assert second.summary == "nothing changed, nothing written: 3 issues, 9 entries"


def test_only_changed_files_are_read_and_written(data: Path) -> None:
    store = TinyStore()
    reindex(data, newsletter(4, "甲"), store)
    files = [file(0, "甲"), file(1, "乙"), file(2, "甲"), file(9, "丙")]

    report = reindex(data, files, store)

    assert report.added == ("2020-01-10",)
    assert report.updated == ("2020-01-02",)
    assert report.removed == ("2020-01-04",)
    assert report.unchanged == ("2020-01-01", "2020-01-03")
    assert {key.rsplit("-", 1)[0] for key in store.written} == {"2020-01-02", "2020-01-10"}
    assert titles(data) == ["丙", "甲", "乙", "甲"]
    assert find_all(tiny_library(data)).total == 12


def test_step_by_step_the_engine_holds_what_a_full_run_gives(tmp_path: Path) -> None:
    steps = [
        newsletter(4, "甲"),
        [file(0, "甲"), file(1, "乙", 5), file(3, "甲")],
        [file(0, "丙"), file(1, "乙", 5), file(2, "甲"), file(7, "丁")],
    ]
    for files in steps:
        reindex(tmp_path / "steps", files, REAL_STORE)
    reindex(tmp_path / "full", steps[-1], REAL_STORE)
    one, other = real_library(tmp_path / "steps"), real_library(tmp_path / "full")

    for text in ("", "乙", "甲 的摘要", "丁"):
        search = Search(text=text, limit=100, sort="newest")
        assert export(one, search) == export(other, search) != []
        assert find_all(one, search).facets == find_all(other, search).facets
    one.close()
    other.close()


def test_progress_counts_what_is_read_and_written(data: Path) -> None:
    steps: list[tuple[int, int]] = []
    reindex(data, newsletter(3, "甲"), TinyStore(), progress=lambda done, total: steps.append((done, total)))
    reindex(data, newsletter(4, "甲"), TinyStore(), progress=lambda done, total: steps.append((done, total)))

    assert steps == [(done, 6) for done in range(1, 7)] + [(1, 2), (2, 2)]


def test_a_full_run_forgets_what_can_no_longer_be_read(data: Path) -> None:
    reindex(data, newsletter(2, "甲"), TinyStore())

    report = reindex(data, [file(0, "甲"), broken(file(1, "甲"))], TinyStore(), full=True)

    assert (report.removed, report.kept) == (("2020-01-02",), ())
    assert report.reason == "as asked"
    assert titles(data) == ["甲"]


def test_no_readable_file_keeps_even_from_a_full_run(data: Path) -> None:
    reindex(data, newsletter(2, "甲"), TinyStore())

    with pytest.raises(
        IndexWriteError, match="no file can be read as an issue; the index of 2 issues is kept"
    ):
        reindex(data, [broken(file(1, "甲"))], TinyStore(), full=True)

    assert reindex(data, [], TinyStore(), full=True).removed == ("2020-01-01", "2020-01-02")
    assert titles(data) == []


class FailingStore(TinyStore):
    def write(self, folder: Path, documents, *, base, drop) -> None:
        super().write(folder, documents, base=base, drop=drop)
        raise ZeroDivisionError


def test_a_writer_that_fails_leaves_nothing_behind(data: Path) -> None:
    first = reindex(data, newsletter(2, "甲"), TinyStore())

    with pytest.raises(ZeroDivisionError):
        reindex(data, newsletter(2, "乙"), FailingStore())

    assert [path.name for path in (data / "generations").iterdir()] == [first.generation]
    assert titles(data) == ["甲", "甲"]


def test_another_analysis_indexes_everything_anew_and_says_so(data: Path) -> None:
    reindex(data, newsletter(2, "甲"), TinyStore("1"))
    store = TinyStore("2")

    report = reindex(data, newsletter(2, "甲"), store)

    assert report.reason == "the analysis was 1 and is 2"
    assert len(store.written) == 6
    assert report.unchanged == ("2020-01-01", "2020-01-02")


def test_a_file_that_became_unreadable_keeps_its_issue(data: Path) -> None:
    reindex(data, newsletter(2, "甲"), TinyStore())

    report = reindex(data, [file(0, "甲"), broken(file(1, "甲"))], TinyStore())

    assert report.kept == ("2020-01-02",)
    assert report.problems == ("2020-01-02.md: not an issue",)
    assert titles(data) == ["甲", "甲"]


def test_a_source_that_is_suddenly_empty_does_not_empty_the_index(data: Path) -> None:
    reindex(data, newsletter(2, "甲"), TinyStore())

    with pytest.raises(IndexWriteError, match="the index of 2 issues is kept"):
        reindex(data, [], TinyStore())

    assert titles(data) == ["甲", "甲"]
