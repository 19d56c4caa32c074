"""The folder of a static site: written beside the one before, and swapped in whole.

A build is complete or not there. Files that have not changed keep their bytes and their time, so that a
deploy uploads little; files whose names hold a hash stay for one more build, so that an open page goes on.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from index.storage.durable_files import link_or_copy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MARKER = "build.json"
"""File in the folder by which it is known as ours, with what the next build must know of this one."""


class SiteError(Exception):
    """The site could not be written. One line: what, where, what to do."""


class Output:
    """A site that is being written. Paths are relative, with `/`."""

    def __init__(self, folder: Path, before: Path) -> None:
        self._folder = folder
        self._before = before
        self._known = _marker(before)
        self._hashed: list[str] = []
        self.written: set[str] = set()
        """All files so far."""

        self.changed = 0
        """Those that are new or other than before."""

    def known(self, name: str) -> str:
        """The key under which the build before wrote a group of pages; "" if it did not."""
        keys = self._known.get("keys")
        return str(keys.get(name, "")) if isinstance(keys, dict) else ""

    def write(self, path: str, content: bytes, *, hashed: bool = False) -> None:
        """Write a file; one that is as before is that file."""
        if path in self.written:
            raise SiteError(f"{path}: two pages would be this file; rename one of the issues")
        old = self._before / path
        if not (old.is_file() and old.stat().st_size == len(content) and old.read_bytes() == content):
            target = self._target(path)
            target.write_bytes(content)
            self.changed += 1
        else:
            link_or_copy(str(old), str(self._target(path)))
        self.written.add(path)
        if hashed:
            self._hashed.append(path)

    def keep(self, paths: Iterable[str]) -> bool:
        """Take files as the build before wrote them; False, and none, where one is missing."""
        wanted = list(paths)
        if any(path in self.written or not (self._before / path).is_file() for path in wanted):
            return False
        for path in wanted:
            link_or_copy(str(self._before / path), str(self._target(path)))
        self.written.update(wanted)
        return True

    def finish(self, keys: Mapping[str, str]) -> None:
        """Keep the hashed files of the build before, and write the marker."""
        hashed = self._known.get("hashed")
        for path in hashed if isinstance(hashed, list) else ():
            if path not in self.written and (self._before / path).is_file():
                link_or_copy(str(self._before / path), str(self._target(path)))
        marker = {"generator": "jianbao", "hashed": sorted(self._hashed), "keys": dict(sorted(keys.items()))}
        self.write(MARKER, json.dumps(marker, ensure_ascii=False, indent=0).encode())

    def _target(self, path: str) -> Path:
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return target


@contextmanager
def writing(output: Path) -> Iterator[Output]:
    """A folder beside `output` that takes its place when the block ends well. Raises SiteError."""
    _require_ours(output)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        _recover(output)
        folder = output.with_name(f".{output.name}.{os.getpid()}.new")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        try:
            yield Output(folder, output)
            _swap(folder, output)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except (OSError, UnicodeEncodeError) as error:
        path = getattr(error, "filename", None) or output
        why = getattr(error, "strerror", None) or error
        raise SiteError(
            f"{path}: cannot write ({why}); check the disk, the site before is untouched"
        ) from error


def _require_ours(output: Path) -> None:
    if not output.exists():
        return
    if not output.is_dir():
        raise SiteError(f"{output}: is no folder; name another with --output")
    if any(output.iterdir()) and not (output / MARKER).is_file():
        raise SiteError(
            f"{output}: holds files that no build has written; empty it, or name another with --output"
        )


def _marker(folder: Path) -> dict[str, object]:
    """What the build before left to know; nothing where that cannot be read: all is written anew."""
    try:
        known = json.loads((folder / MARKER).read_text(encoding="utf8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _swap(folder: Path, output: Path) -> None:
    old = output.with_name(f".{output.name}.{os.getpid()}.old")
    if output.exists():
        output.rename(old)
    folder.rename(output)
    shutil.rmtree(old, ignore_errors=True)


def _recover(output: Path) -> None:
    """Put right what a build left that was killed: the site it had moved aside, and its own beginnings."""
    for left in sorted(output.parent.glob(f".{output.name}.*.old")):
        if not output.exists() and _is_dead(left):
            left.rename(output)
    for left in [*output.parent.glob(f".{output.name}.*.new"), *output.parent.glob(f".{output.name}.*.old")]:
        if _is_dead(left):
            shutil.rmtree(left, ignore_errors=True)


def _is_dead(left: Path) -> bool:
    number = left.suffixes[-2].removeprefix(".") if len(left.suffixes) > 1 else ""
    if not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return int(number) == os.getpid()


def digest(*parts: object) -> str:
    """A short hash of values, by how they print."""
    return hashlib.sha256("\0".join(map(repr, parts)).encode("utf8", "surrogatepass")).hexdigest()[:16]
