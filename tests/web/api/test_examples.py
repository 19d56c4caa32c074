"""The API's examples run, against a real server, and say what they promise."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.paths import DOCS
from tests.running import environment, server

EXAMPLES = DOCS / "api-examples"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with server(tmp_path_factory.mktemp("examples"), "--workers", "1") as running:
        yield running.url


def printed(archive: str, command: str, example: str) -> str:
    """What an example prints; skipped where the machine lacks its language."""
    executable = shutil.which(command) or pytest.skip(f"{command} is not installed")
    ran = subprocess.run(
        [executable, EXAMPLES / example],
        env=environment({"ARCHIVE": archive}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


@pytest.mark.parametrize("example", sorted(EXAMPLES.iterdir()), ids=lambda file: file.name)
def test_the_docs_show_each_example_as_it_runs(example: Path) -> None:
    assert example.read_text(encoding="utf8").strip() in (DOCS / "api.md").read_text(encoding="utf8")


def test_curl_gets_json_of_every_kind(archive: str) -> None:
    answers = stream(printed(archive, "sh", "curl.sh"))

    assert {hit["category"] for hit in answers[0]["hits"]} == {"论文"}
    assert "suggestions" in answers[1]
    assert answers[2]["issues"]
    assert all(answer["title"] for answer in answers[3:])
    assert len(answers) > 3


def test_python_reads_all_pages(archive: str) -> None:
    lines = printed(archive, sys.executable, "search.py").splitlines()

    assert lines
    assert lines == sorted(lines, key=lambda line: line[:10], reverse=True)
    assert all(line.split("\t")[3].startswith(f"{archive}/entries/") for line in lines)


def test_javascript_shows_what_matched(archive: str) -> None:
    first, *rest = printed(archive, "node", "search.mjs").splitlines()

    assert first.endswith(" 条")
    assert len(rest) == 3
    assert "【量化】" in "".join(rest)


def stream(text: str) -> list[dict[str, Any]]:
    """JSON values that stand one after the other."""
    decoder, offset, values = json.JSONDecoder(), 0, []
    while text[offset:].strip():
        offset += len(text[offset:]) - len(text[offset:].lstrip())
        value, offset = decoder.raw_decode(text, offset)
        values.append(value)
    return values
