"""The data folder, and the checks that its index was made here, by this program and this user.

An engine may keep pickles among its files, and a pickle runs what its author wrote. So nothing in a
generation is interpreted before these hold, and `index.storage.generations` checks them in this order:

1. The data folder bears our marker file. A folder without one, unless it is empty, is never written to.
2. The data folder and everything in it that is read belongs to this user (or to root, who could do anything
   anyway) and nobody else may write there. Folders above it are the operator's to protect.
3. The pointer names the digest of the manifest, the manifest lists the digest of every file, and each
   file is exactly as listed.
4. The manifest bears its `location`: the inode numbers of the marker, of the generation's folder
   and of its lease. The file system gives them out, so no archive, download or backup can bring them along:
   an index that was made elsewhere, and was copied or unpacked here by this very user, is recognised and
   built anew from the issues instead of being loaded. Moving the folder on one disk changes nothing.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.errors import EngineError, IndexBrokenError, IndexMissingError, IndexWriteError
from index.storage.durable_files import WRITABLE_BY_OTHERS, make_folder, secure, write_new

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARKER = ".jianbao"
MARKER_TEXT = (
    b"jianbao keeps an index here and may delete it. Nothing in this folder but addresses.json is precious.\n"
)
IGNORE = ".gitignore"
"""Keeps git from offering the index to be committed, where it lies in the newsletter's repository."""

ROOT = 0
OWNER_ACCESS = stat.S_IRUSR | stat.S_IXUSR
"""What the owner must be allowed to do with a folder. Root may do anything, and would report success on an
index that the user who serves it cannot open."""

TRANSIENT = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.EINTR}
"""Errors of the system that say nothing about the index: the same call may work a moment later."""


def claim(data: Path) -> None:
    """Make `data` a data folder, creating it where it is not there. Raises IndexWriteError if it cannot be.

    To be called before anything else writes into the folder. A folder that holds files of others,
    and no marker, stays untouched.
    """
    try:
        if not data.exists():
            make_folder(data)
        _refuse_foreign(data)
        _secure(data)
        if not (data / MARKER).exists():
            write_new(data / MARKER, MARKER_TEXT)
            write_new(data / IGNORE, b"*\n")
    except OSError as error:
        why = f"cannot keep an index here: {error.strerror}"
        raise IndexWriteError(f"{data}: {why}; name another folder with --data") from error
    except IndexBrokenError as error:
        raise IndexWriteError(str(error)) from error


def _refuse_foreign(data: Path) -> None:
    if not data.is_dir():
        raise IndexWriteError(f"{data}: not a folder; name another with --data")
    if not (data / MARKER).exists() and any(data.iterdir()):
        raise IndexWriteError(
            f"{data}: holds files that jianbao did not make; name another folder with --data"
        )


def _secure(data: Path) -> None:
    """Open a folder of ours to us and close it to others, as an unusual umask may have left it otherwise."""
    if data.stat().st_uid == os.geteuid():
        secure(data)
    require_ours(data)


def require(data: Path) -> None:
    """Raise IndexMissingError where nothing was ever indexed, IndexBrokenError where it is not ours."""
    if not data.exists() or (data.is_dir() and not any(data.iterdir())):
        raise IndexMissingError(f"{data}: nothing is indexed here yet; run `jianbao reindex`")
    if not (data / MARKER).is_file():
        raise IndexBrokenError(f"{data}: not an index that jianbao made; name another folder with --data")
    require_ours(data)
    require_ours(data / MARKER)


def require_ours(path: Path) -> None:
    """Raise IndexBrokenError unless `path` is a file or folder, not a link or pipe, that this user (or root)
    alone can have written, and that its owner may read."""
    status = path.lstat()
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
        raise IndexBrokenError(f"{path}: neither file nor folder; remove it and run `jianbao reindex`")
    if status.st_uid not in (os.geteuid(), ROOT):
        raise IndexBrokenError(f"{path}: belongs to user {status.st_uid}; run jianbao as that user")
    if status.st_mode & WRITABLE_BY_OTHERS:
        raise IndexBrokenError(f"{path}: others may write it; run `chmod -R go-w` on the folder")
    needed = OWNER_ACCESS if stat.S_ISDIR(status.st_mode) else stat.S_IRUSR
    if status.st_mode & needed != needed:
        raise IndexBrokenError(f"{path}: its owner may not read it; run `jianbao reindex`")


def stamp_of(data: Path, *paths: Path) -> str:
    """Stamp of where the marker of `data`, and of further `paths`, are kept. Copies never share it."""
    return "-".join(str(path.lstat().st_ino) for path in (data / MARKER, *paths))


@contextmanager
def reading(data: Path) -> Iterator[None]:
    """Turn the system's errors while reading into ours, apart by whether they condemn the index."""
    try:
        yield
    except OSError as error:
        where = error.filename or data
        if error.errno in TRANSIENT:
            raise EngineError(f"{where}: cannot be read just now: {error.strerror}") from error
        raise IndexBrokenError(f"{where}: cannot be read: {error.strerror}") from error
