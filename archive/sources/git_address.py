"""Addresses of git repositories: supported kinds, and removal of passwords from output."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from archive.errors import SourceError

PROTOCOLS = ("https", "ssh", "file")

_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:(?P<login>[^/?#]*)@)?(?P<host>[^/?#]*)(?P<rest>.*)", re.S
)
_HOST = re.compile(r"(?!-)[^\s@:]*|(?!-)[^\s@:]*:\d{1,5}|\[[0-9a-fA-F:.]+\](:\d{1,5})?")
_SCP = re.compile(r"[A-Za-z0-9_.-]+@(?!-)[A-Za-z0-9_.-]+:(?!//)\S+")
_REMEDY = "use a folder, https://…, ssh://… or the path of a repository"


@dataclass(frozen=True, slots=True)
class GitAddress:
    """URL of a repository, and separately the login for it."""

    url: str
    """What may be shown, written down and passed as an argument: no password in it."""

    site: str
    """Scheme and host, for which name and password are meant."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def is_git_url(source: str) -> bool:
    """True for what is to be fetched: a URL, `user@host:path`, or a repository without working files."""
    if "::" in source or _URL.match(source) or _SCP.fullmatch(source):
        return True
    path = Path(source).expanduser()
    try:
        return (path / "HEAD").is_file() and (path / "objects").is_dir()
    except OSError:  # not readable: reported where it is opened as a folder
        return False


def without_password(source: str) -> str:
    """A source as it may be shown and kept: the same address without name and password.

    ssh keeps the name, which is part of the address there. What cannot be taken apart loses everything
    before its last `@`, so that no odd character in a password lets a part of it through.
    """
    match = _URL.match(source)
    if not match:
        return source
    scheme, login, host, rest = match["scheme"], match["login"] or "", match["host"], match["rest"]
    if not _HOST.fullmatch(host):
        return f"{scheme}://{f'{host}{rest}'.rpartition('@')[2]}"
    user = login.partition(":")[0] if scheme.lower() == "ssh" else ""
    return f"{scheme}://{f'{user}@' if user else ''}{host}{rest}"


def printable_source(source: str) -> str:
    """A source for a message: without a password, on one line."""
    plain = without_password(source)
    return plain if plain.isprintable() else ascii(plain)


def parse_address(source: str) -> GitAddress:
    """Take an address apart. Raises SourceError for every kind that is not fetched."""
    match = _URL.match(source)
    scheme = match["scheme"].lower() if match else "ssh" if _SCP.fullmatch(source) else "file"
    if "::" in source or scheme not in PROTOCOLS:
        raise SourceError("is no kind of URL that is fetched", file=printable_source(source), remedy=_REMEDY)
    if source.startswith("-") or not source.isprintable() or (match and not _HOST.fullmatch(match["host"])):
        raise SourceError("is no URL", file=printable_source(source), remedy=_REMEDY)
    if match is None:
        local = source if scheme == "ssh" else str(Path(source).expanduser().resolve())
        return GitAddress(local, "")
    user, _, password = (match["login"] or "").partition(":")
    if scheme != "https" or not user:
        return GitAddress(without_password(source), "")
    # Percent-encoding is the URL's own; a line break would end the answer to git in the middle.
    login = (unquote(user), unquote(password))
    if not all(part.isprintable() for part in login):
        raise SourceError(
            "has control characters in its name or password", file=printable_source(source), remedy=_REMEDY
        )
    return GitAddress(without_password(source), f"https://{match['host']}", *login)
