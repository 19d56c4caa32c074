"""Date on which each file was added to the git repository of a source."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from archive.errors import SourceError
from archive.sources.git import TIMEOUT, deepen
from archive.sources.git_address import is_git_url

IMPORT = 5
"""Most files that a commit may add; a larger one is an import, whose date says nothing about them."""

_SAFE = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "log.showSignature=false",
    "core.quotePath=false",
)


def added_on(source: str, root: Path, cache: Path | None) -> Mapping[str, dt.date]:
    """Days on which the files of a folder were first committed, by their paths, as far as git knows.

    The history of a git URL is fetched first, which a source whose issues tell their days never needs.
    """
    if is_git_url(source):
        try:
            deepen(source, cache)
        except SourceError:
            return {}
    shallow = _git(root, "rev-parse", "--is-shallow-repository").strip() != "false"
    log = _git(
        root, "log", "--relative", "--name-status", "--find-renames", "--diff-filter=AR", "-z",
        "--format=%x01%P%x02%cs", "--", ".",
    )  # fmt: skip
    days: dict[str, dt.date] = {}
    names: dict[str, str] = {}
    for parents, day, changes in _commits(log):
        added = [path for old, path in changes if not old]
        for old, path in changes:
            if old:
                names[old] = names.get(path, path)
        if len(added) <= IMPORT and (parents or not shallow):
            days.update({names.get(path, path): day for path in added})
        else:
            for path in added:
                days.pop(names.get(path, path), None)
    return days


def _commits(log: str) -> Iterator[tuple[str, dt.date, list[tuple[str, str]]]]:
    """Parents, day and changes of each commit, newest first. A change: the old name, or "", and the new."""
    for commit in log.split("\x01")[1:]:
        head, _, body = commit.partition("\0")
        parents, _, day = head.partition("\x02")
        fields = iter(field.lstrip("\n") for field in body.split("\0"))
        changes: list[tuple[str, str]] = []
        for status in fields:
            if status.startswith("A"):
                changes.append(("", next(fields, "")))
            elif status.startswith("R"):
                changes.append((next(fields, ""), next(fields, "")))
        yield parents, dt.date.fromisoformat(day.strip()), changes


def _git(root: Path, *arguments: str) -> str:
    """Output of git in a folder; "" where it is in no repository, or git is not installed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    settings = [part for setting in _SAFE for part in ("-c", setting)]
    try:
        done = subprocess.run(  # noqa: S603 - a list of arguments, no shell
            ["git", *settings, "--no-optional-locks", "-C", str(root), *arguments],  # noqa: S607 - as installed
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
            env={**kept, "LC_ALL": "C"},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
