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

MORE = BUILT / "widget-more.js"
"""What it loads when somebody comes to search."""

SOURCES = [
    file for file in sorted((ROOT / "web" / "static").glob("widget*.js")) if file.stem != "widget-page"
]
TYPES = ROOT / "tests" / "browser" / "types"
LIMIT = 9_000
"""Bytes, gzipped."""

FORBIDDEN = [
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval", "new Function", "setTimeout(\"",
    "document.cookie", "sessionStorage", "indexedDB", "sendBeacon", "WebSocket", "XMLHttpRequest",
]  # fmt: skip


def test_what_loads_first_is_at_most_9_kb_gzipped() -> None:
    assert len(gzip.compress(SCRIPT.read_bytes(), 9)) <= LIMIT


def test_the_first_script_keeps_nothing_and_loads_its_own_half_and_the_reader_of_an_index_alone() -> None:
    """As it is written: the minified script tells the same by other names."""
    text = (ROOT / "web" / "static" / "widget.js").read_text(encoding="utf8")

    assert "localStorage" not in text
    assert re.findall(r"\bimport\(new URL\(([^)]*)\)", text) == [
        "reader, index",
        '"widget-more.js", import.meta.url',
    ]


@pytest.mark.parametrize("word", FORBIDDEN)
def test_the_script_neither_runs_texts_nor_keeps_them(word: str) -> None:
    files = [SCRIPT, MORE, *SOURCES]

    assert [file.name for file in files if word in file.read_text(encoding="utf8")] == []


def test_the_script_names_no_other_site() -> None:
    assert (
        re.findall(r"https?://\w", SCRIPT.read_text(encoding="utf8") + MORE.read_text(encoding="utf8")) == []
    )


@pytest.mark.slow
@pytest.mark.xdist_group("node")
def test_typescript_finds_no_fault_in_the_types() -> None:
    checker = [node_tool("tsc"), "--project", TYPES]

    checked = subprocess.run(checker, capture_output=True, text=True, check=False, env=node_environment())

    assert (checked.returncode, checked.stdout) == (0, "")


def test_the_lock_file_names_no_server() -> None:
    assert "resolved" not in (ROOT / "package-lock.json").read_text(encoding="utf8")
