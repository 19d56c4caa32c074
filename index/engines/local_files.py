"""Files of an engine that keeps its index in a folder."""

from __future__ import annotations

from pathlib import Path

from index.storage.durable_files import link_or_copy


def link_files(base: Path, folder: Path) -> None:
    """The files of an index in another folder: linked, as engines never change a file once written."""
    for file in base.iterdir():
        if not file.name.endswith(LOCKS):
            link_or_copy(str(file), str(folder / file.name))


LOCKS = (".lock", "LOCK")
"""Ends of names of files that only a writer at work needs."""
