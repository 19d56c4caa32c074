"""Reindexes that are killed, and readers while the archive changes: it is always whole."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from index.engines.store import ENGINES
from tests.paths import ROOT


def run(script: str, **options: int | str) -> str:
    """Output of a script beside this file, which fails by itself at the first archive that is not whole."""
    arguments = [f"--{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", f"tests.index.{script}", *arguments]
    completed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    return completed.stdout


@pytest.mark.parametrize("engine", ENGINES)
def test_a_killed_reindex_leaves_a_whole_archive(engine: str) -> None:
    assert f"6 reindexes killed, seed 7, {engine}" in run("kill_reindex", kills=6, seed=7, engine=engine)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_sixty_killed_reindexes_leave_whole_archives() -> None:
    report = run("kill_reindex", kills=60, seed=1)

    moments = {
        line.split(":")[0].split(" killed ")[1] for line in re.findall(r".* killed .*is whole", report)
    }
    assert moments == {"before writing", "while writing", "during the swap", "after the swap"}
    assert "60 reindexes killed, seed 1" in report


@pytest.mark.serial
def test_readers_never_meet_a_mixed_archive() -> None:
    assert "none failed, none mixed" in run("readers_under_reindex", reindexes=6, processes=2, threads=2)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.serial
def test_readers_follow_a_hundred_reindexes() -> None:
    report = run("readers_under_reindex", reindexes=100, processes=3, threads=3)

    assert "100 reindexes, 3 processes of 3 threads" in report
