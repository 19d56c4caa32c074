"""Reindexes that are killed: whatever moment it hits, the archive is whole and the next run cleans up."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def kill(kills: int, seed: int) -> str:
    """Output of the script, which fails by itself at an archive that is not whole."""
    command = [sys.executable, "-m", "tests.index.kill_reindex", "--kills", str(kills), "--seed", str(seed)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_killed_reindex_leaves_a_whole_archive() -> None:
    assert "6 reindexes killed, seed 7" in kill(6, 7)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_two_hundred_killed_reindexes_leave_whole_archives() -> None:
    found = kill(200, 1)

    moments = {line.split(":")[0].split(" killed ")[1] for line in re.findall(r".* killed .*is whole", found)}
    assert moments == {"before writing", "while writing", "during the swap", "after the swap"}
    assert "200 reindexes killed, seed 1" in found
