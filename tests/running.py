"""The real `jianbao` in processes of its own: one command, or a server on a free port."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from tests.paths import ROOT

FROM_CHECKOUT = (sys.executable, "-m", "web")
"""Starts `jianbao` from the code beside these tests."""

TERMINAL = {"LC_ALL", "LANGUAGE", "PAGER", "LESS", "COLUMNS", "LINES", "NO_COLOR", "CLICOLOR_FORCE"}
"""Variables that change what commands print."""

START_SECONDS = 60
"""A server that does not answer by then failed to start."""


def jianbao(
    *arguments: str | Path,
    cwd: Path,
    env: dict[str, str] | None = None,
    stdout: TextIO | int = subprocess.PIPE,
    program: Sequence[str | Path] = FROM_CHECKOUT,
) -> subprocess.CompletedProcess[str]:
    """Run one command to its end; nothing is configured but what is passed."""
    return subprocess.run(
        [*map(str, program), *map(str, arguments)],
        cwd=cwd,
        env=environment(env),
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        timeout=300,
        check=False,
    )


def environment(more: dict[str, str] | None = None) -> dict[str, str]:
    """This process's environment without any JIANBAO_ variable, its terminal English, plus `more`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("JIANBAO_") and name not in TERMINAL
    }
    return (
        kept | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "LC_MESSAGES": "en_US.UTF-8"} | (more or {})
    )


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A server that answers, and the process group it runs in."""

    url: str
    """Without a trailing slash."""

    process: subprocess.Popen[str]
    log: Path
    """What it prints."""

    data: Path

    def workers(self) -> tuple[int, ...]:
        """Process ids of its workers, as Linux tells them."""
        server = self.process.pid
        return tuple(map(int, Path(f"/proc/{server}/task/{server}/children").read_text().split()))


@contextmanager
def server(
    folder: Path,
    *arguments: str,
    source: Sequence[str | Path] = (),
    env: dict[str, str] | None = None,
    program: Sequence[str | Path] = FROM_CHECKOUT,
) -> Iterator[RunningServer]:
    """`jianbao serve` over `source` (the sample if none), its index and log in `folder`."""
    data, log = folder / "index", folder / "server.log"
    if source:
        from_here = [Path(one).absolute() if Path(one).exists() else one for one in source]
        indexed = jianbao("--data", data, "reindex", *from_here, cwd=folder, env=env, program=program)
        assert indexed.returncode == 0, indexed.stderr
    with log.open("w", encoding="utf8") as out:
        process = subprocess.Popen(
            [*map(str, program), "--data", str(data), "serve", "--port", "0", *arguments],
            cwd=folder,
            env=environment(env),
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
    try:
        yield RunningServer(_wait(process, log), process, log, data)
    finally:
        stop(process)


def stop(process: subprocess.Popen[str]) -> None:
    """Ask the server to end; make it, if it does not."""
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(process: subprocess.Popen[str], log: Path) -> str:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        found = re.search(r"(http://[\d.]+:\d+\S*)/\s", log.read_text(encoding="utf8"))
        if found and _answers("/".join(found[1].split("/")[:3])):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{log.read_text(encoding='utf8')}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz/live", timeout=2):
            return True
    except (urllib.error.URLError, TimeoutError):
        return False
