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

_REGISTER = TypeAdapter(Register)


def read_register(file: Path) -> Register:
    """The register in a file. Raises ConfigError where it cannot be read, since continuing without it
    would reassign published addresses."""
    if not file.exists():
        return Register()
    try:
        require_ours(file)  # reading a named pipe without a writer would block
        return _REGISTER.validate_json(file.read_bytes())
    except (OSError, ValidationError, EngineError) as error:
        remedy = "put a copy of it back; without it, old addresses may lead to other issues"
        raise ConfigError(f"{file}: damaged; {remedy}") from error


def enter(file: Path, data: Path, current: Sequence[CurrentNewsletter]) -> tuple[Register, tuple[str, ...]]:
    """Publish the current newsletters, durably, before the index is swapped in. Returns register and slugs.
    `data` is the folder of the index, whose writer alone writes the register.

    Raises IndexLockedError where another process writes, IndexWriteError where the disk does not let us.
    """
    before = read_register(file)
    register, slugs = publish(before, current)
    if register == before:
        return register, slugs
    try:
        with writing(data):
            register, slugs = publish(read_register(file), current)
            replace(file, _REGISTER.dump_json(register, indent=1))
    except OSError as error:
        why = f"cannot write: {error.strerror}; the old index serves on"
        raise IndexWriteError(f"{file}: {why}") from error
    return register, slugs
