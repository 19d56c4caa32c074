"""The manifest of a generation: what it was built from, and the digests by which its files are verified."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import fields as fields_of
from types import MappingProxyType
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from index.documents import Entry, Issue, IssueSummary, Link, Section
from index.errors import IndexBrokenError

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = "manifest.json"
LEASE = "readers"
"""Empty file on which readers hold a shared lock; it has no content to verify."""

UNLISTED = {MANIFEST, LEASE}


@dataclass(frozen=True, slots=True)
class IndexedFile:
    """A file of the newsletter as it was when it was indexed."""

    path: str
    """Relative to the source, with forward slashes."""

    digest: str
    """Digest under which it was last read or tried; the same digest is not read again."""

    issue: str
    """Name of the issue that stands in the index for it; "" where it could never be read."""

    problem: str = ""
    """Why it could not be read the last time; "" where it could."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the generation."""

    path: str
    """Relative to the generation's folder."""

    bytes: int
    digest: str
    """BLAKE2b of its content, hexadecimal."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that is known about a generation without opening it."""

    format: str
    """`FORMAT` of the program that wrote it."""

    engine: str
    """Name of the engine whose files these are."""

    analysis: str
    """Version of the analysis and hash of the lexicon."""

    built_at: str
    """ISO 8601, UTC."""

    location: str
    """Stamp of where it was built: see `index.storage.data_folder`."""

    issues: int
    entries: int
    indexed: tuple[IndexedFile, ...]
    stored: tuple[StoredFile, ...]

    @property
    def bytes(self) -> int:
        """Size of all files of the generation, the manifest's own left out."""
        return sum(file.bytes for file in self.stored)


_MANIFEST = TypeAdapter(Manifest)
_LAYOUT = 3
"""Counts up when the files of a generation change in a way that no dataclass shows."""


def digest(content: bytes) -> str:
    """BLAKE2b with 16 bytes, hexadecimal."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _format() -> str:
    """Covers names and types of all fields that are kept, so that no change of one is forgotten."""
    kinds = (Issue, IssueSummary, Section, Entry, Link, IndexedFile, StoredFile, Manifest)
    fields = [
        [kind.__name__, *((field.name, str(field.type)) for field in fields_of(kind))] for kind in kinds
    ]
    return f"{_LAYOUT}-{digest(repr(fields).encode())[:8]}"


FORMAT = _format()
"""Version of a generation's layout: an index of another version is not read, and is built anew."""


def to_bytes(manifest: Manifest) -> bytes:
    """JSON, one line per list item, so that people can read and compare it."""
    return _MANIFEST.dump_json(manifest, indent=1)


def from_bytes(content: bytes, where: Path) -> Manifest:
    """Raise IndexBrokenError where this is no manifest of this version."""
    try:
        values = json.loads(content)
        if values["format"] == FORMAT:
            return _MANIFEST.validate_python(values)
        fault = f"has format {values['format']}, this jianbao reads {FORMAT}"
    except (ValidationError, ValueError, TypeError, KeyError):
        fault = "not a manifest that jianbao wrote"
    raise IndexBrokenError(f"{where}: {fault}; run `jianbao reindex`")


FileStamp = tuple[int, int, int]
"""Inode, size and time of change in nanoseconds: what a file looks like without being read."""

Digests = Mapping[FileStamp, str]
"""Digests of files that this process has read. A file that looks the same is not read again: an incremental
reindex links most files of the previous generation, and only their owner can change a file unseen."""


def stamp_of(path: Path) -> FileStamp:
    """How a file looks now; raises OSError where it cannot be looked at."""
    status = path.lstat()
    return status.st_ino, status.st_size, status.st_mtime_ns


def store_of(folder: Path, digests: Digests = MappingProxyType({})) -> tuple[StoredFile, ...]:
    """Every file of a generation's folder with its size and digest, by path."""
    return tuple(_stored(folder, path, digests) for path in _files(folder))


def _files(folder: Path) -> list[Path]:
    paths = (path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
    return sorted(path for path in paths if path.relative_to(folder).as_posix() not in UNLISTED)


def _stored(folder: Path, path: Path, digests: Digests) -> StoredFile:
    stamp = stamp_of(path)
    if stamp in digests:
        return StoredFile(path.relative_to(folder).as_posix(), stamp[1], digests[stamp])
    with path.open("rb") as file:
        checksum = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16))
        return StoredFile(path.relative_to(folder).as_posix(), file.tell(), checksum.hexdigest())


def verify(folder: Path, manifest: Manifest, digests: Digests = MappingProxyType({})) -> None:
    """Compare every file with the manifest: none missing, none more, each byte the same.

    About 1 ms per MB that is not in `digests`; it is done whenever a generation is opened, before anything
    in it is interpreted. Raises IndexBrokenError.
    """
    listed = {file.path: file for file in manifest.stored}
    paths = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    for name in sorted(listed.keys() ^ paths.keys()):
        fault = "is missing" if name in listed else "does not belong here"
        raise IndexBrokenError(f"{folder / name}: {fault}; run `jianbao reindex`")
    for name, path in paths.items():
        if _stored(folder, path, digests) != listed[name]:
            raise IndexBrokenError(f"{path}: damaged; run `jianbao reindex`")
