"""A library over a folder that changes: it follows, heals, says what is wrong, and never mixes."""

from __future__ import annotations

import dataclasses
import errno
import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import EngineError, IndexBrokenError, IndexMissingError, IndexOutdatedError
from index.library.library import Library
from index.library.snapshot import why_unusable
from index.reindex.reindexer import reindex
from index.results import Health, SearchResults
from index.search_request import Search
from index.storage.generations import CURRENT, GENERATIONS, Generations
from tests.index.storage_support import (
    CHECK_SECONDS,
    TinySearcher,
    TinyStore,
    find_all,
    headlines,
    newsletter,
    stats,
    tiny_library,
)
from tests.paths import ROOT

SLOW = 1.0
"""Seconds in which a slow store opens; half of it tells those who waited for it from those who did not."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    reindex(tmp_path / "data", newsletter(2, "甲"), TinyStore())
    return tmp_path / "data"


@pytest.fixture
def library(data: Path) -> Iterator[Library]:
    opened = tiny_library(data)
    yield opened
    opened.close()


def headline(library: Library) -> str:
    return headlines(library)[0]


def soon(library: Library) -> Library:
    """The library when it has had time to look at the disk again."""
    time.sleep(CHECK_SECONDS)
    return library


def test_a_snapshot_gives_catalogue_searcher_and_figures(library: Library) -> None:
    with library.snapshot() as archive:
        key = archive.searcher.search(Search()).hits[0].document.id

        assert archive.catalogue.document(key) in archive.searcher.export(Search())
        assert archive.catalogue.issue("2020-01-02")
        assert archive.stats.entries == archive.catalogue.entries == 6
        assert archive.name == archive.stats.generation


def test_stats_tell_what_the_archive_holds(library: Library, data: Path) -> None:
    figures = stats(library)

    assert (figures.issues, figures.entries, figures.sources, figures.categories) == (2, 6, 2, 3)
    assert (figures.first_date, figures.last_date) == ("2020-01-01", "2020-01-02")
    assert (figures.generation, figures.analysis) == (Generations(data).pointer().name, "tiny 1")
    files = [path for path in (data / GENERATIONS).rglob("*") if path.is_file()]
    assert figures.bytes == sum(path.stat().st_size for path in files if path.name != "manifest.json")


def test_health_tells_what_answers(library: Library) -> None:
    health, figures = library.health(), stats(library)

    assert (health.ready, health.reason) == (True, "")
    for name in ("generation", "built_at", "bytes", "entries"):
        assert getattr(health, name) == getattr(figures, name)


def test_appearances_are_found_under_any_address(library: Library) -> None:
    with library.snapshot() as archive:
        (appearance,) = archive.catalogue.appearances("http://www.github.com/Example/2020-01-02-1.git")

    assert (appearance.issue, appearance.position) == ("2020-01-02", 1)


def test_a_new_generation_is_followed(library: Library, data: Path) -> None:
    assert headline(library) == "甲"

    reindex(data, newsletter(3, "乙"), TinyStore())

    assert headline(soon(library)) == "乙"


@pytest.mark.serial
def test_another_process_follows_within_two_seconds(library: Library, data: Path) -> None:
    assert headline(library) == "甲"
    command = [sys.executable, "-m", "tests.index.limited_reindex", str(data), "乙", "--tiny"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    swapped = time.monotonic()

    while headline(library) == "甲":
        assert time.monotonic() - swapped < 2
        time.sleep(0.05)


def test_between_two_looks_the_disk_is_left_alone(library: Library, data: Path) -> None:
    headline(library)
    (data / CURRENT).unlink()

    assert headline(library) == "甲"


class SlowSearcher(TinySearcher):
    """Takes as long for a search as the test wants, then uses the engine."""

    started = threading.Event()
    go_on = threading.Event()

    def search(self, search: Search) -> SearchResults:
        self.started.set()
        assert self.go_on.wait(10)
        return super().search(search)


def test_a_question_ends_on_the_generation_it_began_with(data: Path) -> None:
    library = Library(data, TinyStore(), SlowSearcher, check_seconds=CHECK_SECONDS)
    answers: list[SearchResults] = []
    slow = threading.Thread(target=lambda: answers.append(find_all(library)))
    slow.start()
    assert SlowSearcher.started.wait(10)

    reindex(data, newsletter(3, "乙"), TinyStore())
    assert headline(soon(library)) == "乙"
    assert len(Generations(data).leftovers()) == 1
    SlowSearcher.go_on.set()
    slow.join()

    assert answers[0].hits[0].document.title.startswith("甲")
    reindex(data, newsletter(3, "丙"), TinyStore())
    assert headline(soon(library)) == "丙"
    library.close()
    reindex(data, newsletter(3, "丙"), TinyStore())
    assert Generations(data).leftovers() == ()


def test_an_index_made_with_other_words_is_followed_with_those(data: Path) -> None:
    words = ["tiny 1"]
    library = Library(
        data,
        TinyStore(),
        TinySearcher,
        check_seconds=CHECK_SECONDS,
        reload=lambda: (TinyStore(words[-1]), TinySearcher),
    )
    assert headline(library) == "甲"

    reindex(data, newsletter(2, "乙"), TinyStore("tiny 2"))
    with pytest.raises(IndexOutdatedError, match="tiny 2, not tiny 1"):
        headline(soon(library))
    words.append("tiny 2")

    assert headline(soon(library)) == "乙"
    library.close()


def test_what_can_only_be_made_anew_is_told(data: Path) -> None:
    generations = Generations(data)

    assert why_unusable(generations, TinyStore()) == ""
    assert "tiny 1, not tiny 2" in why_unusable(generations, TinyStore("tiny 2"))
    (data / CURRENT).write_text("nonsense")
    assert "damaged" in why_unusable(generations, TinyStore())


class SlowStore(TinyStore):
    """Opens as slowly as a large index."""

    def open(self, folder: Path):
        time.sleep(SLOW)
        return super().open(folder)


@pytest.mark.serial
def test_others_are_answered_while_one_opens_the_new_generation(data: Path) -> None:
    library = tiny_library(data, SlowStore())
    library.health()
    reindex(data, newsletter(2, "乙"), TinyStore())
    opener = threading.Thread(target=lambda: headline(soon(library)))
    opener.start()
    time.sleep(CHECK_SECONDS + 0.1)

    started = time.monotonic()
    assert headline(library) == "甲"
    assert time.monotonic() - started < SLOW / 2
    opener.join()
    assert headline(library) == "乙"


@pytest.mark.serial
def test_a_server_follows_without_being_asked(data: Path) -> None:
    library = tiny_library(data, SlowStore())
    library.follow()
    reindex(data, newsletter(2, "乙"), TinyStore())
    time.sleep(SLOW + 1.1)

    started = time.monotonic()
    assert headline(library) == "乙"
    assert time.monotonic() - started < SLOW / 2
    assert not reindex(data, newsletter(2, "乙"), TinyStore()).touched
    assert Generations(data).leftovers() == ()
    library.close()


def test_following_nothing_heals_when_something_comes(tmp_path: Path) -> None:
    library = tiny_library(tmp_path / "data")
    library.follow()
    assert not library.health().ready

    reindex(tmp_path / "data", newsletter(2, "甲"), TinyStore())

    assert headline(soon(soon(soon(library)))) == "甲"
    library.close()


def test_all_wait_for_the_very_first_opening(data: Path) -> None:
    library = tiny_library(data, SlowStore())
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(headline(library))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == ["甲"] * 8


def test_an_index_that_went_away_is_said_and_heals(library: Library, data: Path) -> None:
    assert library.health().ready
    data.rename(data.parent / "away")

    with pytest.raises(IndexMissingError):
        find_all(soon(library))
    health = library.health()
    assert (health.ready, health.reason) == (
        False,
        f"{data}: nothing is indexed here yet; run `jianbao reindex`",
    )

    (data.parent / "away").rename(data)
    assert headline(soon(library)) == "甲"
    assert library.health().reason == ""


def test_damage_to_an_open_index_is_noticed(library: Library, data: Path) -> None:
    assert library.health().ready
    (file,) = data.rglob("documents.json")
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])

    with pytest.raises(IndexBrokenError, match="damaged"):
        headline(soon(library))
    assert "documents.json: damaged" in library.health().reason

    file.write_bytes(content)
    assert headline(soon(library)) == "甲"


@pytest.mark.parametrize(
    ("store", "fault"),
    [
        (TinyStore("tiny 2"), "made with analysis tiny 1, not tiny 2"),
        (type("Other", (TinyStore,), {"name": "other"})(), "made by the engine tiny, not other"),
    ],
)
def test_an_index_of_another_version_is_refused(data: Path, store: TinyStore, fault: str) -> None:
    library = tiny_library(data, store)

    with pytest.raises(IndexBrokenError, match=fault):
        headlines(library)
    assert fault in library.health().reason

    reindex(data, newsletter(2, "甲"), store)
    assert headline(soon(library)) == "甲"


class ForgetfulStore(TinyStore):
    """The system runs out of file handles while it opens."""

    exhausted = False

    def open(self, folder: Path):
        if self.exhausted:
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE), str(folder))
        return super().open(folder)


def test_passing_trouble_leaves_the_old_generation_to_answer(data: Path) -> None:
    store = ForgetfulStore()
    library = tiny_library(data, store)
    assert headline(library) == "甲"
    store.exhausted = True
    reindex(data, newsletter(2, "乙"), TinyStore())

    assert headline(soon(library)) == "甲"
    health = library.health()
    assert health.ready
    assert "cannot be read just now: Too many open files" in health.reason

    store.exhausted = False
    assert headline(soon(library)) == "乙"
    assert library.health().reason == ""


def test_passing_trouble_at_the_start_is_an_error_for_that_moment(data: Path) -> None:
    store = ForgetfulStore()
    store.exhausted = True
    library = tiny_library(data, store)

    with pytest.raises(EngineError, match="just now"):
        headlines(library)
    store.exhausted = False
    assert headline(soon(library)) == "甲"


def test_file_handles_and_leases_do_not_pile_up(data: Path) -> None:
    gc.collect()  # what earlier tests left open
    library = tiny_library(data)
    library.health()
    before = len(list(Path("/proc/self/fd").iterdir()))
    (file,) = data.rglob("documents.json")
    content = file.read_bytes()
    for damaged in (b"", content, b"", content):
        file.write_bytes(damaged)
        assert soon(library).health().ready == bool(damaged)

    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_health_of_nothing_makes_nothing(tmp_path: Path) -> None:
    library = tiny_library(tmp_path / "none")

    assert dataclasses.replace(library.health(), reason="") == Health(False, "", "", "", 0, 0)
    assert not (tmp_path / "none").exists()
