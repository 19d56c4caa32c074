"""Generations on disk: what is refused, what is kept, what is cleaned."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import pickle
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from index.errors import IndexBrokenError, IndexMissingError, IndexWriteError
from index.reindex.reindexer import reindex
from index.storage import manifest
from index.storage.data_folder import MARKER, claim
from index.storage.generations import CURRENT, GENERATIONS, Generations
from tests.index.storage_support import (
    REAL_STORE,
    TinyStore,
    file,
    headlines,
    newsletter,
    real_library,
    stats,
    tiny_library,
    tree,
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one generation of two issues."""
    folder = tmp_path / "data"
    reindex(folder, newsletter(2, "甲"), TinyStore())
    return folder


def generation(data: Path) -> Path:
    return data / GENERATIONS / Generations(data).pointer().name


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def older(path: Path) -> None:
    values = json.loads(path.read_bytes()) | {"format": "0-old"}
    content = json.dumps(values).encode()
    path.write_bytes(content)
    pointer = path.parents[2] / CURRENT
    pointer.write_text(f"{path.parent.name} {manifest.digest(content)}\n")


DAMAGES: dict[str, Callable[[Path, Path], object]] = {
    "the pointer is empty": lambda data, _: (data / CURRENT).write_text(""),
    "the pointer is binary": lambda data, _: (data / CURRENT).write_bytes(b"\xff\xfe\x00"),
    "the pointer leads out": lambda data, _: (data / CURRENT).write_text(f"../../etc {'0' * 32}\n"),
    "the pointer names another": lambda data, _: (data / CURRENT).write_text(
        f"20200101T000000Z-00000000 {'0' * 32}\n"
    ),
    "the generation is gone": lambda _, folder: shutil.rmtree(folder),
    "the manifest is gone": lambda _, folder: (folder / "manifest.json").unlink(),
    "the manifest is changed": lambda _, folder: flip(folder / "manifest.json"),
    "the format is another": lambda _, folder: older(folder / "manifest.json"),
    "the catalogue is cut": lambda _, folder: cut(folder / "catalogue.sqlite"),
    "a bit is flipped": lambda _, folder: flip(folder / "engine" / "documents.json"),
    "a file is gone": lambda _, folder: (folder / "engine" / "documents.json").unlink(),
    "a file is added": lambda _, folder: (folder / "engine" / "more").write_text("x"),
    "a file is a link": lambda _, folder: (folder / "engine" / "more").symlink_to("/etc/passwd"),
    "others may write a file": lambda _, folder: (folder / "catalogue.sqlite").chmod(0o666),
    "others may write the folder": lambda data, _: data.chmod(0o777),
    "the marker is gone": lambda data, _: (data / MARKER).unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_refused_in_one_line(data: Path, damage: str) -> None:
    DAMAGES[damage](data, generation(data))

    with pytest.raises(IndexBrokenError) as caught:
        headlines(tiny_library(data))

    assert len(str(caught.value).splitlines()) == 1
    assert str(data) in str(caught.value)


@pytest.mark.parametrize("damage", [damage for damage in DAMAGES if damage != "the marker is gone"])
def test_the_next_run_repairs_a_damaged_index(data: Path, damage: str) -> None:
    DAMAGES[damage](data, generation(data))

    report = reindex(data, newsletter(2, "甲"), TinyStore())

    assert stats(tiny_library(data)).entries == 6
    assert [path.name for path in (data / GENERATIONS).iterdir()] == [report.generation]


def test_nothing_indexed_yet_is_not_damage(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    claim(tmp_path / "claimed")

    for folder in ("none", "empty", "claimed"):
        with pytest.raises(IndexMissingError, match="run `jianbao reindex`"):
            headlines(tiny_library(tmp_path / folder))


@pytest.mark.parametrize("name", ["notes.txt", "generations", CURRENT])
def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "20200101T000000Z-00000000").mkdir()
    before = list(tree(tmp_path))

    with pytest.raises(IndexWriteError, match="holds files that jianbao did not make"):
        reindex(tmp_path, newsletter(1, "甲"), TinyStore())
    with pytest.raises(IndexBrokenError, match="not an index that jianbao made"):
        headlines(tiny_library(tmp_path))

    assert list(tree(tmp_path)) == before


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")

    with pytest.raises(IndexWriteError, match="not a folder"):
        reindex(tmp_path / "data", newsletter(1, "甲"), TinyStore())

    assert (tmp_path / "data").read_text() == "mine"


def test_files_beside_the_index_stay(data: Path) -> None:
    (data / "source.json").write_text("{}")
    (data / GENERATIONS / "notes").mkdir()

    reindex(data, newsletter(3, "乙"), TinyStore())

    assert (data / "source.json").read_text() == "{}"
    assert (data / GENERATIONS / "notes").is_dir()


class Trap:
    """Unpickling it leaves a file behind, as an attacker's pickle would do worse."""

    def __init__(self, sign: Path) -> None:
        self.sign = sign

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str, int]]:
        return os.mkdir, (str(self.sign), 0o755)


def forge(data: Path, trap: Trap) -> None:
    """Put a pickle into the index and make every digest fit: all that a forger elsewhere can do."""
    folder = generation(data)
    for toc in (folder / "engine").glob("*.toc"):
        toc.write_bytes(toc.read_bytes() + pickle.dumps(trap))
    values = json.loads((folder / "manifest.json").read_bytes())
    values["stored"] = [
        {"path": file.path, "bytes": file.bytes, "digest": file.digest} for file in manifest.store_of(folder)
    ]
    content = json.dumps(values).encode()
    (folder / "manifest.json").write_bytes(content)
    (data / CURRENT).write_text(f"{folder.name} {manifest.digest(content)}\n")


def test_an_index_from_elsewhere_is_not_loaded_but_rebuilt(tmp_path: Path) -> None:
    theirs, ours, sign = tmp_path / "theirs", tmp_path / "ours", tmp_path / "trapped"
    reindex(theirs, newsletter(2, "甲"), REAL_STORE)
    forge(theirs, Trap(sign))
    shutil.copytree(theirs, ours)

    with pytest.raises(IndexBrokenError, match="copied from elsewhere"):
        headlines(real_library(ours))
    report = reindex(ours, newsletter(2, "甲"), REAL_STORE)

    assert "copied from elsewhere" in report.reason
    assert stats(real_library(ours)).entries == 6
    assert not sign.exists()


def test_a_moved_data_folder_is_still_ours(data: Path, tmp_path: Path) -> None:
    data.rename(tmp_path / "moved")

    assert stats(tiny_library(tmp_path / "moved")).issues == 2


def test_a_linked_data_folder_is_followed(data: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(data)

    assert stats(tiny_library(tmp_path / "link")).issues == 2
    assert not reindex(tmp_path / "link", newsletter(2, "甲"), TinyStore()).touched


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to somebody else")
def test_an_index_of_another_user_is_refused(data: Path) -> None:
    os.chown(generation(data) / "engine" / "documents.json", 12345, 12345)

    with pytest.raises(IndexBrokenError, match="belongs to user 12345"):
        headlines(tiny_library(data))


def test_a_wide_umask_does_not_open_the_index_to_others(tmp_path: Path) -> None:
    old_umask = os.umask(0)
    try:
        reindex(tmp_path / "a" / "data", newsletter(2, "甲"), REAL_STORE)
    finally:
        os.umask(old_umask)

    assert stats(real_library(tmp_path / "a" / "data")).issues == 2


def test_a_generation_in_use_is_not_removed(data: Path) -> None:
    generations = Generations(data)
    generation = generations.open()

    reindex(data, newsletter(2, "乙"), TinyStore())
    reindex(data, newsletter(2, "丙"), TinyStore())

    assert generation.catalogue.is_file()
    assert generations.leftovers() == (generation.folder,)
    generation.close()
    reindex(data, newsletter(2, "丙"), TinyStore())
    assert generations.leftovers() == ()


def test_everything_is_on_the_disk_before_the_swap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, order = tmp_path / "data", []
    sync, rename = os.fsync, os.replace

    def seen_sync(handle: int) -> None:
        order.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        sync(handle)

    def seen_rename(self: Path, target: Path) -> Path:
        if target.name == CURRENT:
            order.append("swap")
        rename(self, target)
        return target

    monkeypatch.setattr(os, "fsync", seen_sync)
    monkeypatch.setattr(Path, "replace", seen_rename)
    reindex(data, newsletter(2, "甲"), TinyStore())

    swap, folder = order.index("swap"), generation(data)
    written = {str(path) for path in (folder, folder.parent, *folder.rglob("*"))}
    assert written | {f"{data / CURRENT}.new"} <= set(order[:swap])
    assert str(data) in order[swap:]


def test_unchanged_engine_files_are_linked_and_never_written_to(tmp_path: Path) -> None:
    data = tmp_path / "data"
    reindex(data, newsletter(40, "甲"), REAL_STORE)
    opened = Generations(data).open()
    for text in "乙丙丁":
        reindex(data, [*newsletter(39, "甲"), file(39, text)], REAL_STORE)

    old = {path.stat().st_ino for path in opened.folder.rglob("*.seg")}
    assert old & {path.stat().st_ino for path in generation(data).rglob("*.seg")}
    manifest.verify(opened.folder, opened.manifest)
    opened.close()


def test_files_are_copied_where_they_cannot_be_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(os, "link", refuse)
    reindex(tmp_path, newsletter(6, "甲"), REAL_STORE)

    reindex(tmp_path, [*newsletter(5, "甲"), file(5, "乙")], REAL_STORE)

    assert headlines(real_library(tmp_path)) == ["乙", *"甲甲甲甲甲"]


def test_only_files_that_are_new_are_read_to_be_verified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    reindex(data, newsletter(6, "甲"), REAL_STORE)
    generations = Generations(data)
    generations.open().close()
    reindex(data, [*newsletter(5, "甲"), file(5, "乙")], REAL_STORE)
    read: list[str] = []
    digest = hashlib.file_digest
    monkeypatch.setattr(
        hashlib, "file_digest", lambda opened, kind: read.append(opened.name) or digest(opened, kind)
    )

    generations.open().close()

    names = {Path(name).suffix for name in read}
    assert (".sqlite" in names, len(read) < len(list(generation(data).rglob("*.*")))) == (True, True)


def test_a_linked_file_that_was_changed_is_still_damage(data: Path) -> None:
    generations = Generations(data)
    generations.open().close()
    flip(generation(data) / "engine" / "documents.json")

    with pytest.raises(IndexBrokenError, match=r"documents.json: damaged"):
        generations.open()


PIPES = (
    CURRENT, f"{CURRENT}.new", "lock", "generation/readers", "generation/manifest.json",
    "generation/catalogue.sqlite", "generation/engine/documents.json", "generation/engine/more",
)  # fmt: skip


@pytest.mark.parametrize("name", PIPES)
def test_a_pipe_in_the_data_folder_keeps_nobody_waiting(data: Path, name: str) -> None:
    path = generation(data) / name.removeprefix("generation/") if "/" in name else data / name
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    ended: list[object] = []

    def read_and_write() -> None:
        ended.append(tiny_library(data).health())
        with suppress(IndexWriteError):
            ended.append(reindex(data, newsletter(3, "乙"), TinyStore()))

    threading.Thread(target=read_and_write, daemon=True).start()
    deadline = time.monotonic() + 20
    while len(ended) < 2 - (name == "lock") and time.monotonic() < deadline:
        time.sleep(0.01)

    assert len(ended) == 2 - (name == "lock")
    assert name == "lock" or tiny_library(data).health().ready


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o777])
def test_whatever_the_umask_the_owner_may_read_the_index(tmp_path: Path, umask: int) -> None:
    old_umask = os.umask(umask)
    try:
        reindex(tmp_path / "data", newsletter(2, "甲"), REAL_STORE)
        reindex(tmp_path / "data", newsletter(3, "甲"), REAL_STORE)
    finally:
        os.umask(old_umask)

    paths = [tmp_path / "data", *(path for path in (tmp_path / "data").rglob("*") if path.name != "lock")]
    modes = {path: 0o700 if path.is_dir() else 0o600 for path in paths}
    assert [path for path in paths if path.stat().st_mode & modes[path] != modes[path]] == []
    assert [path for path in paths if path.stat().st_mode & 0o022] == []


@pytest.mark.parametrize("name", ["catalogue.sqlite", "manifest.json", "readers", "engine", ""])
def test_an_index_that_its_owner_may_not_read_is_built_anew(data: Path, name: str) -> None:
    (generation(data) / name).chmod(0)

    assert "may not read it" in tiny_library(data).health().reason or os.geteuid()
    report = reindex(data, newsletter(2, "甲"), TinyStore())

    assert report.touched
    assert headlines(tiny_library(data)) == ["甲", "甲"]
