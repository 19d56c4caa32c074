"""The GitHub Action: its script builds a site from a checkout, and what is put in is never read as shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.paths import ROOT
from web.config import SAMPLE

SCRIPT = ROOT / "deploy" / "build_site.sh"
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf8"))


def run(checkout: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """The script in a checkout, with the command as this tree has it."""
    programs = checkout.parent / "programs"
    programs.mkdir(exist_ok=True)
    program = programs / "jianbao"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m web "$@"\n')
    program.chmod(0o755)
    env = os.environ | {
        "PATH": f"{programs}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "en_US.UTF-8",
        "GITHUB_OUTPUT": str(checkout.parent / "github_output"),
        **{f"INPUT_{name.upper()}": value for name, value in inputs.items()},
    }
    return subprocess.run(["bash", SCRIPT], cwd=checkout, env=env, capture_output=True, text=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    (folder / "issues").mkdir(parents=True)
    for file in sorted(SAMPLE.glob("*.md"))[:2]:
        shutil.copy(file, folder / "issues")
    return folder


def test_a_checkout_becomes_a_site(checkout: Path) -> None:
    done = run(checkout, source="issues", base="https://me.example/archive/")

    assert done.returncode == 0, done.stderr
    assert "lines not understood: 0" in done.stdout
    assert (checkout / "_site" / "search" / "manifest.json").is_file()
    assert "https://me.example/archive/issues/" in (checkout / "_site" / "sitemap.xml").read_text("utf8")
    assert (checkout.parent / "github_output").read_text() == "output=_site\n"
    assert sorted(file.name for file in checkout.iterdir()) == ["_site", "issues"]


def test_without_a_source_the_configured_newsletters_are_built(checkout: Path) -> None:
    (checkout / "more").mkdir()
    shutil.copy(sorted(SAMPLE.glob("*.md"))[2], checkout / "more")
    tables = (f'[[newsletters]]\nslug = "{slug}"\nsource = "{slug}"\n' for slug in ("issues", "more"))
    (checkout / "jianbao.toml").write_text("".join(tables), encoding="utf8")

    done = run(checkout)

    assert done.returncode == 0, done.stderr
    assert (checkout / "_site" / "issues" / "more" / "index.html").is_file()


def test_a_configuration_without_a_source_means_the_checkout(checkout: Path) -> None:
    (checkout / "jianbao.toml").write_text('[newsletter]\ntitle = "试刊"\n', encoding="utf8")

    done = run(checkout)

    assert done.returncode == 0, done.stderr
    assert "2 issues" in done.stdout
    assert "<title>试刊" in (checkout / "_site" / "index.html").read_text("utf8")


@pytest.mark.parametrize(
    "name", ["$(touch pwned)", "`touch pwned`", "x; touch pwned", "--help", "a\ntouch pwned"]
)
def test_what_is_put_in_is_no_shell(checkout: Path, name: str) -> None:
    done = run(checkout, source=name)

    assert done.returncode != 0
    assert not any(checkout.parent.rglob("pwned"))
    assert not (checkout / "_site").exists()


def test_no_module_of_the_checkout_is_imported(checkout: Path) -> None:
    for name in ("json", "tomllib", "sitecustomize", "pip", "web"):
        (checkout / f"{name}.py").write_text('open("../pwned", "w")\n', encoding="utf8")

    done = run(checkout)

    assert done.returncode == 0, done.stderr
    assert not any(checkout.parent.rglob("pwned"))
    pythons = [step["run"] for step in ACTION["runs"]["steps"] if "python " in step.get("run", "")]
    assert pythons
    assert all("python -m" not in script for script in pythons)


def test_no_step_puts_an_input_into_its_script() -> None:
    steps = ACTION["runs"]["steps"]

    assert steps
    assert [step["name"] for step in steps if "${{" in step.get("run", "")] == []
    described = set(ACTION["inputs"])
    used = {name for name in described if f"inputs.{name}" in (ROOT / "action.yml").read_text("utf8")}
    assert used == described
