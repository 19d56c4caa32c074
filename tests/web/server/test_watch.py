"""`serve --watch`: the server answers from new issues without a restart."""

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.running import jianbao, server
from web.config import SAMPLE
from web.server.watch import WatcherStatus


def _issues(url: str) -> int:
    with urllib.request.urlopen(f"{url}/api/v1/issues") as answer:
        return len(json.load(answer)["issues"])


def test_a_new_issue_is_found_soon_after_it_is_saved(tmp_path: Path) -> None:
    source = tmp_path / "issues"
    shutil.copytree(SAMPLE, source)
    last = max(source.glob("*.md"))
    text = last.read_text(encoding="utf8")
    last.unlink()
    assert jianbao("--data", tmp_path / "index", "reindex", source, cwd=tmp_path).returncode == 0
    with server(tmp_path, "--watch") as running:
        before = _issues(running.url)
        time.sleep(1)

        last.write_text(text, encoding="utf8")

        end = time.monotonic() + 30
        while _issues(running.url) == before and time.monotonic() < end:
            time.sleep(0.3)
        assert _issues(running.url) == before + 1


def _total(url: str, query: str) -> int:
    """Hits; -1 while the archive cannot answer."""
    try:
        with urllib.request.urlopen(f"{url}/api/v1/search?q={query}") as answer:
            return int(json.load(answer)["total"])
    except urllib.error.HTTPError:
        return -1


def _wait_for(url: str, query: str, *, above: int) -> int:
    end = time.monotonic() + 30
    while (total := _total(url, query)) <= above and time.monotonic() < end:
        time.sleep(0.3)
    return total


def test_words_are_followed_too_and_mistakes_in_them_survived(tmp_path: Path) -> None:
    source, words = tmp_path / "issues", tmp_path / "words" / "synonyms.txt"
    shutil.copytree(SAMPLE, source)
    words.parent.mkdir()
    words.write_text("", encoding="utf8")
    (tmp_path / "jianbao.toml").write_text("[index]\nlexicon = 'words'\n", encoding="utf8")
    assert jianbao("--data", tmp_path / "index", "reindex", source, cwd=tmp_path).returncode == 0
    with server(tmp_path, "--watch") as running:
        time.sleep(1)
        assert _total(running.url, "zhangluo") == 0

        words.write_bytes(b"\xd6\xd0")
        time.sleep(3)
        assert _total(running.url, "NPU") > 0
        words.write_text("NPU = zhangluo\n", encoding="utf8")

        assert _wait_for(running.url, "zhangluo", above=0) > 0
    log = running.log.read_text(encoding="utf8")
    assert "synonyms.txt: cannot be read" in log
    assert "Traceback" not in log


def _health(url: str) -> dict[str, object]:
    with urllib.request.urlopen(f"{url}/healthz") as answer:
        watch: dict[str, object] = json.load(answer)["watch"]
        return watch


def _becomes(wanted: object, look: Callable[[], object]) -> bool:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if look() == wanted:
            return True
        time.sleep(0.2)
    return False


def _copy(folder: Path, issues: int) -> Path:
    folder.mkdir()
    for file in sorted(SAMPLE.glob("*.md"))[:issues]:
        shutil.copy(file, folder)
    return folder


@pytest.mark.slow
def test_a_watcher_hears_again_what_was_replaced_and_comes_back_when_it_dies(tmp_path: Path) -> None:
    current = tmp_path / "current"
    current.symlink_to(_copy(tmp_path / "first", 3))
    (tmp_path / "jianbao.toml").write_text("[newsletter]\nsource = 'current'\n", encoding="utf8")
    assert jianbao("--data", tmp_path / "index", "reindex", cwd=tmp_path).returncode == 0
    with server(tmp_path, "--watch") as running:
        url = running.url
        assert _health(url) == {"ok": True, "reason": ""}
        time.sleep(1)

        _copy(tmp_path / "second", 4)
        (tmp_path / "next").symlink_to("second")
        (tmp_path / "next").replace(current)
        assert _becomes(4, lambda: _issues(url))

        shutil.rmtree(tmp_path / "second")
        assert _becomes(False, lambda: _health(url)["ok"])
        assert "gone" in str(_health(url)["reason"])
        assert _issues(url) == 4
        _copy(tmp_path / "second", 5)
        assert _becomes(5, lambda: _issues(url))
        assert _becomes(True, lambda: _health(url)["ok"])

        os.kill(min(running.workers()), signal.SIGKILL)  # forked before the workers
        shutil.copy(max(SAMPLE.glob("*.md")), tmp_path / "second" / "2099-01-01.md")
        assert _becomes(6, lambda: _issues(url))
        assert _becomes({"ok": True, "reason": ""}, lambda: _health(url))
    assert "the watcher has ended; starting it again" in running.log.read_text(encoding="utf8")


def test_health_says_nothing_of_a_watcher_that_nobody_asked_for(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json()["watch"] is None


def test_a_watcher_that_has_died_is_amiss_whatever_it_told_before() -> None:
    status, child = WatcherStatus(), subprocess.Popen(["sleep", "60"])
    status.begin(child.pid)
    assert status.problem() == ""
    status.set_problem("索引失败" * 1000)
    assert status.problem().startswith("索引失败")

    child.kill()
    child.wait()

    assert "ended" in status.problem()
