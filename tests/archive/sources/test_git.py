"""A git repository as a source: real repositories, the installed git, nothing that runs a command."""

import datetime as dt
import os
import socket
import subprocess
import threading
from pathlib import Path

import pytest

from archive.conventions.model import load_conventions
from archive.errors import SourceError
from archive.newsletter import open_newsletter
from archive.sources import git

GOOD = "# 好刊 (2024-01-05)\n\n## 新闻\n\n- [好文 | 好社](https://good.example/1)\n"
REFUSED = [
    "ext::sh -c touch% /tmp/owned",
    "fd::17",
    "git://git.example/a.git",
    "http://git.example/a.git",
    "ftp://git.example/a.git",
    "ssh://-oProxyCommand=touch/a.git",
    "https://git.example/a\nb.git",
]


def run(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@t.example", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf8")
    run(folder, "add", "--all")
    run(folder, "commit", "--quiet", "--message", name)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    run(folder, "init", "--quiet")
    commit(folder, "2024-01-05.md", GOOD)
    return folder


def read(url: str, cache: Path) -> list[str]:
    return [
        file.path for file in open_newsletter(url, load_conventions("embedded-ai-report"), cache=cache).files
    ]


def copy_in(cache: Path) -> Path:
    return next(folder for folder in cache.iterdir() if folder.is_dir())


def test_a_repository_is_fetched_and_followed(repository: Path, tmp_path: Path) -> None:
    url = repository.as_uri()

    assert read(url, tmp_path / "cache") == ["2024-01-05.md"]

    commit(repository, "2024-01-12.md", GOOD.replace("01-05", "01-12"))
    run(repository, "rm", "--quiet", "2024-01-05.md")
    commit(repository, "other.txt", "x")

    assert read(url, tmp_path / "cache") == ["2024-01-12.md"]


def test_a_bare_repository_is_a_source_by_its_path(repository: Path, tmp_path: Path) -> None:
    run(tmp_path, "clone", "--quiet", "--bare", str(repository), "bare.git")

    assert read(str(tmp_path / "bare.git"), tmp_path / "cache") == ["2024-01-05.md"]


@pytest.mark.parametrize("url", REFUSED)
def test_other_kinds_of_url_are_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read(url, tmp_path / "cache")

    assert "\n" not in str(caught.value)
    assert "use a folder, https://" in str(caught.value)
    assert not (tmp_path / "cache").exists()


def test_hooks_links_and_submodules_do_nothing(repository: Path, tmp_path: Path) -> None:
    owned = tmp_path / "owned"
    (repository / "2024-02-02.md").symlink_to("/etc/hostname")
    (repository / ".gitmodules").write_text('[submodule "x"]\n\tpath = x\n\turl = ext::touch owned\n')
    commit(repository, ".gitattributes", "*.md filter=evil\n")
    cache = tmp_path / "cache"
    read(repository.as_uri(), cache)
    clone = copy_in(cache)
    hook = clone / ".git" / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {owned}\n")
    hook.chmod(0o755)
    commit(repository, "2024-01-19.md", GOOD)

    assert "2024-01-19.md" in read(repository.as_uri(), cache)
    assert not owned.exists()
    assert not (clone / "2024-02-02.md").is_symlink()


def test_nothing_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read((tmp_path / "none.git").as_uri(), tmp_path / "cache")

    assert "git could not fetch it" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_closed_port_is_one_line_without_the_password(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(SourceError) as caught:
            read(f"https://me:secret@127.0.0.1:{port}/a.git", tmp_path / "cache")

    assert "git could not fetch it" in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (
            "ssh: connect to host example.org port 22: Connection refused\nfatal: Could not read from remote "
            "repository.\n\nPlease make sure you have the right access\nand the repository exists.\n",
            "ssh: connect to host example.org port 22: Connection refused",
        ),
        ("git@example.org: Permission denied (publickey).\nfatal: Could not read\n", "Permission denied"),
        ("remote: Repository not found.\nfatal: repository 'x' not found\n", "remote: Repository not found"),
        ("warning: x\nfatal: 'x' does not appear to be a git repository\nand more\n", "'x' does not appear"),
        ("", "no reason given"),
    ],
)
def test_of_what_git_says_the_telling_line_is_passed_on(
    said: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git, "_run", lambda command, url: (128, said))

    with pytest.raises(SourceError) as caught:
        read("https://example.org/x.git", tmp_path / "cache")

    assert reason in str(caught.value)
    assert "exists." not in str(caught.value)


def test_a_server_that_never_answers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git, "TIMEOUT", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as server:
        held: list[socket.socket] = []
        threading.Thread(target=lambda: held.append(server.accept()[0]), daemon=True).start()
        with pytest.raises(SourceError, match="did not answer within 1 seconds"):
            read(f"https://127.0.0.1:{server.getsockname()[1]}/a.git", tmp_path / "cache")
    for connection in held:
        connection.close()


def test_git_settings_from_the_environment_are_not_taken(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "ext")

    assert read(repository.as_uri(), tmp_path / "cache") == ["2024-01-05.md"]
    assert "GIT_DIR" in os.environ


def undated(number: int) -> str:
    return f"# 好刊\n\n## 新闻\n\n- [好文 {number}](https://good.example/{number})\n"


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose issues are dated by their commits alone; eight were imported at once."""
    folder = tmp_path / "history"
    folder.mkdir()
    run(folder, "init", "--quiet")
    for number in range(8):
        (folder / f"old-kite-{'abcdefgh'[number]}.md").write_text(undated(number), encoding="utf8")
    for day, name in ((1, "x"), (8, "rain"), (15, "snow")):
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"2024-03-{day:02d}T12:00:00Z")
        commit(folder, f"{name}.md", undated(day))
    (folder / "rain.md").rename(folder / "heavy-rain.md")
    commit(folder, "notes.txt", "x")
    return folder


@pytest.mark.parametrize("way", ["folder", "url"])
def test_what_nothing_dates_the_commit_does(history: Path, tmp_path: Path, way: str) -> None:
    source = str(history) if way == "folder" else history.as_uri()
    for _ in "ab":  # and again with the copy that is there
        newsletter = open_newsletter(source, load_conventions("generic"), cache=tmp_path / "cache")
        days = {file.path: file.identity.date for file in newsletter.files}

        assert days.pop("heavy-rain.md") == dt.date(2024, 3, 8)
        assert days.pop("snow.md") == dt.date(2024, 3, 15)
        assert set(days.values()) == {None}
