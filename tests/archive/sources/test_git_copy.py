"""What a kill leaves in the copy of a repository does not stop the next fetch."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.errors import SourceError
from archive.sources import git
from archive.sources.git import fetch
from tests.archive.sources.test_git import GOOD, commit, copy_in, repository, run
from tests.paths import ROOT

__all__ = ["repository"]

KILLS = 30
SEED = 20_261_125


def _cut(name: str, keep: int = 0) -> Callable[[Path], None]:
    def cut(folder: Path) -> None:
        file = next(folder.glob(name))
        file.chmod(0o644)
        file.write_bytes(file.read_bytes()[:keep])

    return cut


def _leave(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes(b"")


def _lose(name: str) -> Callable[[Path], None]:
    return lambda folder: next(folder.glob(name)).unlink()


DAMAGE = {
    "shallow.lock": _leave("shallow.lock"),
    "index.lock": _leave("index.lock"),
    "HEAD.lock": _leave("HEAD.lock"),
    "config.lock": _leave("config.lock"),
    "an empty HEAD": _cut("HEAD"),
    "half a HEAD": _cut("HEAD", 9),
    "no HEAD": _lose("HEAD"),
    "half an index": _cut("index", 40),
    "an empty config": _cut("config"),
    "half a config": _cut("config", 20),
    "an empty shallow": _cut("shallow"),
    "half a pack": _cut("objects/pack/*.pack", 30),
    "an empty object": _cut("objects/[0-9a-f][0-9a-f]/*"),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("changed", [False, True], ids=["same", "changed"])
def test_a_copy_that_git_refuses_is_fetched_anew(
    repository: Path, tmp_path: Path, damage: str, changed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "pack" in damage:  # git unpacks what is small, unless told otherwise
        (tmp_path / ".gitconfig").write_text("[fetch]\n\tunpackLimit = 1\n")
        monkeypatch.setenv("HOME", str(tmp_path))
    cache = tmp_path / "cache"
    fetch(repository.as_uri(), cache)
    DAMAGE[damage](copy_in(cache) / ".git")
    if changed:
        commit(repository, "2024-01-12.md", GOOD.replace("01-05", "01-12"))

    folder = fetch(repository.as_uri(), cache)

    names = {file.name for file in folder.glob("*.md")}
    assert names == {"2024-01-05.md", *(["2024-01-12.md"] if changed else [])}
    assert (folder / "2024-01-05.md").read_text(encoding="utf8") == GOOD
    assert [path for path in cache.iterdir() if path.is_dir()] == [copy_in(cache)]


def test_a_copy_outlives_a_server_that_is_away(repository: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    folder = fetch(repository.as_uri(), cache)
    repository.rename(tmp_path / "away")

    with pytest.raises(SourceError, match="git could not fetch it"):
        fetch(repository.as_uri(), cache)

    assert (folder / "2024-01-05.md").is_file()
    assert [path.name for path in cache.iterdir() if path.is_dir()] == [folder.name]


def test_a_damaged_copy_inside_a_repository_leaves_that_repository_alone(
    repository: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    run(mine, "init", "--quiet")
    commit(mine, "work.txt", "committed")
    (mine / "work.txt").write_text("not yet committed")
    fetch(repository.as_uri(), mine / ".jianbao" / "sources")
    for file in (copy_in(mine / ".jianbao" / "sources") / ".git").glob("*"):
        if file.is_file():
            file.write_bytes(b"")

    fetch(repository.as_uri(), mine / ".jianbao" / "sources")

    assert (mine / "work.txt").read_text() == "not yet committed"
    assert not (mine / "2024-01-05.md").exists()


def test_nobody_else_may_read_the_copy(repository: Path, tmp_path: Path) -> None:
    assert fetch(repository.as_uri(), tmp_path / "cache").stat().st_mode & 0o077 == 0


def test_a_timeout_does_not_keep_the_next_fetch_from_working(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setattr(git, "TIMEOUT", 0.001)
    with pytest.raises(SourceError, match="did not answer"):
        fetch(repository.as_uri(), cache)
    monkeypatch.undo()

    assert (fetch(repository.as_uri(), cache) / "2024-01-05.md").is_file()


@pytest.mark.slow
def test_after_any_kill_the_next_fetch_works(repository: Path, tmp_path: Path) -> None:
    for number in range(400):
        (repository / f"{number}.txt").write_text(str(number) * 200)
    commit(repository, "2024-01-06.md", GOOD)
    chance, cache = random.Random(SEED), tmp_path / "cache"
    command = [sys.executable, "-c", "import sys, pathlib; from archive.sources.git import fetch; "
               "fetch(sys.argv[1], pathlib.Path(sys.argv[2]))", repository.as_uri(), str(cache)]  # fmt: skip
    for number in range(KILLS):
        commit(repository, "2024-01-07.md", f"{GOOD}\n{number}\n")
        process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
        time.sleep(0.1 + chance.random() * 0.25)
        # git runs in a session of its own: what is killed first is what the system would kill first.
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        for child in [*map(int, children), process.pid]:
            try:
                os.kill(child, signal.SIGKILL)
            except ProcessLookupError:
                continue
        process.wait()

        folder = fetch(repository.as_uri(), cache)

        assert (folder / "2024-01-07.md").read_text(encoding="utf8") == f"{GOOD}\n{number}\n"
