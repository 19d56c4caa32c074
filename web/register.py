"""Storage of the register of published addresses, which a reindex cannot rebuild."""

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
"""File in the data folder, the only one that cannot be rebuilt."""

_REGISTER = TypeAdapter(Register)


def read_register(data: Path) -> Register:
    """The register of a data folder. Raises ConfigError where it cannot be read, since continuing without it
    would reassign published addresses."""
    file = data / REGISTER
    if not file.exists():
        return Register()
    try:
        require_ours(file)  # reading a named pipe without a writer would block
        return _REGISTER.validate_json(file.read_bytes())
    except (OSError, ValidationError, EngineError) as error:
        remedy = "put a copy of it back; without it, old addresses may lead to other issues"
        raise ConfigError(f"{file}: damaged; {remedy}") from error


def enter(data: Path, current: Sequence[CurrentNewsletter]) -> tuple[Register, tuple[str, ...]]:
    """Publish the current newsletters, durably, before the index is swapped in. Returns register and slugs.

    Raises IndexLockedError where another process writes, IndexWriteError where the disk does not let us.
    """
    before = read_register(data)
    register, slugs = publish(before, current)
    if register == before:
        return register, slugs
    try:
        with writing(data):
            register, slugs = publish(read_register(data), current)
            replace(data / REGISTER, _REGISTER.dump_json(register, indent=1))
    except OSError as error:
        why = f"cannot write: {error.strerror}; the old index serves on"
        raise IndexWriteError(f"{data / REGISTER}: {why}") from error
    return register, slugs
