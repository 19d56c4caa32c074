"""Fetch a git repository into a folder with the installed `git`, with hooks and helpers disabled."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from archive.errors import SourceError
from archive.sources.git_address import PROTOCOLS, GitAddress, parse_address, printable_source

TIMEOUT = 120.0
"""Seconds that one git command may take."""

_TELLING = (r"(ssh|remote|ERROR): .*|.*Permission denied.*|Host key .*", r"(fatal|error): .*", r".*")
"""Patterns of git's error lines, the most specific first: ssh or the server, git itself, any line."""

_DENIED = re.compile(r"Authentication failed|could not read (Username|Password)|Permission denied|40[13]")
_SAFE = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.symlinks=false",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    "gc.auto=0",
    "http.lowSpeedLimit=500",
    "http.lowSpeedTime=20",
)
_LOGIN_HELPER = (
    '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$SOURCE_USER" "$SOURCE_PASSWORD"; }; f'
)
"""What git runs to learn name and password: they stand in its environment, which only their owner can read,
and not among the arguments, which every user of the machine can."""


class GitTimeoutError(SourceError):
    """git took too long. Asking a second time would only take as long again."""


def fetch(source: str, cache: Path | None) -> Path:
    """The newest state of a repository's default branch, as a folder below `cache`.

    Shallow, without tags, hooks, submodules or symbolic links; never asks for a password. Raises SourceError
    with one line where the URL is of another kind, does not answer in time, or holds nothing.
    """
    address = parse_address(source)
    if shutil.which("git") is None:
        raise SourceError(
            "git is not installed", file=printable_source(source), remedy="install it, or name a folder"
        )
    copy = _copy_of(address, cache)
    try:
        with _alone(copy):
            _bring_up_to_date(copy, address)
    except OSError as error:
        raise SourceError(
            f"cannot be made ({error.strerror})", file=str(copy), remedy="check the disk"
        ) from error
    return copy.resolve()


def deepen(source: str, cache: Path | None) -> None:
    """Fetch the history of a repository that was fetched before, which is then kept. Raises SourceError."""
    address = parse_address(source)
    copy = _copy_of(address, cache)
    if (copy / ".git" / _HISTORY).exists():
        return
    at = (f"--git-dir={copy / '.git'}", f"--work-tree={copy}")
    try:
        with _alone(copy):
            if (copy / ".git" / "shallow").exists():
                fetched = ("fetch", "--quiet", "--unshallow", "--no-tags", "--force")
                _git(address, *at, *fetched, "--", address.url, "HEAD")
            (copy / ".git" / _HISTORY).touch()
    except OSError as error:
        raise SourceError(f"cannot be changed ({error.strerror})", file=str(copy)) from error


_HISTORY = "jianbao-history"
"""File in a copy's `.git` that says that its history is wanted."""


def _copy_of(address: GitAddress, cache: Path | None) -> Path:
    # By the address alone: a new password does not mean a new copy, and the name tells nothing of the old.
    return (cache or _default_cache()) / hashlib.sha256(address.url.encode()).hexdigest()[:16]


def _default_cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "jianbao" / "sources"


@contextmanager
def _alone(copy: Path) -> Iterator[None]:
    """One process at a time works on a copy; the system frees the lock of one that dies."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    with copy.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _bring_up_to_date(copy: Path, address: GitAddress) -> None:
    """Fetch into the copy; where git refuses that, into a new one that takes its place.

    A kill leaves locks, a cut HEAD or half an index behind, in more ways than can be told from a server
    that does not answer. So the old copy goes only once a new one is whole.
    """
    fresh = copy.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    if copy.exists():
        try:
            return _update(copy, address)
        except GitTimeoutError:
            raise
        except SourceError:
            pass  # if the old copy is not the cause, fetching the new one raises the error
    try:
        _update(fresh, address)
    except SourceError:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    shutil.rmtree(copy, ignore_errors=True)
    fresh.replace(copy)


def _update(copy: Path, address: GitAddress) -> None:
    copy.mkdir(mode=0o700, exist_ok=True)
    # Both folders are named: in a copy without a sound HEAD git would look for a repository further up,
    # and check out over the work of whoever keeps the index inside one.
    at = (f"--git-dir={copy / '.git'}", f"--work-tree={copy}")
    _git(address, *at, "init", "--quiet")
    depth = () if (copy / ".git" / _HISTORY).exists() else ("--depth=1",)
    _git(address, *at, "fetch", "--quiet", *depth, "--no-tags", "--force", "--", address.url, "HEAD")
    _git(address, *at, "checkout", "--quiet", "--force", "--detach", "FETCH_HEAD")


def _environment(address: GitAddress) -> dict[str, str]:
    """The user's environment without variables that redirect git, and with prompts disabled."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {
        **kept,
        **_login(address),
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "true",
        "GIT_ALLOW_PROTOCOL": ":".join(PROTOCOLS),
        "GIT_LFS_SKIP_SMUDGE": "1",
        "GIT_SSH_COMMAND": "ssh -oBatchMode=yes -oConnectTimeout=20",
        "LC_ALL": "C",
    }


def _login(address: GitAddress) -> dict[str, str]:
    """Settings that let git log in at this one site: as variables, since arguments can be read by all.

    With a name alone, git's own helpers are asked for the password; a token that stands in its place
    needs none.
    """
    if not address.user:
        return {}
    site = f"credential.{address.site}"
    settings = {f"{site}.username": address.user}
    if address.password:
        settings = {"credential.helper": "", f"{site}.helper": _LOGIN_HELPER}
    variables = {"GIT_CONFIG_COUNT": str(len(settings))}
    for number, (key, value) in enumerate(settings.items()):
        variables |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return variables | {"SOURCE_USER": address.user, "SOURCE_PASSWORD": address.password}


def _git(address: GitAddress, *arguments: str) -> None:
    settings = [part for setting in _SAFE for part in ("-c", setting)]
    code, output = _run(["git", *settings, *arguments], address)
    if code:
        remedy = "check address and access"
        if _DENIED.search(output):
            remedy += "; a password in a URL is not kept, see docs/configuration.md"
        raise SourceError(
            f"git could not fetch it ({_reason(output)})", file=printable_source(address.url), remedy=remedy
        )


def _reason(output: str) -> str:
    """The most specific error line; the last lines of git are only hints."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    for pattern in _TELLING:
        if telling := next((line for line in lines if re.fullmatch(pattern, line)), ""):
            return re.sub(r"^(fatal|error): ", "", telling).rstrip(".")
    return "no reason given"


def _run(command: Sequence[str], address: GitAddress) -> tuple[int, str]:
    """Exit code and standard error of git. On timeout the whole process group is killed."""
    try:
        process = subprocess.Popen(  # noqa: S603 - a list of arguments, no shell, URL behind `--`
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=_environment(address),
            start_new_session=True,
        )
    except OSError as error:
        raise SourceError(
            f"git cannot be started ({error.strerror})", file=printable_source(address.url)
        ) from error
    try:
        _, output = process.communicate(timeout=TIMEOUT)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise GitTimeoutError(
            f"did not answer within {TIMEOUT:.0f} seconds",
            file=printable_source(address.url),
            remedy="check address and network",
        ) from error
    return process.returncode, output.decode("utf-8", "replace")
