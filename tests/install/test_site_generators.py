"""Recipes of sites that have the archive beside themselves, with the generators where they are installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.paths import ROOT
from web.cli.main import jianbao
from web.config import SAMPLE

BOX = """<script type="module" src="/archive/widget.js"></script>
<jianbao-search index="/archive/search/"></jianbao-search>
"""


@dataclass(frozen=True)
class Generator:
    """A program that builds a site, and the least site that it builds."""

    command: tuple[str, ...]
    output: str
    files: Mapping[str, str]


GENERATORS = {
    "jekyll": Generator(
        ("jekyll", "build", "--quiet"),
        "_site",
        {"_config.yml": "title: Blog\nexclude: [issues]\n", "index.html": f"---\ntitle: 博客\n---\n{BOX}"},
    ),
    "hugo": Generator(
        ("hugo", "--quiet"),
        "public",
        {
            "config.toml": 'title = "Blog"\nbaseURL = "/"\ndisableKinds = ["taxonomy", "term", "RSS"]\n',
            "content/_index.md": "---\ntitle: 博客\n---\n",
            "layouts/index.html": f"<!doctype html><title>{{{{ .Title }}}}</title>\n{BOX}",
        },
    ),
}


@pytest.mark.parametrize("name", GENERATORS)
def test_an_archive_stands_in_the_output_of_a_generator(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generator = GENERATORS[name]
    if not shutil.which(generator.command[0]):
        pytest.skip(f"{name} is not installed: its recipe was not tried")
    (tmp_path / "issues").mkdir()
    shutil.copy(sorted(SAMPLE.glob("*.md"))[0], tmp_path / "issues")
    for path, text in generator.files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf8")
    subprocess.run(generator.command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    monkeypatch.chdir(tmp_path)
    site = tmp_path / generator.output

    done = CliRunner().invoke(
        jianbao, ["build", "issues", "--output", f"{generator.output}/archive", "--base", "/archive/"]
    )

    assert done.exit_code == 0, done.output
    assert "<jianbao-search" in (site / "index.html").read_text("utf8")
    assert (site / "archive/widget.js").is_file()
    assert (site / "archive/search/manifest.json").is_file()
    assert 'href="/archive/issues/' in (site / "archive/index.html").read_text("utf8")


@pytest.mark.parametrize("name", GENERATORS)
def test_the_recipe_that_is_tried_is_the_one_that_is_told(name: str) -> None:
    recipes = (ROOT / "docs" / "static.md").read_text("utf8")

    assert f"jianbao build issues --output {GENERATORS[name].output}/archive --base /archive/" in recipes
