"""A git repository → a folder, with the installed `git` and nothing that could run a command."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from archive.errors import SourceError

TIMEOUT = 120.0
"""Seconds that one git command may take."""

_PROTOCOLS = "https:ssh:file"
_URL = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:[^/@\s]+@)?(?P<host>[^/\s]*)")
_SCP = re.compile(r"[A-Za-z0-9_.-]+@(?!-)[A-Za-z0-9_.-]+:(?!//)\S+")
_TELLING = (r"(ssh|remote|ERROR): .*|.*Permission denied.*|Host key .*", r"(fatal|error): .*", r".*")
"""What git says, the most telling first: ssh or the server, git itself, anything."""

_CURE = "use a folder, https://…, ssh://… or the path of a repository"
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


def is_git_url(source: str) -> bool:
    """True for what is to be fetched: a URL, `user@host:path`, or a repository without working files."""
    if "::" in source or _URL.match(source) or _SCP.fullmatch(source):
        return True
    path = Path(source).expanduser()
    try:
        return (path / "HEAD").is_file() and (path / "objects").is_dir()
    except OSError:  # may not be looked into: told where it is opened as a folder
        return False


def fetch(url: str, cache: Path | None) -> Path:
    """The newest state of a repository's default branch, as a folder below `cache`.

    Shallow, without tags, hooks, submodules or symbolic links; never asks for a password. Raises SourceError
    with one line where the URL is of another kind, does not answer in time, or holds nothing.
    """
    _check(url)
    if shutil.which("git") is None:
        raise SourceError("git is not installed", file=_shown(url), cure="install it, or name a folder")
    folder = (cache or _default_cache()) / hashlib.sha256(url.encode()).hexdigest()[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SourceError(
            f"cannot be made ({error.strerror})", file=str(folder), cure="check the disk"
        ) from error
    address = url if _URL.match(url) or _SCP.fullmatch(url) else str(Path(url).expanduser().resolve())
    _git(url, "init", "--quiet", "--", str(folder))
    at = ("-C", str(folder))
    _git(url, *at, "fetch", "--quiet", "--depth=1", "--no-tags", "--force", "--", address, "HEAD")
    _git(url, *at, "checkout", "--quiet", "--force", "--detach", "FETCH_HEAD")
    return folder.resolve()


def _check(url: str) -> None:
    match = _URL.match(url)
    scheme = match["scheme"].lower() if match else "ssh" if _SCP.fullmatch(url) else "file"
    if "::" in url or scheme not in _PROTOCOLS.split(":"):
        raise SourceError("is no kind of URL that is fetched", file=_shown(url), cure=_CURE)
    if url.startswith("-") or (match and match["host"].startswith("-")) or not url.isprintable():
        raise SourceError("is no URL", file=_shown(url), cure=_CURE)


def _default_cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "jianbao" / "sources"


def _environment() -> dict[str, str]:
    """The user's own, without what could redirect git, and without any question to the terminal."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {
        **kept,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "true",
        "GIT_ALLOW_PROTOCOL": _PROTOCOLS,
        "GIT_LFS_SKIP_SMUDGE": "1",
        "GIT_SSH_COMMAND": "ssh -oBatchMode=yes -oConnectTimeout=20",
        "LC_ALL": "C",
    }


def _git(url: str, *arguments: str) -> None:
    settings = [part for setting in _SAFE for part in ("-c", setting)]
    code, said = _run(["git", *settings, *arguments], url)
    if code:
        reason = _reason(said).replace(url, _shown(url))
        raise SourceError(
            f"git could not fetch it ({reason})", file=_shown(url), cure="check address and access"
        )


def _reason(said: str) -> str:
    """The line that tells most; git's last ones only advise."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    for pattern in _TELLING:
        if found := next((line for line in lines if re.fullmatch(pattern, line)), ""):
            return re.sub(r"^(fatal|error): ", "", found).rstrip(".")
    return "no reason given"


def _run(command: Sequence[str], url: str) -> tuple[int, str]:
    """Exit code and what git said. The whole process group ends when time is up."""
    try:
        process = subprocess.Popen(  # noqa: S603 - a list of arguments, no shell, URL behind `--`
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=_environment(),
            start_new_session=True,
        )
    except OSError as error:
        raise SourceError(f"git cannot be started ({error.strerror})", file=_shown(url)) from error
    try:
        _, said = process.communicate(timeout=TIMEOUT)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise SourceError(
            f"did not answer within {TIMEOUT:.0f} seconds", file=_shown(url), cure="check address and network"
        ) from error
    return process.returncode, said.decode("utf-8", "replace")


def _shown(url: str) -> str:
    """The URL without a password in it, for messages."""
    plain = re.sub(r"(?<=://)[^/@\s]+@", "", url)
    return plain if plain.isprintable() else ascii(plain)
