"""Errors in the terminal's language, and nothing in two."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.running import jianbao
from web.cli.messages import PHRASES, chinese

CHINESE = {"LC_MESSAGES": "zh_CN.UTF-8"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "/data: nothing is indexed here yet; run `jianbao reindex`",
            "/data：这里还没有索引；请运行 `jianbao reindex`",
        ),
        (
            "a: b.md: cannot be read (Permission denied); check it",
            "a：b.md：读不了（没有权限）；请检查",
        ),
        ("x: something that nobody translated; check it", "x: something that nobody translated; check it"),
        ("", ""),
    ],
)
def test_a_message_is_chinese_as_a_whole_or_not_at_all(line: str, expected: str) -> None:
    assert chinese(line) == expected


def test_every_phrase_says_what_differs_too() -> None:
    assert [phrase for phrase, said in PHRASES.items() if phrase.count("{}") != said.count("{}")] == []


@pytest.mark.parametrize(
    "arguments",
    [["search", "量化"], ["reindex", "nowhere"], ["--config", "nothing.toml", "stats"]],
    ids=" ".join,
)
def test_usual_failures_are_told_in_chinese(tmp_path: Path, arguments: list[str]) -> None:
    done = jianbao(*arguments, cwd=tmp_path, env=CHINESE)

    said = re.sub(r"\S*[/.]\S*|`[^`]*`|jianbao:|--\w+", "", done.stderr)
    assert done.returncode == 1
    assert not re.search(r"[a-z]{4,}", said)


@pytest.mark.parametrize("arguments", [["reindex"], ["stats"], ["lexicon"]], ids=" ".join)
def test_commands_report_in_chinese(indexed: Path, arguments: list[str]) -> None:
    printed = jianbao(*arguments, cwd=indexed, env=CHINESE).stdout

    assert re.search("[\u4e00-\u9fff]", printed)
    assert not re.search(r"issues|entries|words|problems|changed", printed)
