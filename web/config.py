"""`jianbao.toml` and `JIANBAO_*` variables → one frozen Config; each mistake is named with its key."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

CONFIG_NAME = "jianbao.toml"
"""Looked for in the folder where a command runs, unless `--config` names another."""

DATA_NAME = ".jianbao"
"""Folder of the index, beside the configuration or else in the folder where a command runs."""

SAMPLE = Path(__file__).parent.parent / "archive" / "sample"
"""The newsletter that is served where nothing is configured."""

HttpUrl = Field(default="", pattern=r"^(https?://[^\s<>\"']+)?$")


class ConfigError(Exception):
    """A configuration that cannot be used. The message names file, key and what is allowed."""


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NewsletterConfig(_Table):
    """`[newsletter]`: what is archived, and what its readers are told about it."""

    source: tuple[str, ...] | str = ""
    """Folder or git URL, or several of them; "" for the shipped sample."""

    conventions: str = "auto"
    """Name of shipped conventions, path of a file, or `auto`: those that explain most lines."""

    title: str = Field(default="", max_length=120)
    description: str = Field(default="", max_length=500)
    url: str = HttpUrl
    """The newsletter's own home."""

    license: str = Field(default="", max_length=120)
    license_url: str = HttpUrl
    source_url: str = Field(default="", pattern=r"^(https?://\S*\{file\}\S*)?$")
    """Where the original of an issue can be read; `{file}` stands for its path."""


class SiteConfig(_Table):
    """`[site]`: how the archive is reached."""

    base_url: str = HttpUrl
    """Public address without a trailing slash, for feeds and the widget; "" takes the request's."""

    prefix: str = Field(default="", pattern=r"^(/[A-Za-z0-9._~-]+)*$")
    """Path under which the site is mounted, such as `/archive`."""

    cors_origins: tuple[str, ...] = ("*",)
    """Origins whose pages may read the API."""

    rate_limit: str = Field(
        default="600 per minute", pattern=r"^\d+ per (\d+ )?(second|minute|hour|day)s?$|^$"
    )
    """API requests per client; "" for none."""

    trusted_proxies: int = Field(default=0, ge=0, le=10)
    """Reverse proxies in front that set X-Forwarded-*; 0 believes none."""


class ServerConfig(_Table):
    """`[server]`: the process that answers."""

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    workers: int = Field(default=2, ge=1, le=64)
    threads: int = Field(default=4, ge=1, le=64)
    watch: bool = False
    """Reindex when the source changes."""


class IndexConfig(_Table):
    """`[index]`: where it lives and what it knows beyond what is shipped."""

    data: Path | None = None
    """Folder of the index; relative to the configuration file."""

    lexicon: Path | None = None
    """Folder with further `words.txt`, `synonyms.txt`, `taiwan.txt`, `stopwords.txt`."""


class LogConfig(_Table):
    """`[log]`: what is written down."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    queries: bool = False
    """Write readers' queries into the log; off, so that nobody's reading is recorded unasked."""


class Config(BaseSettings):
    """Everything that can be set. Frozen: a change means another Config."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="JIANBAO_", env_nested_delimiter="__", frozen=True, extra="forbid"
    )

    newsletter: NewsletterConfig = NewsletterConfig()
    site: SiteConfig = SiteConfig()
    server: ServerConfig = ServerConfig()
    index: IndexConfig = IndexConfig()
    log: LogConfig = LogConfig()
    folder: Path = Field(default=Path(), exclude=True)
    """What relative paths are relative to: the configuration file's folder."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line first, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, cls._file)

    _file: ClassVar[Path | None] = None

    @property
    def sources(self) -> tuple[str, ...]:
        """Where issues come from, absolute if they are folders; the sample if nothing is set."""
        named = self.newsletter.source
        listed = (named,) if isinstance(named, str) else named
        return tuple(located(self.folder, one) for one in listed if one) or (str(SAMPLE),)

    @property
    def sample(self) -> bool:
        """Whether the shipped sample is served, because nothing else is configured."""
        return self.sources == (str(SAMPLE),)

    @property
    def data(self) -> Path:
        """Folder of the index, absolute."""
        return (self.folder / (self.index.data or DATA_NAME)).resolve()

    @property
    def lexicon(self) -> Path | None:
        """Folder of the editor's own words, absolute; None if none."""
        return (self.folder / self.index.lexicon).resolve() if self.index.lexicon else None


def load_config(file: Path | None = None, data: Path | None = None) -> Config:
    """Read the configuration; `file` must exist if named. Raises ConfigError, one line a mistake."""
    found = _config_file(file)
    loader = type("LoadedConfig", (Config,), {"_file": found})
    folder = found.parent.resolve() if found else Path.cwd()
    try:
        config: Config = loader(folder=folder)
    except ValidationError as error:
        raise ConfigError(_explain(error, found)) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{found}: not valid TOML ({error}); mend that line") from error
    except OSError as error:
        raise ConfigError(f"{found}: cannot be read ({error.strerror})") from error
    if data is None:
        return config
    return config.model_copy(update={"index": config.index.model_copy(update={"data": data.resolve()})})


def _config_file(named: Path | None) -> Path | None:
    if named and not named.is_file():
        raise ConfigError(f"{named}: no such configuration file; check --config")
    default = Path(CONFIG_NAME)
    return named or (default if default.is_file() else None)


def located(folder: Path, source: str) -> str:
    """A folder of the configuration is relative to the configuration; a URL stays as it is."""
    is_url = "://" in source or ("@" in source and ":" in source)
    return source if is_url else str((folder / Path(source).expanduser()).resolve())


def _explain(error: ValidationError, file: Path | None) -> str:
    where = f"{file or 'configuration'} or JIANBAO_* variables"
    return "\n".join(
        f"{where}: {_key(problem['loc'])}: {_said(problem['type'], problem['msg'])}"
        for problem in error.errors()
    )


def _key(path: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in path) or "file"


def _said(kind: str, message: str) -> str:
    return "no such key; see docs/configuration.md" if kind == "extra_forbidden" else message
