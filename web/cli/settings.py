"""The global options of the command line, and the configuration that follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from web.config import Config, load_config

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """What stands before a command's name. Read when a command runs, not for its help."""

    config_file: Path | None
    data: Path | None

    def config(self) -> Config:
        """The configuration; raises ConfigError."""
        return load_config(self.config_file, self.data)

    def untold(self, file: Path) -> Config:
        """The configuration of a folder in which nothing is configured yet, but for variables."""
        config = Config(folder=file.parent.resolve())
        if self.data is None:
            return config
        return config.model_copy(
            update={"index": config.index.model_copy(update={"data": self.data.resolve()})}
        )


pass_settings = click.make_pass_decorator(Settings)
"""Gives a command the Settings as its first argument."""
