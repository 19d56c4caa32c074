"""Durable writes: whole files, replaced by rename and synced in order, so that a power cut tears none."""

from __future__ import annotations

import os
import shutil
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WRITABLE_BY_OTHERS = 0o022
"""Permission bits that would let group or others write."""

PUBLIC, PRIVATE = 0o644, 0o600
"""Modes of a file that others may read, and of one that they may not."""


def sync(path: Path) -> None:
    """Push a file's content, or a folder's names, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_new(path: Path, content: bytes, mode: int = PUBLIC) -> None:
    """Create a file that nobody else may write, and push its content to the disk. Whatever stood there, be it
    a link or a pipe that nobody reads, is removed and not written into."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, PRIVATE)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(file.fileno(), mode)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def beside(path: Path) -> Path:
    """Where `replace` writes before it swaps."""
    return path.with_name(f"{path.name}.new")


def replace(path: Path, content: bytes, mode: int = PUBLIC) -> None:
    """Put `content` in the place of a file at one stroke: readers see the old bytes or the new, also after a
    power cut. The one way in which a file of a data folder is written over."""
    write_new(beside(path), content, mode)
    beside(path).replace(path)
    sync(path.parent)


def link_or_copy(source: str, target: str) -> None:
    """Give a file that never changes a second name; copy it where the file system or its owner forbids that.

    Signature and errors are those of `shutil.copy2`, for `shutil.copytree`.
    """
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def make_folder(path: Path) -> None:
    """Create a folder (and its parents) that we may use and nobody else may write to, whatever the umask."""
    path.mkdir(parents=True, exist_ok=True)
    secure(path)


def secure(path: Path) -> None:
    """Let this user read and write a file or folder, and nobody else write it. Whether others may read it
    is left to the umask."""
    status = path.stat()
    owner_bits = stat.S_IRWXU if stat.S_ISDIR(status.st_mode) else stat.S_IRUSR | stat.S_IWUSR
    mode = (stat.S_IMODE(status.st_mode) | owner_bits) & ~WRITABLE_BY_OTHERS
    if mode != stat.S_IMODE(status.st_mode):
        path.chmod(mode)


def seal_folder(folder: Path) -> None:
    """`secure` a tree, and push it to the disk, names after content."""
    for path in sorted(folder.rglob("*"), reverse=True):
        secure(path)
        sync(path)
    sync(folder)
