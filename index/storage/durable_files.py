"""Writing that a power cut cannot tear: whole files, swapped in by name, pushed to the disk in order."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NOT_OTHERS = 0o022
"""Permission bits that would let group or others write."""


def sync(path: Path) -> None:
    """Push a file's content, or a folder's names, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_new(path: Path, content: bytes) -> None:
    """Create a file that nobody else may write, and push its content to the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o644)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(file.fileno(), 0o644)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def beside(path: Path) -> Path:
    """Where `replace` writes before it swaps."""
    return path.with_name(f"{path.name}.new")


def replace(path: Path, content: bytes) -> None:
    """Put `content` in the place of a file at one stroke: readers see the old bytes or the new."""
    write_new(beside(path), content)
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
    """Create a folder (and its parents) that nobody else may write to; the umask has no say."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(path.stat().st_mode & 0o7777 & ~NOT_OTHERS)


def seal_folder(folder: Path) -> None:
    """Take the right to write from group and others, and push a tree to the disk, names after content."""
    for path in sorted(folder.rglob("*"), reverse=True):
        path.chmod(path.stat().st_mode & 0o7777 & ~NOT_OTHERS)
        sync(path)
    sync(folder)
