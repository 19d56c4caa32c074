"""`jianbao search` as people and scripts use it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.running import jianbao
from tests.web.cli.screen import on_screen
from web.cli.terminal import columns

CHINESE = {"LC_MESSAGES": "zh_CN.UTF-8"}


def total(indexed: Path, *query: str) -> int:
    done = jianbao("search", "--json", *query, cwd=indexed)
    assert done.returncode == 0, done.stderr
    hits: int = json.loads(done.stdout)["total"]
    return hits


def test_a_word_behind_a_dash_is_left_out_like_on_the_site(indexed: Path) -> None:
    everything, without = total(indexed, "量化"), total(indexed, "量化", "-训练")

    assert 0 < without < everything
    assert without == total(indexed, "量化 -训练") == total(indexed, "--", "量化", "-训练")


@pytest.mark.parametrize("word", ["-training", "-NPU", "-c语言", "-来源:知乎", "-2020"])
def test_a_word_that_begins_like_an_option_is_a_word(indexed: Path, word: str) -> None:
    assert total(indexed, "量化", word) == total(indexed, f"量化 {word}")


def test_options_and_words_that_are_left_out_stand_in_any_order(indexed: Path) -> None:
    done = jianbao("search", "-n3", "-训练", "-c", "论文", "量化", "--json", cwd=indexed)

    hits = json.loads(done.stdout)["hits"]
    assert 0 < len(hits) <= 3
    assert {hit["category"] for hit in hits} == {"论文"}


def test_a_slip_in_an_option_is_told_and_not_searched(indexed: Path) -> None:
    short = jianbao("search", "量化", "-x", cwd=indexed)
    long = jianbao("search", "量化", "--jsn", cwd=indexed)

    assert (short.returncode, long.returncode) == (2, 2)
    assert "write -- -x" in short.stderr
    assert "--json" in long.stderr


def test_every_hit_says_where_it_can_be_read_and_edited(tmp_path: Path, indexed: Path) -> None:
    (tmp_path / "jianbao.toml").write_text(
        f"[site]\nbase_url = 'https://archive.example.org'\n[index]\ndata = '{indexed}/.jianbao'\n",
        encoding="utf8",
    )

    done = jianbao("search", "量化", "-n", "5", cwd=tmp_path)

    permalinks = re.findall(r"^  https://archive\.example\.org/entries/(\w+)$", done.stdout, re.MULTILINE)
    locations = re.findall(r"^  (\S+\.md):(\d+)$", done.stdout, re.MULTILINE)
    answer = json.loads(jianbao("search", "量化", "-n", "5", "--json", cwd=tmp_path).stdout)
    assert permalinks == [hit["id"] for hit in answer["hits"]]
    assert [hit["permalink"].rpartition("/")[2] for hit in answer["hits"]] == permalinks
    for hit, (file, line) in zip(answer["hits"], locations, strict=True):
        assert hit["title"].split()[0] in Path(file).read_text(encoding="utf8").splitlines()[int(line) - 1]


def test_files_are_named_from_here_where_the_source_is_a_folder_below(tmp_path: Path) -> None:
    issues = tmp_path / "issues"
    issues.mkdir()
    (issues / "2026-01-01.md").write_text(
        "# 2026-01-01\n\n## 论文\n\n- [量化](https://example.org/)\n", "utf8"
    )
    assert jianbao("reindex", "issues", cwd=tmp_path).returncode == 0

    assert "\n  issues/2026-01-01.md:5\n" in jianbao("search", "量化", cwd=tmp_path).stdout


def test_files_of_several_newsletters_are_told_apart(tmp_path: Path) -> None:
    for name, title in (("one", "量化甲"), ("two", "量化乙")):
        (tmp_path / name).mkdir()
        text = f"# 2026-01-01\n\n## 论文\n\n- [{title}](https://example.org/{name})\n"
        (tmp_path / name / "2026-01-01.md").write_text(text, encoding="utf8")
    assert jianbao("reindex", "one", "two", cwd=tmp_path).returncode == 0

    printed = jianbao("search", "量化", cwd=tmp_path).stdout

    assert "\n  one/2026-01-01.md:5\n" in printed.split("量化甲")[1]
    assert "\n  two/2026-01-01.md:5\n" in printed.split("量化乙")[1]


def test_nothing_found_is_told_apart_from_a_failure(indexed: Path, tmp_path: Path) -> None:
    arguments = ("search", "鑫鑫鑫鑫鑫", "--exit-status")

    assert jianbao(*arguments, cwd=indexed).returncode == 3
    assert jianbao("search", "量化", "--exit-status", cwd=indexed).returncode == 0
    assert jianbao(*arguments, cwd=tmp_path).returncode == 1
    assert jianbao(*arguments[:2], cwd=indexed).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "first"),
    [(["-c", "论纹"], "论文"), (["-s", "小模型研究"], "小模型研究所"), (["--category", "開源"], "开源项目")],
)
def test_an_unknown_value_says_which_there_are_the_nearest_first(
    indexed: Path, arguments: list[str], first: str
) -> None:
    done = jianbao("search", "量化", *arguments, cwd=indexed)

    assert done.returncode == 2
    assert f"there are {first}, " in done.stderr


def test_a_known_value_may_be_typed_in_the_other_script(indexed: Path) -> None:
    assert total(indexed, "-c", "論文", "量化") == total(indexed, "-c", "论文", "量化") > 0


def test_a_misspelt_command_is_told_with_the_nearest(indexed: Path) -> None:
    assert "'search'" in jianbao("serch", "量化", cwd=indexed).stderr.splitlines()[-1]


def test_a_terminal_gets_colour_and_lines_that_fit(indexed: Path) -> None:
    status, screen = on_screen("search", "量化", "-n", "5", cwd=indexed, columns=50)

    assert status == 0
    assert "\x1b[1m" in screen
    plain = re.sub(r"\x1b\[[\d;]*m", "", screen).splitlines()
    prose = [line for line in plain if "/" not in line]
    assert len(prose) > 15
    assert max(map(columns, prose)) <= 50


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_without_colours_gets_none(indexed: Path, env: dict[str, str]) -> None:
    assert "\x1b" not in on_screen("search", "量化", cwd=indexed, env=env)[1]


def test_a_pipe_gets_whole_lines_without_colour_unless_asked(indexed: Path) -> None:
    plain = jianbao("search", "量化", cwd=indexed, env={"PAGER": "false"})
    coloured = jianbao("search", "量化", "--color", "always", cwd=indexed)
    forced = jianbao("search", "量化", cwd=indexed, env={"CLICOLOR_FORCE": "1"})

    assert "\x1b" not in plain.stdout
    assert max(map(columns, plain.stdout.splitlines())) > 100
    assert "\x1b[1m" in coloured.stdout
    assert "\x1b[1m" in forced.stdout


def test_long_output_goes_through_the_readers_pager(indexed: Path, tmp_path: Path) -> None:
    pager = {"PAGER": f"tee '{tmp_path}/paged'"}

    status, screen = on_screen("search", "量化", cwd=indexed, env=pager)

    assert status == 0
    assert (tmp_path / "paged").read_text(encoding="utf8").strip() == screen.strip()
    assert "量化" in screen


@pytest.mark.parametrize("pager", ["no-such-pager", "head -1", "'", ""])
def test_a_pager_that_is_missing_or_left_early_does_no_harm(indexed: Path, pager: str) -> None:
    status, screen = on_screen("search", "量化", cwd=indexed, env={"PAGER": pager})

    assert status == 0
    assert "quantization" in screen
    assert "Traceback" not in screen


def test_no_pager_is_asked_where_none_is_wanted(indexed: Path, tmp_path: Path) -> None:
    pager = {"PAGER": f"tee '{tmp_path}/paged'"}

    assert on_screen("search", "量化", "--no-pager", cwd=indexed, env=pager)[0] == 0
    assert not (tmp_path / "paged").exists()


@pytest.mark.parametrize(
    "arguments", [["search", "量化"], ["search", "量化", "-c", "论纹"], ["search", "-h"], ["-h"]]
)
def test_each_terminal_reads_its_own_language(indexed: Path, arguments: list[str]) -> None:
    chinese, english = (jianbao(*arguments, cwd=indexed, env=env) for env in (CHINESE, {}))

    han = re.compile(r"[\u4e00-\u9fff]")
    words = re.compile(r"Usage|Options|Commands|Error|hits|also|there is|Show|Only|Search")
    assert not words.search(chinese.stdout + chinese.stderr)
    assert han.search(chinese.stdout + chinese.stderr)
    assert words.search(english.stdout + english.stderr)


@pytest.mark.parametrize(
    ("env", "chinese"),
    [
        ({"LANG": "zh_TW.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, True),
        ({"LANG": "", "LC_ALL": ""}, True),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, True),
        ({"LANG": "de_DE.UTF-8"}, False),
        ({"LC_ALL": "C", "LANGUAGE": "zh"}, False),
        ({"LANG": "C.UTF-8"}, False),
    ],
)
def test_the_locale_names_the_language(tmp_path: Path, env: dict[str, str], chinese: bool) -> None:
    help_text = jianbao("-h", cwd=tmp_path, env={"LC_MESSAGES": ""} | env).stdout

    assert ("用法" in help_text) is chinese


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete(indexed: Path, shell: str) -> None:
    done = jianbao(cwd=indexed, env={"_JIANBAO_COMPLETE": f"{shell}_source"})

    assert done.returncode == 0
    assert "jianbao" in done.stdout


def test_commands_and_categories_are_completed(indexed: Path) -> None:
    def completed(words: str) -> list[str]:
        position = str(len(words.split(" ")) - 1)
        env = {"_JIANBAO_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": position}
        lines = jianbao(cwd=indexed, env=env).stdout.splitlines()
        return [line.partition(",")[2] for line in lines if line]

    assert completed("jianbao se") == ["search", "serve"]
    assert completed("jianbao search -c 论") == ["论文"]
    assert completed("jianbao --data nowhere search -c 论") == []
