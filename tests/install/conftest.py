"""The wheel and the sdist as a release has them, and an environment that holds nothing but the wheel."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tests.paths import ROOT
from tests.running import jianbao, server
from web.config import SAMPLE

NOT_IN_A_CLONE = shutil.ignore_patterns(
    ".git", ".venv", ".jianbao", ".*cache", ".hypothesis", ".schemathesis", "__pycache__", "node_modules",
    "build", "dist", "*.egg-info",
)  # fmt: skip
"""What a checkout gathers while it is worked in. A wheel that is built beside an old `build/` takes it in."""


@dataclass(frozen=True, slots=True)
class Built:
    """What `python -m build` makes."""

    files: frozenset[str]
    """Paths of the checkout's files, those that a fresh clone has."""

    sdist: Path
    wheel: Path
    """Built from the checkout."""

    wheel_of_sdist: Path


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment with the wheel, and a folder far from any checkout, with an index of its `issues/`."""

    python: Path
    folder: Path

    @property
    def program(self) -> tuple[Path]:
        """The command as pip installed it."""
        return (self.python.with_name("jianbao"),)

    @property
    def env(self) -> dict[str, str]:
        """Nothing but the environment can be imported, and the home folder is empty."""
        return {"PYTHONPATH": "", "HOME": str(self.folder / "home")}

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """One command, in the folder."""
        return jianbao(*arguments, cwd=self.folder, env=self.env, program=self.program)

    def text(self, *arguments: str | Path) -> str:
        """What a command prints that succeeds and complains of nothing."""
        done = self.run(*arguments)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def serve(self, folder: Path) -> object:
        """The site over the issues of `folder/issues`, as a context manager."""
        issues = [self.folder / "issues"]
        return partial(server, folder, source=issues, env=self.env, program=self.program)()

    def install(self, *arguments: str | Path) -> None:
        """Install into this environment alone, from locked versions and hashes or a file."""
        pip = [sys.executable, "-m", "pip", "--python", self.python, "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "--quiet", *arguments], cwd=self.folder, check=True)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Both distributions, built with the pinned backend of the tests' environment."""
    folder = tmp_path_factory.mktemp("built")
    checkout = folder / "checkout"
    shutil.copytree(ROOT, checkout, ignore=NOT_IN_A_CLONE)
    files = frozenset(file.relative_to(checkout).as_posix() for file in checkout.rglob("*") if file.is_file())
    build = [sys.executable, "-m", "build", "--no-isolation", str(checkout), "--outdir"]
    subprocess.run([*build, folder / "release"], check=True, capture_output=True)
    subprocess.run([*build, folder / "direct", "--wheel"], check=True, capture_output=True)
    return Built(
        files,
        sdist=next((folder / "release").glob("*.tar.gz")),
        wheel=next((folder / "direct").glob("*.whl")),
        wheel_of_sdist=next((folder / "release").glob("*.whl")),
    )


@pytest.fixture(scope="session")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel of the sdist in an environment of its own, with the locked requirements."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "env")
    (folder / "home").mkdir()
    shutil.copytree(SAMPLE, folder / "issues")
    there = Installed(folder / "env" / "bin" / "python", folder)
    there.install("--require-hashes", "-r", ROOT / "requirements" / "run.txt")
    there.install("--no-deps", built.wheel_of_sdist)
    done = there.run("reindex", "issues")
    assert done.returncode == 0, done.stderr
    return there
