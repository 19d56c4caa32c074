"""`serve --watch`: the server answers from new issues without a restart."""

import json
import shutil
import time
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
