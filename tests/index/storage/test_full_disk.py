"""A disk that is full, a folder that is read-only: one clear line, and the old index serves on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library.snapshot_manager import CHECK_SECONDS
from index.reindex.reindexer import reindex
from index.storage.generations import Generations
from tests.index.storage_support import REAL_STORE, headlines, newsletter, real_library
from tests.paths import ROOT

NOBODY = 65534
AS_ROOT = os.geteuid() == 0


def run(data: Path, edition: str, *limits: str) -> str:
    """What a reindex with few rights says: one line."""
    command = [sys.executable, "-m", "tests.index.limited_reindex", str(data), edition, *limits]
    completed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert completed.returncode == 0, completed.stderr
    assert completed.stderr == ""
    assert len(completed.stdout.splitlines()) == 1
    return completed.stdout.strip()


def edition(data: Path) -> str:
    """The edition that all issues are of."""
    library = real_library(data)
    found_headlines = headlines(library)
    library.close()
    assert len(found_headlines) == 6
    (found,) = set(found_headlines)
    return found


@pytest.fixture
def data() -> Iterator[Path]:
    """An indexed data folder in a place where every user may look."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        reindex(Path(folder) / "data", newsletter(6, "旧"), REAL_STORE)
        yield Path(folder) / "data"


@pytest.mark.parametrize("largest", [0, 5_000, 20_000])
def test_a_full_disk_leaves_the_old_index(data: Path, largest: int) -> None:
    message = run(data, "新", "--file-bytes", str(largest))

    assert message.startswith("IndexWriteError: ")
    assert "File too large" in message
    assert edition(data) == "旧"
    assert Generations(data).leftovers() == ()
    reindex(data, newsletter(6, "新"), REAL_STORE)
    assert edition(data) == "新"


@pytest.mark.skipif(not AS_ROOT, reason="only root can mount a small disk; the limit on file size is tested")
def test_a_really_full_disk_leaves_the_old_index(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k,mode=755", "tmpfs", str(disk)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"cannot mount a small disk here: {mounted.stderr.strip()}")
    try:
        reindex(disk / "data", newsletter(6, "旧"), REAL_STORE)
        (disk / "ballast").write_bytes(bytes(shutil.disk_usage(disk).free - 40_000))
        message = run(disk / "data", "新")

        assert message.startswith("IndexWriteError: ")
        assert "No space left on device" in message
        assert edition(disk / "data") == "旧"
        (disk / "ballast").unlink()
        reindex(disk / "data", newsletter(6, "新"), REAL_STORE)
        assert edition(disk / "data") == "新"
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_read_only_folder_keeps_the_old_index(data: Path) -> None:
    limits = ("--uid", str(NOBODY)) if AS_ROOT else ()
    folders = (data, data / "generations")
    for folder in folders:
        folder.chmod(0o555)
    message = run(data, "新", *limits)
    for folder in folders:
        folder.chmod(0o755)

    assert message.startswith("IndexWriteError: ")
    assert "Permission denied" in message
    assert edition(data) == "旧"


def test_a_folder_that_cannot_be_made_is_told(data: Path) -> None:
    data.parent.chmod(0o555)
    message = run(data.parent / "new" / "data", "新", *(("--uid", str(NOBODY)) if AS_ROOT else ()))
    data.parent.chmod(0o755)

    assert message.startswith("IndexWriteError: ")
    assert "Permission denied" in message


@pytest.mark.skipif(not AS_ROOT, reason="only root can become another user")
def test_a_stranger_may_read_but_not_write(data: Path) -> None:
    message = run(data, "新", "--uid", str(NOBODY))

    assert message.startswith("IndexWriteError: ")
    assert edition(data) == "旧"


def test_a_read_only_index_is_served(data: Path) -> None:
    library = real_library(data)
    assert library.health().ready
    for path in (data, *data.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    time.sleep(CHECK_SECONDS)

    assert library.health().ready
    assert edition(data) == "旧"
    library.close()
    for path in (data, *data.rglob("*")):
        path.chmod(0o755)
