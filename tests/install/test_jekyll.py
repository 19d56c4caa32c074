"""The recipe of a Jekyll site that has the archive beside itself, with Jekyll where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.paths import ROOT
from web.cli.main import jianbao
from web.config import SAMPLE

JEKYLL = shutil.which("jekyll")

PAGE = """---
title: 博客
---
<script type="module" src="/archive/widget.js"></script>
<jianbao-search index="/archive/search/"></jianbao-search>
"""


@pytest.mark.skipif(JEKYLL is None, reason="jekyll is not installed: the recipe was not tried")
def test_an_archive_stands_in_the_output_of_jekyll(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "issues").mkdir()
    shutil.copy(sorted(SAMPLE.glob("*.md"))[0], tmp_path / "issues")
    (tmp_path / "index.html").write_text(PAGE, encoding="utf8")
    (tmp_path / "_config.yml").write_text("title: Blog\nexclude: [issues]\n", encoding="utf8")
    subprocess.run(
        [str(JEKYLL), "build", "--quiet"], cwd=tmp_path, check=True, capture_output=True, timeout=120
    )
    monkeypatch.chdir(tmp_path)

    done = CliRunner().invoke(
        jianbao, ["build", "issues", "--output", "_site/archive", "--base", "/archive/"]
    )

    assert done.exit_code == 0, done.output
    assert "<jianbao-search" in (tmp_path / "_site/index.html").read_text("utf8")
    assert (tmp_path / "_site/archive/widget.js").is_file()
    assert (tmp_path / "_site/archive/search/manifest.json").is_file()
    assert 'href="/archive/issues/' in (tmp_path / "_site/archive/index.html").read_text("utf8")


def test_the_recipe_that_is_tried_is_the_one_that_is_told() -> None:
    recipes = (ROOT / "docs" / "static.md").read_text("utf8")

    assert "jianbao build issues --output _site/archive --base /archive/" in recipes
