"""A full temporary folder: metrics give way, answers do not."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from prometheus_client.mmap_dict import MmapedDict, mmap_key

from tests.running import RunningServer, jianbao, server
from tests.web.server.test_slow_clients import UNLIMITED, connect, request
from web.app import create_app
from web.config import Config
from web.opening import library_of
from web.operations.metrics import BUCKETS
from web.server.metrics_files import SIZE

TINY = 'mount -t tmpfs -o size=64k tmpfs "$0" && TMPDIR="$0" exec "$@"'
"""A shell's line that runs a program with a temporary folder of 64 kB."""

LONG = 3_000_000
"""Bytes that an export has at least: more than a connection, its buffers and the kernel's take."""


def _with_tiny_folder(folder: Path) -> tuple[str, ...]:
    return ("unshare", "-rm", "sh", "-c", TINY, str(folder), sys.executable, "-m", "web")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    able = shutil.which("unshare") and subprocess.run(
        ["unshare", "-rm", "sh", "-c", TINY, folder, "true"], check=False, capture_output=True
    )
    if not able or able.returncode:
        pytest.skip("this system does not let us mount a small folder")
    return folder


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, tiny: Path) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("full")
    (folder / "issues").mkdir()
    words = "芯片与模型。" * (LONG // 40 // 18 + 1)
    text = "\n\n".join(f"### 第{number}条\n\n{words}" for number in range(40))
    (folder / "issues" / "2024-01-05.md").write_text(f"# 周刊 第 1 期\n\n{text}\n", encoding="utf8")
    indexed = jianbao("--data", folder / "index", "reindex", "issues", cwd=folder)  # its disk has room
    assert indexed.returncode == 0, indexed.stderr
    with server(folder, env=UNLIMITED, program=_with_tiny_folder(tiny)) as process:
        yield process


@pytest.mark.slow
def test_workers_answer_and_live_where_metrics_have_no_room(running: RunningServer) -> None:
    before = running.workers()
    for _ in range(20):
        with urllib.request.urlopen(f"{running.url}/api/v1/search?q=a", timeout=20) as answer:
            assert json.load(answer)["total"] == 0

    assert running.workers() == before
    assert "tells its own metrics only" in running.log.read_text(encoding="utf8")
    with urllib.request.urlopen(f"{running.url}/metrics", timeout=20) as answer:
        assert b"jianbao_requests_total" in answer.read()


@pytest.mark.slow
def test_a_slow_reader_gets_all_of_a_long_answer(running: RunningServer) -> None:
    asked = request("/api/v1/export.jsonl", "Connection: close")
    with connect(running.url, asked, buffer=4096) as client:
        time.sleep(2)
        read = 0
        while block := client.recv(1 << 16):
            read, last = read + len(block), block

    assert read > LONG
    assert last.endswith(b"0\r\n\r\n")


@pytest.mark.slow
def test_a_killed_worker_takes_nobody_else_along(tmp_path: Path) -> None:
    with server(tmp_path, env=UNLIMITED) as process:
        first = process.workers()[0]
        subprocess.run(["kill", f"-{signal.SIGKILL.value}", str(first)], check=True)
        refused = 0
        for _ in range(20):
            with suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(f"{process.url}/healthz", timeout=20).close()
                continue
            refused += 1
        with urllib.request.urlopen(f"{process.url}/metrics", timeout=20) as answer:
            assert b'route="/healthz"' in answer.read()

    assert refused == 0


def test_every_route_with_every_status_fits_into_a_file(tmp_path: Path, indexed: Config) -> None:
    file = MmapedDict(str(tmp_path / "histogram_1.db"))
    app = create_app(library_of(indexed), indexed)
    routes = {str(rule) for rule in app.url_map.iter_rules()} | {"none"}
    for route in routes:
        for status in range(24):
            file.read_value(mmap_key("m" * 30, "m" * 30, ["route", "status"], [route, status], "h" * 30))
        for bucket in (*BUCKETS, "sum", "count"):
            file.read_value(mmap_key("m" * 30, "m" * 30, ["route", "le"], [route, bucket], "h" * 30))

    assert (tmp_path / "histogram_1.db").stat().st_size <= SIZE / 2
