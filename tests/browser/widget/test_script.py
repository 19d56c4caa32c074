"""The script as a file: small, typed, and without anything that could run a text or keep one."""

import gzip
import re
import subprocess

import pytest

from tests.paths import ROOT
from tests.web.site.build_assets import node_environment, node_tool
from web.site.assets import BUILT

SCRIPT = BUILT / "widget.js"
"""As it is served."""

SOURCE = ROOT / "web" / "static" / "widget.js"
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
    assert word not in SOURCE.read_text(encoding="utf8")


def test_the_script_names_no_other_site() -> None:
    assert re.findall(r"https?://\w", SCRIPT.read_text(encoding="utf8")) == []


@pytest.mark.slow
@pytest.mark.xdist_group("node")
def test_typescript_finds_no_fault_in_the_types() -> None:
    checker = [node_tool("tsc"), "--project", TYPES]

    checked = subprocess.run(checker, capture_output=True, text=True, check=False, env=node_environment())

    assert (checked.returncode, checked.stdout) == (0, "")


def test_the_lock_file_names_no_server() -> None:
    assert "resolved" not in (ROOT / "package-lock.json").read_text(encoding="utf8")
