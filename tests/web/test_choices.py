"""Conventions that were found for a source are found once."""

from pathlib import Path

import pytest

from archive.sources import files
from archive.sources import git as git_source
from tests.archive.sources.test_git import commit, run
from web.choices import CHOICES
from web.config import Config
from web.origin import origin_of
from web.wiring import build


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(folder=tmp_path)


def write(folder: Path, number: int) -> None:
    folder.mkdir(exist_ok=True)
    text = f"# 纸鸢 第{number}期\n\n## 新闻\n\n- [风 {number}](https://kite.example/{number}) 很大\n"
    (folder / f"{number}.md").write_text(text, encoding="utf8")


def test_files_are_read_once_where_nothing_has_changed(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "issues", 1)
    origin = origin_of(config, (str(tmp_path / "issues"),))
    build(config, origin)
    read: list[str] = []
    really = files.read_text
    for module in ("archive.newsletter", "archive.detection.choice"):
        monkeypatch.setattr(f"{module}.read_text", lambda root, file: read.append(file) or really(root, file))

    build(config, origin)

    assert read == ["1.md"]


def test_what_is_damaged_is_found_anew(config: Config, tmp_path: Path) -> None:
    write(tmp_path / "issues", 1)
    origin = origin_of(config, (str(tmp_path / "issues"),))
    build(config, origin)
    (config.data / CHOICES).write_text("{")

    build(config, origin)

    assert (config.data / CHOICES).read_text().startswith("{\n")


def test_an_added_file_takes_away_no_issue(config: Config, tmp_path: Path) -> None:
    for number in (1, 2):
        write(tmp_path / "issues", number)
        folder = tmp_path / "issues" / f"issue-{number}"
        folder.mkdir()
        (tmp_path / "issues" / f"{number}.md").rename(folder / "README.md")
    origin = origin_of(config, (str(tmp_path / "issues"),))
    build(config, origin)
    for name in ("about", "string", "wind"):
        (tmp_path / "issues" / f"{name}.md").write_text("# 说明\n\n怎么放。\n", encoding="utf8")

    _, report = build(config, origin)

    assert report.issues == 2


def test_a_git_source_is_fetched_once(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "repository"
    folder.mkdir()
    run(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, "1.md", "# 纸鸢 第1期\n\n## 新闻\n\n- [风](https://kite.example/1)\n")
    fetched: list[str] = []
    really = git_source.fetch
    monkeypatch.setattr(files, "fetch", lambda *args: fetched.append(args[0]) or really(*args))

    build(config, origin_of(config, (folder.as_uri(),)))

    assert fetched == [folder.as_uri()]
