"""Files of an engine that keeps its index in a folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.engines.budget import Texts
from index.engines.protocol import IndexWriter, SearchEngine
from index.storage.durable_files import link_or_copy


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """An engine that keeps its index in a folder: how it is written and opened."""

    writer: Callable[[Path, Path | None], IndexWriter]
    """Starts from another folder, if given, whose files it never changes."""

    opened: Callable[[Path, Texts], SearchEngine]
    """Raises IndexMissingError or IndexBrokenError where the folder holds no index of this engine."""


def link_files(base: Path, folder: Path) -> None:
    """The files of an index in another folder: linked, as engines never change a file once written."""
    for file in base.iterdir():
        if not file.name.endswith(LOCKS):
            link_or_copy(str(file), str(folder / file.name))


LOCKS = (".lock", "LOCK")
"""Ends of names of files that only a writer at work needs."""
