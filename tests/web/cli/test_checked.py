"""Everything that a check says has its Chinese."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from archive.conventions.model import load_conventions
from archive.findings.advice import _HINTS, advice
from archive.findings.findings import Findings, OddTitle, PassedOver
from archive.findings.line_fates import LineFate
from tests.running import jianbao
from web.cli import checked

CHINESE = {"LC_MESSAGES": "zh_CN.UTF-8"}
ALL = Findings(
    letters=1,
    searchable=1,
    linked=3,
    unlinked=2,
    unlinked_items=2,
    titles=tuple(OddTitle("a.md", 1, f"题 {why}: (1)", why) for why in checked.ODD),
    single_categories=("甲", "乙", "丙"),
    essays=tuple(f"长文：第 {number} 篇" for number in range(9)),
    categories=4,
    lost=(("a.md", LineFate(3, "丢了", "lost", 2)),),
    boilerplate=(),
    empty=("b.md", "c.md"),
    passed_over=(PassedOver("a.md", 9, "听", 2),),
    doubtful=frozenset(),
)


SINGLE = (
    ("甲", "乙", "丙"),
    tuple(f"2024-05-0{number}" for number in range(1, 10)),
    tuple(f"专题：第 {number} 个" for number in range(9)),
)
"""Categories that occur once: of no kind, each a day, each with one label."""


@pytest.mark.parametrize("single", SINGLE)
def test_every_line_of_advice_has_its_chinese(
    monkeypatch: pytest.MonkeyPatch, single: tuple[str, ...]
) -> None:
    found = replace(ALL, single_categories=single, categories=len(single) + 1)
    lines = advice(found, load_conventions("generic"), left_out=2, undated=3)
    monkeypatch.setattr(checked, "language", lambda: "zh")

    said = [checked.advice(line) for line in lines]

    assert len(lines) >= len(_HINTS) + 7
    assert [line for line, chinese in zip(lines, said, strict=True) if line == chinese] == []
    assert set(_HINTS) <= set(checked.ODD)


@pytest.mark.parametrize("locale", ["zh_CN.UTF-8", "en_US.UTF-8"])
def test_a_check_and_a_build_are_told_in_one_language(tmp_path: Path, locale: str) -> None:
    (tmp_path / "issues").mkdir()
    long, text = "long " * 40, "# 2024-05-03\n\n## News\n\n"
    (tmp_path / "issues" / "2024-05-03.md").write_text(f"{text}- [{long}](https://a.example/)\n", "utf8")
    env = {"LC_MESSAGES": locale}

    check = jianbao("check", "issues", cwd=tmp_path, env=env).stdout
    build = jianbao("build", "issues", "--output", "site", cwd=tmp_path, env=env)
    again = jianbao("build", "issues", "--output", "issues", cwd=tmp_path, env=env)
    helps = [jianbao(command, "--help", cwd=tmp_path, env=env).stdout for command in ("check", "build")]

    said = "\n".join((check.replace(long.strip()[:40], ""), build.stdout, build.stderr, again.stderr, *helps))
    assert (again.returncode, build.returncode) == (1, 0)
    if locale.startswith("zh"):
        ours = (
            r"issues (added|have)|entries|letters|understood|title|files|changed|Write|As JSON|cannot|name "
        )
        keys = re.sub(r"\[\w+\] [^：\n]*", "", said)  # keys of conventions are what they are
        assert not re.search(ours, keys)
    else:
        assert not re.search("[\u4e00-\u9fff]", re.sub(r"\[\w+\] [^\n]*", "", said))
