"""Generations of the index side by side in one data folder, and the pointer that says which one counts.

    DATA/.jianbao                        marker: this folder is ours (index.storage.data_folder)
    DATA/lock                            one writer at a time (index.storage.writer_lock)
    DATA/current                         pointer: name of a generation and digest of its manifest
    DATA/generations/<name>/manifest.json    what it was built from and the digest of each file
    DATA/generations/<name>/catalogue.sqlite its issues and entries
    DATA/generations/<name>/engine/          the engine's files
    DATA/generations/<name>/readers          readers hold a shared lock on it

A generation is written wholly, pushed to the disk, and only then named by `current`, which is replaced at one
stroke. A process that dies in between leaves the old pointer and a folder that no pointer names, which the
next writer removes. A generation that somebody reads is never removed: the remover must get the lock alone.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import fcntl
import os
import re
import secrets
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import IndexBrokenError, IndexMissingError
from index.storage import data_folder, durable_files, manifest
from index.storage.manifest import LEASE, MANIFEST, Digests, FileStamp, Manifest

if TYPE_CHECKING:
    from pathlib import Path

CURRENT = "current"
GENERATIONS = "generations"
ENGINE = "engine"
CATALOGUE = "catalogue.sqlite"

_NAME = r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}"
_POINTER = re.compile(rf"(?P<name>{_NAME}) (?P<digest>[0-9a-f]{{32}})\n")


@dataclass(frozen=True, slots=True)
class Pointer:
    """What `current` says."""

    name: str
    digest: str
    """Of the manifest's bytes."""


@dataclass(frozen=True, slots=True)
class Generation:
    """A verified generation, kept from being removed until it is closed."""

    pointer: Pointer
    """What named it."""

    folder: Path
    manifest: Manifest
    lease: int
    """Open file handle that holds the shared lock."""

    stamps: tuple[FileStamp, ...]
    """How the manifest and the files that it lists looked when they were verified, in this order."""

    @property
    def name(self) -> str:
        """Name of its folder."""
        return self.pointer.name

    @property
    def engine(self) -> Path:
        """Folder of the engine's files."""
        return self.folder / ENGINE

    @property
    def catalogue(self) -> Path:
        """SQLite file of issues and entries."""
        return self.folder / CATALOGUE

    def intact(self) -> bool:
        """Whether the files are still those that were verified, by inode, size and time. Cheap."""
        return _stamps(self.folder, self.manifest) == self.stamps

    @property
    def digests(self) -> Digests:
        """Digests of its files by how they looked."""
        files = zip(self.stamps[1:], self.manifest.stored, strict=False)
        return {stamp: file.digest for stamp, file in files}

    def close(self) -> None:
        """Let the generation be removed."""
        os.close(self.lease)


class Generations:
    """The generations of one data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data.resolve()
        self.folder = self.data / GENERATIONS
        self._pointer = self.data / CURRENT
        self._digests: Digests = {}
        """Of the generation that was opened last: the next one shares files with it."""

    def pointer(self) -> Pointer:
        """What is current. Raises IndexMissingError or IndexBrokenError."""
        try:
            data_folder.require_ours(self._pointer)
            text = self._pointer.read_text(encoding="utf8")
        except FileNotFoundError:
            raise IndexMissingError(
                f"{self.data}: nothing is indexed here yet; run `jianbao reindex`"
            ) from None
        except UnicodeDecodeError:
            text = ""
        if match := _POINTER.fullmatch(text):
            return Pointer(**match.groupdict())
        raise IndexBrokenError(f"{self._pointer}: damaged; run `jianbao reindex`")

    def open(self) -> Generation:
        """The current generation, verified and leased.

        Raises IndexMissingError, IndexBrokenError, or plain EngineError where only this moment is to blame.
        """
        with data_folder.reading(self.data):
            data_folder.require(self.data)
            pointer, lease = self._lease_current()
            try:
                return self._verified(pointer, lease)
            except BaseException:
                os.close(lease)
                raise

    def _lease_current(self) -> tuple[Pointer, int]:
        """Lease what the pointer names, again where a writer moved it and cleaned up meanwhile.

        Writers never lock nor remove what the pointer names: failing on an unmoved pointer means damage.
        """
        pointer = self.pointer()
        while (lease := _lease(self.folder / pointer.name)) is None:
            previous, pointer = pointer, self.pointer()
            if pointer == previous:
                raise IndexBrokenError(f"{self.folder / pointer.name}: is missing; run `jianbao reindex`")
        return pointer, lease

    def _verified(self, pointer: Pointer, lease: int) -> Generation:
        folder = self.folder / pointer.name
        for path in (self.folder, folder, *folder.rglob("*")):
            data_folder.require_ours(path)
        content = (folder / MANIFEST).read_bytes()
        if manifest.digest(content) != pointer.digest:
            raise IndexBrokenError(f"{folder / MANIFEST}: damaged; run `jianbao reindex`")
        parsed = manifest.from_bytes(content, folder / MANIFEST)
        if parsed.location != self._location(folder):
            raise IndexBrokenError(f"{self.data}: was copied from elsewhere; run `jianbao reindex`")
        stamps = _stamps(folder, parsed)
        manifest.verify(folder, parsed, self._digests)
        generation = Generation(pointer, folder, parsed, lease, stamps)
        self._digests = generation.digests
        return generation

    def _location(self, folder: Path) -> str:
        return data_folder.stamp_of(self.data, folder, folder / LEASE)

    def begin(self) -> Path:
        """A new folder to build a generation in. Only for the holder of the writer's lock."""
        now = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
        folder = self.folder / f"{now}-{secrets.token_hex(4)}"
        for path in (self.folder, folder, folder / ENGINE):
            durable_files.make_folder(path)
        durable_files.write_new(folder / LEASE, b"")
        return folder

    def publish(self, folder: Path, draft: Manifest) -> Manifest:
        """Make a finished folder the current generation; `draft` is completed with location and files.

        Everything is on the disk before the pointer moves. Raises OSError, the old pointer then still stands.
        """
        durable_files.seal_folder(folder)
        stored = manifest.store_of(folder, self._digests)
        completed = dataclasses.replace(draft, location=self._location(folder), stored=stored)
        content = manifest.to_bytes(completed)
        durable_files.write_new(folder / MANIFEST, content)
        durable_files.sync(folder)
        durable_files.sync(self.folder)
        durable_files.replace(self._pointer, f"{folder.name} {manifest.digest(content)}\n".encode())
        return completed

    def discard(self, folder: Path) -> None:
        """Remove what a failed writer began, unless the pointer names it already."""
        if folder in self.leftovers():
            shutil.rmtree(folder, ignore_errors=True)

    def leftovers(self) -> tuple[Path, ...]:
        """What nothing refers to: the work of killed runs, and generations that were replaced.

        None where the pointer is damaged: the folder to keep is then unknown.
        """
        try:
            current = self.pointer().name
        except IndexMissingError:
            current = ""
        except IndexBrokenError:
            return ()
        paths = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        folders = [path for path in paths if re.fullmatch(_NAME, path.name) and path.name != current]
        unfinished = durable_files.beside(self._pointer)
        return (*folders, unfinished) if unfinished.exists() else tuple(folders)

    def clean(self) -> None:
        """Remove leftovers that nobody reads. Only for the holder of the writer's lock."""
        for path in self.leftovers():
            if path.is_dir():
                _remove(path)
            else:
                path.unlink()


def _lease(folder: Path) -> int | None:
    """A handle with the shared lock of a generation; None where it is gone or being removed."""
    try:
        handle = os.open(folder / LEASE, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)  # a pipe must not block
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        if os.fstat(handle).st_nlink:
            return handle
    except BlockingIOError:
        pass
    os.close(handle)
    return None


def _remove(folder: Path) -> None:
    """Remove a generation unless somebody reads it. The lease's lock is held while its files go."""
    try:
        handle = os.open(folder / LEASE, os.O_RDWR | os.O_NOFOLLOW)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        pass
    finally:
        os.close(handle)


def _stamps(folder: Path, verified: Manifest) -> tuple[FileStamp, ...]:
    """How the manifest and each file look; where one cannot be looked at, no other answer equals this."""
    names = (MANIFEST, *(file.path for file in verified.stored))
    try:
        return tuple(manifest.stamp_of(folder / name) for name in names)
    except OSError:
        return ()
