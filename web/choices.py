"""Conventions that were found for sources nobody described, remembered beside where the issues came from.

So that a source is looked through once, a git source is fetched once, and an added file takes away no issue.
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
"""File in the data folder. Where it is lost or damaged, conventions are found anew."""

_CHOICES = TypeAdapter(dict[str, Choice])


class Choices:
    """The conventions of sources: as remembered, or found now."""

    def __init__(self, before: Mapping[str, Choice]) -> None:
        self._before = before
        self._now: dict[str, Choice] = {}

    def of(self, source: str) -> Callable[[Path], Conventions]:
        """What gives a source's conventions once its folder is known."""
        return partial(self._chosen, without_password(source))

    def _chosen(self, source: str, root: Path) -> Conventions:
        self._now[source] = choose(root, self._before.get(source))
        return self._now[source].conventions

    def save(self, data: Path) -> None:
        """Remember what is read now, and forget sources that are not. Raises IndexWriteError."""
        if self._now == self._before:
            return
        try:
            replace(data / CHOICES, _CHOICES.dump_json(self._now, indent=1), PRIVATE)
        except OSError as error:
            raise IndexWriteError(f"{data / CHOICES}: cannot write: {error.strerror}") from error


def remembered(data: Path) -> Choices:
    """What was found before; nothing where that cannot be read."""
    file = data / CHOICES
    try:
        if file.exists():
            require_ours(file)  # a pipe that nobody writes would be read for ever
            return Choices(_CHOICES.validate_json(file.read_bytes()))
    except (OSError, ValidationError, EngineError):
        pass
    return Choices({})
