"""What is remembered of an index's source, whatever happens while it is indexed."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.markdown.leaves import MAX_LINES
from index.errors import IndexWriteError
from tests.paths import ROOT
from web import wiring
from web.config import Config, ConfigError
from web.origin import ORIGIN, Origin, origin_of
from web.wiring import build

SAMPLE = str(ROOT / "archive" / "sample")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(folder=tmp_path)


@pytest.fixture
def issues(tmp_path: Path) -> str:
    folder = tmp_path / "issues"
    folder.mkdir()
    (folder / "2024-01-02.md").write_text(
        "# 周报 2024-01-02\n\n## 新闻\n\n- [甲](https://example.org/a) 乙\n"
    )
    return str(folder)


def test_the_source_is_remembered_before_it_is_indexed(
    config: Config, issues: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Origin] = []
    really = wiring.reindex
    monkeypatch.setattr(
        wiring, "reindex", lambda *args, **more: seen.append(origin_of(config)) or really(*args, **more)
    )

    build(config, origin_of(config, (issues,)))

    assert [origin.sources for origin in seen] == [(issues,)]
    assert origin_of(config).sources == (issues,)


def test_a_source_that_cannot_be_indexed_is_not_remembered(
    config: Config, issues: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(config, origin_of(config, (issues,)))

    def fail(*_: object, **__: object) -> None:
        raise IndexWriteError("no")

    monkeypatch.setattr(wiring, "reindex", fail)
    with pytest.raises(IndexWriteError, match="no"):
        build(config, origin_of(config, (SAMPLE,)))

    assert origin_of(config).sources == (issues,)


def test_a_full_disk_keeps_what_was_remembered(
    config: Config, issues: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(config, origin_of(config, (issues,)))

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(IndexWriteError, match=r"source\.json: cannot write: No space left"):
        build(config, origin_of(config, (SAMPLE,)))

    assert origin_of(config).sources == (issues,)


def test_a_second_run_leaves_the_file_alone(config: Config, issues: str) -> None:
    build(config, origin_of(config, (issues,)))
    before = (config.data / ORIGIN).stat()

    build(config, origin_of(config))

    after = (config.data / ORIGIN).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_pipe_in_place_of_the_file_is_no_source(config: Config, issues: str) -> None:
    build(config, origin_of(config, (issues,)))
    (config.data / ORIGIN).unlink()
    os.mkfifo(config.data / ORIGIN)

    with pytest.raises(ConfigError, match="name the source once more"):
        origin_of(config)
    build(config, origin_of(config, (issues,)))

    assert origin_of(config).sources == (issues,)


def replaced_by_too_many_lines(file: Path) -> None:
    file.write_text("# 2024-01-05\n" + "- [甲](https://a.example)\n" * MAX_LINES, encoding="utf8")


def replaced_by_a_link_to_itself(file: Path) -> None:
    file.unlink()
    file.symlink_to(file)


def replaced_by_a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


@pytest.mark.parametrize(
    "replaced", [replaced_by_too_many_lines, replaced_by_a_link_to_itself, replaced_by_a_pipe]
)
def test_an_issue_that_cannot_be_read_any_more_is_told_and_kept(
    config: Config, tmp_path: Path, replaced: Callable[[Path], None]
) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    for day in ("05", "06"):
        text = f"# 2024-01-{day}\n\n## 新闻\n\n- [茶 {day}](https://example.org/{day}) 绿茶\n"
        (folder / f"2024-01-{day}.md").write_text(text, encoding="utf8")
    origin = origin_of(config, (str(folder),))
    build(config, origin)

    replaced(folder / "2024-01-05.md")
    problems, report = build(config, origin)

    assert [str(problem).split(":")[0] for problem in problems] == ["2024-01-05.md"]
    assert (report.issues, report.entries) == (2, 2)
