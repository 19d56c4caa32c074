"""`serve --watch`: the server answers from new issues without a restart."""

import json
import shutil
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.running import jianbao, server
from web.config import SAMPLE


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
