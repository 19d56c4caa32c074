"""What others run for us: container file, systemd unit, workflows. Checked by the tools made for each."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.install.conftest import Installed
from tests.paths import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
SCHEMAS = {
    "vendor.github-workflows": WORKFLOWS,
    "vendor.github-issue-forms": FORMS,
    "vendor.github-issue-config": [ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml"],
    "vendor.dependabot": [ROOT / ".github" / "dependabot.yml"],
}


def run(tool: str, *arguments: str | Path, cwd: Path = ROOT) -> str:
    """What a tool of the tests' environment prints; it must find nothing wrong."""
    done = subprocess.run(
        [Path(sys.executable).with_name(tool), *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_container_file_has_no_fault_that_hadolint_knows() -> None:
    assert run("hadolint", ROOT / "deploy" / "Containerfile") == ""


def test_the_container_installs_the_wheel_and_runs_as_an_ordinary_user() -> None:
    text = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf8")
    last = text[text.rindex("\nFROM ") :]

    assert "COPY . ." not in last
    assert "/wheel/*.whl" in last
    assert re.search(r"^USER [1-9]\d*$", last, re.MULTILINE)


def test_what_the_container_is_built_from_holds_what_the_wheel_needs() -> None:
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf8").split()
    needed = [
        "archive",
        "index",
        "web",
        "requirements",
        "pyproject.toml",
        "MANIFEST.in",
        "README.md",
        "LICENSE",
    ]

    assert left_out
    assert [name for name in needed if name in left_out] == []


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    text = (ROOT / "deploy" / "jianbao.service").read_text(encoding="utf8")
    unit = tmp_path / "jianbao.service"
    unit.write_text(
        re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE), encoding="utf8"
    )

    checked = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)

    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("schema", SCHEMAS)
def test_workflows_and_forms_follow_their_schemas(schema: str) -> None:
    assert SCHEMAS[schema]
    run("check-jsonschema", "--builtin-schema", schema, *SCHEMAS[schema])


def test_workflows_have_no_weakness_that_zizmor_knows() -> None:
    run("zizmor", "--offline", "--config", ROOT / "zizmor.yml", ROOT / ".github")


def test_workflows_run_make_targets_that_there_are() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf8"), re.MULTILINE))
    run_by = {
        name
        for file in WORKFLOWS
        for line in re.findall(r"run: make ([a-z -]+)$", file.read_text(encoding="utf8"), re.MULTILINE)
        for name in line.split()
    }

    assert {"test", "dist", "sbom", "audit"} <= run_by <= targets


def test_the_release_finds_its_version_in_the_changelog() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]["version"]

    assert f"\n## {version} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf8")


def test_hooks_run_what_is_installed_and_download_nothing(tmp_path: Path) -> None:
    file = ROOT / ".pre-commit-config.yaml"
    text = file.read_text(encoding="utf8")
    entries = re.findall(r"^ +entry: (\S+)", text, re.MULTILINE)

    run("pre-commit", "validate-config", file)
    assert re.findall(r"^ +- repo: (\S+)", text, re.MULTILINE) == ["local"]
    assert entries
    assert [name for name in entries if not Path(sys.executable).with_name(name).exists()] == []


@pytest.mark.slow
@pytest.mark.xdist_group("install")
def test_the_bill_of_materials_names_everything_that_is_installed(
    installed: Installed, tmp_path: Path
) -> None:
    lock = (ROOT / "requirements" / "run.txt").read_text(encoding="utf8")
    locked = set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))

    run("cyclonedx-py", "environment", installed.python, "--pyproject", ROOT / "pyproject.toml",
        "--output-reproducible", "--output-file", tmp_path / "bill.json")  # fmt: skip

    bill = json.loads((tmp_path / "bill.json").read_text(encoding="utf8"))
    named = {re.sub(r"[._]", "-", part["name"].lower()) for part in bill["components"]}
    assert bill["metadata"]["component"]["name"] == "jianbao"
    assert locked <= named
    assert all(part.get("licenses") for part in bill["components"])
