"""The script as a file: small, typed, and without anything that could run a text or keep one."""

import gzip
import re
import shutil
import subprocess

import pytest

from tests.paths import ROOT

SCRIPT = ROOT / "web" / "static" / "widget.js"
TYPES = ROOT / "tests" / "browser" / "types"
LIMIT = 8 * 1024
"""Bytes, gzipped."""

FORBIDDEN = [
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval", "new Function", "setTimeout(\"",
    "document.cookie", "localStorage", "sessionStorage", "indexedDB", "import(", "sendBeacon",
]  # fmt: skip


def test_the_script_is_at_most_8_kb_gzipped() -> None:
    assert len(gzip.compress(SCRIPT.read_bytes(), 9)) <= LIMIT


@pytest.mark.parametrize("word", FORBIDDEN)
def test_the_script_neither_runs_texts_nor_keeps_them(word: str) -> None:
    assert word not in SCRIPT.read_text(encoding="utf8")


def test_the_script_names_no_other_site() -> None:
    assert re.findall(r"https?://\w", SCRIPT.read_text(encoding="utf8")) == []


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_typescript_finds_no_fault_in_the_types() -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed: TypeScript's checker cannot run")
    checker = TYPES / "node_modules" / ".bin" / "tsc"
    if not checker.exists():
        install = [npm, "ci", "--no-audit", "--no-fund"]
        installed = subprocess.run(install, cwd=TYPES, capture_output=True, text=True, check=False)
        assert installed.returncode == 0, installed.stderr

    checked = subprocess.run(
        [checker, "--project", TYPES],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.stdout == ""
    assert checked.returncode == 0


def test_the_lock_file_names_no_server() -> None:
    assert "resolved" not in (TYPES / "package-lock.json").read_text(encoding="utf8")
