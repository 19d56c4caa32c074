"""The register of published addresses, kept in a file of its own: no reindex makes it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from archive.published import CurrentNewsletter, Register, publish
from index.errors import EngineError, IndexWriteError
from index.storage.data_folder import require_ours
from index.storage.durable_files import replace
from index.storage.writer_lock import writing
from web.config import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

REGISTER = "addresses.json"
"""File in the data folder: the only one there that cannot be made again."""

_REGISTER = TypeAdapter(Register)


def read_register(data: Path) -> Register:
    """What was published from a data folder. Raises ConfigError where that cannot be read: to go on would
    give published addresses to other issues."""
    file = data / REGISTER
    if not file.exists():
        return Register()
    try:
        require_ours(file)  # a pipe that nobody writes would be read for ever
        return _REGISTER.validate_json(file.read_bytes())
    except (OSError, ValidationError, EngineError) as error:
        remedy = "put a copy of it back; without it, old addresses may lead to other issues"
        raise ConfigError(f"{file}: damaged; {remedy}") from error


def enter(data: Path, found: Sequence[CurrentNewsletter]) -> tuple[Register, tuple[str, ...]]:
    """Publish what was found, durably, before any reader can see it. Gives register and slugs.

    Raises IndexLockedError where another process writes, IndexWriteError where the disk does not let us.
    """
    before = read_register(data)
    register, slugs = publish(before, found)
    if register == before:
        return register, slugs
    try:
        with writing(data):
            register, slugs = publish(read_register(data), found)
            replace(data / REGISTER, _REGISTER.dump_json(register, indent=1))
    except OSError as error:
        why = f"cannot write: {error.strerror}; the old index serves on"
        raise IndexWriteError(f"{data / REGISTER}: {why}") from error
    return register, slugs
