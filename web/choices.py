"""Detected conventions of unconfigured sources, stored in the data folder.

So a source is scanned once, a git source is fetched once, and an added file removes no issue.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from archive.detection.choice import Choice, choose
from archive.sources.git_address import without_password
from index.errors import EngineError, IndexWriteError
from index.storage.data_folder import require_ours
from index.storage.durable_files import PRIVATE, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from archive.conventions.model import Conventions

CHOICES = "conventions.json"
"""File in the data folder. If it is lost or damaged, conventions are detected again."""

_CHOICES = TypeAdapter(dict[str, Choice])


class Choices:
    """Conventions of sources: stored ones, or detected now."""

    def __init__(self, before: Mapping[str, Choice]) -> None:
        self._before = before
        self._now: dict[str, Choice] = {}

    def of(self, source: str) -> Callable[[Path], Conventions]:
        """A function from a source's folder to its conventions."""
        return partial(self._chosen, without_password(source))

    def _chosen(self, source: str, root: Path) -> Conventions:
        self._now[source] = choose(root, self._before.get(source))
        return self._now[source].conventions

    def save(self, data: Path) -> None:
        """Store the choices of current sources, and drop those of others. Raises IndexWriteError."""
        if self._now == self._before:
            return
        try:
            replace(data / CHOICES, _CHOICES.dump_json(self._now, indent=1), PRIVATE)
        except OSError as error:
            raise IndexWriteError(f"{data / CHOICES}: cannot write: {error.strerror}") from error


def remembered(data: Path) -> Choices:
    """Stored choices; empty where they cannot be read."""
    file = data / CHOICES
    try:
        if file.exists():
            require_ours(file)  # reading a named pipe without a writer would block
            return Choices(_CHOICES.validate_json(file.read_bytes()))
    except (OSError, ValidationError, EngineError):
        pass
    return Choices({})
