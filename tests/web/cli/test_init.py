"""`jianbao init`, and `jianbao serve FOLDER`: from a folder of Markdown to an archive in one step."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import tomllib
import urllib.request
from pathlib import Path

import pytest

from tests.running import jianbao, server
from tests.web.cli.screen import on_screen
from web.cli.new_config import Answers, write
from web.config import SAMPLE, load_config


@pytest.fixture
def editor(tmp_path: Path) -> Path:
    """A folder with the issues of a newsletter, and nothing else."""
    shutil.copytree(SAMPLE, tmp_path / "issues")
    return tmp_path


def test_an_editor_answers_five_questions_and_sees_three_entries(editor: Path) -> None:
    status, screen = on_screen(
        "init", cwd=editor, answers="\n我的“简报”\nftp://x\nhttps://archive.example.org/\n#ffd400\n#1f5f8b\n"
    )

    assert status == 0, screen
    assert "10 issues" in screen
    assert screen.count("2026-07-10.md:") == 3
    assert "begins with http" in screen
    config = load_config(editor / "jianbao.toml")
    assert config.newsletter.source == "issues"
    assert config.newsletter.title == "我的“简报”"
    assert config.site.base_url == "https://archive.example.org"
    assert "too pale" in screen
    assert config.site.accent == "#1f5f8b"
    assert json.loads(_reindexed(editor))["issues"] == 10


def _reindexed(folder: Path) -> str:
    done = jianbao("reindex", cwd=folder)
    assert done.returncode == 0, done.stderr
    return jianbao("stats", "--json", cwd=folder).stdout


def test_a_wrong_folder_is_asked_for_again(editor: Path) -> None:
    status, screen = on_screen("init", cwd=editor, answers="nowhere\nissues\n\n\n\n")

    assert status == 0, screen
    assert "nowhere: No such file" in screen
    assert load_config(editor / "jianbao.toml").newsletter.title == "issues"


def test_a_configuration_is_never_replaced_unasked(editor: Path) -> None:
    file = editor / "jianbao.toml"
    file.write_text("# mine\n", encoding="utf8")

    refused = jianbao("init", "issues", cwd=editor)
    declined = on_screen("init", "issues", cwd=editor, answers="n\n")

    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert declined[0] == 1
    assert file.read_text(encoding="utf8") == "# mine\n"
    assert jianbao("init", "issues", "--force", cwd=editor).returncode == 0
    assert tomllib.loads(file.read_text(encoding="utf8"))["newsletter"] == {
        "source": "issues",
        "title": "issues",
    }


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["nowhere"], 1, "nowhere"),
        (["issues", "--address", "archive.example.org"], 2, "http://"),
        (["issues", "--title", "x" * 121], 2, "120"),
        (["issues", "--title", "a\x1b[2J"], 2, "cannot be seen"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    editor: Path, arguments: list[str], status: int, said: str
) -> None:
    done = jianbao("init", *arguments, cwd=editor)

    assert done.returncode == status
    assert said in done.stderr
    assert "\x1b" not in done.stderr
    assert [file.name for file in editor.iterdir()] == ["issues"]


@pytest.mark.parametrize("title", ['"; source = "/etc', "\\", "[site]\\n", "量化 # x", "'''"])
def test_whatever_the_title_is_the_file_says_just_that(editor: Path, title: str) -> None:
    assert jianbao("init", "issues", "--title", title, cwd=editor).returncode == 0

    assert tomllib.loads((editor / "jianbao.toml").read_text(encoding="utf8"))["newsletter"]["title"] == title


def test_a_password_in_an_address_is_for_its_owner_alone(editor: Path) -> None:
    repository = editor / "repository"
    shutil.copytree(SAMPLE, repository)
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", "-C", repository, *command], check=True)
    write(editor / "a.toml", Answers("https://me:secret@example.org/x.git", "", ""), replace=False)
    assert jianbao("init", f"file://{repository}", cwd=editor).returncode == 0

    assert stat.S_IMODE((editor / "a.toml").stat().st_mode) == 0o600
    assert load_config(editor / "jianbao.toml").newsletter.source == f"file://{repository}"


def test_a_folder_is_indexed_and_served_in_one_step(editor: Path) -> None:
    with server(editor, "issues") as running:
        with urllib.request.urlopen(f"{running.url}/api/v1/issues", timeout=20) as answer:
            issues = json.load(answer)["issues"]
        with urllib.request.urlopen(f"{running.url}/", timeout=20) as answer:
            page = answer.read().decode()

    assert len(issues) == 10
    assert page


def test_a_named_folder_is_served_although_another_is_configured(editor: Path) -> None:
    (editor / "jianbao.toml").write_text("[newsletter]\nsource = 'elsewhere'\n", encoding="utf8")

    with (
        server(editor, "issues") as running,
        urllib.request.urlopen(f"{running.url}/api/v1/issues", timeout=20) as answer,
    ):
        assert len(json.load(answer)["issues"]) == 10


def test_a_folder_that_is_not_there_is_not_served(tmp_path: Path) -> None:
    done = jianbao("serve", "nowhere", "--port", "0", cwd=tmp_path)

    assert done.returncode == 1
    assert "nowhere" in done.stderr


@pytest.mark.parametrize("first", [("init", "--yes"), ("check",)])
def test_a_git_source_that_was_looked_at_can_be_indexed(editor: Path, first: tuple[str, ...]) -> None:
    source = _committed(editor / "issues")
    command, *options = first

    looked = jianbao(command, source, *options, cwd=editor)
    assert looked.returncode == 0, looked.stderr
    indexed = jianbao("reindex", source, cwd=editor)

    assert indexed.returncode == 0, indexed.stderr
    assert "10 added" in indexed.stdout


def test_a_bare_repository_that_was_looked_at_can_be_indexed(editor: Path) -> None:
    bare = editor / "issues.git"
    subprocess.run(["git", "clone", "-q", "--bare", _committed(editor / "issues"), bare], check=True)

    assert jianbao("check", bare, cwd=editor).returncode == 0
    indexed = jianbao("reindex", bare, cwd=editor)

    assert indexed.returncode == 0, indexed.stderr


def _committed(folder: Path) -> str:
    """URL of a repository that a folder is made into."""
    named = ("-c", "user.name=editor", "-c", "user.email=editor@example.org")
    for command in (["init", "-q"], ["add", "."], [*named, "commit", "-qm", "Issues"]):
        subprocess.run(["git", "-C", folder, *command], check=True)
    return folder.as_uri()
