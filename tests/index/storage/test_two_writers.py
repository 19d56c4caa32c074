"""One writer at a time: the second is told who, and a dead one is in nobody's way."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.errors import IndexLockedError
from index.reindex.reindexer import reindex
from index.storage.writer_lock import LOCK, writing
from tests.index.storage_support import TinyStore, headlines, newsletter, stats, tiny_library
from tests.paths import ROOT

HOLDER = """
import sys, time
from pathlib import Path
from index.storage.writer_lock import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    reindex(tmp_path / "data", newsletter(2, "甲"), TinyStore())
    return tmp_path / "data"


@pytest.fixture
def holder(data: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLDER, str(data)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.serial
def test_the_second_writer_is_told_who_holds_the_lock(data: Path, holder: subprocess.Popen[str]) -> None:
    started = time.monotonic()

    with pytest.raises(IndexLockedError) as caught:
        reindex(data, newsletter(2, "乙"), TinyStore())

    assert time.monotonic() - started < 1
    assert re.fullmatch(
        rf"{data}: process {holder.pid} on \S+ \(since \d{{4}}-\S+\) is writing here; wait until it is done",
        str(caught.value),
    )
    assert headlines(tiny_library(data))[0] == "甲"


def test_the_lock_of_a_dead_process_blocks_nobody(data: Path, holder: subprocess.Popen[str]) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()

    assert str(holder.pid) in (data / LOCK).read_text()
    assert reindex(data, newsletter(2, "乙"), TinyStore()).touched


def test_a_lock_file_that_is_only_left_behind_blocks_nobody(data: Path) -> None:
    (data / LOCK).write_bytes(b"\xff process 1 on elsewhere\n\n\n")

    assert reindex(data, newsletter(2, "乙"), TinyStore()).touched


def test_readers_do_not_wait_for_a_writer(data: Path) -> None:
    with writing(data):
        assert stats(tiny_library(data)).issues == 2
        assert not reindex(data, newsletter(2, "甲"), TinyStore()).touched
