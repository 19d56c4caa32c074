"""`jianbao.toml` and `JIANBAO_*` variables → one frozen Config; each mistake is named with its key."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from web.colours import readable
from web.config_mistakes import explained

if TYPE_CHECKING:
    from pydantic_settings import BaseSettings

CONFIG_NAME = "jianbao.toml"
"""Looked for in the folder where a command runs, unless `--config` names another."""

DATA_NAME = ".jianbao"
"""Folder of the index, beside the configuration or else in the folder where a command runs."""

SAMPLE = Path(__file__).parent.parent / "archive" / "sample"
"""The newsletter that is served where nothing is configured."""

ENVIRONMENT = "JIANBAO_"
"""How every variable begins that sets a key."""

HttpUrl = Field(default="", pattern=r"^(https?://[^\s<>\"']+)?$")
Origin = Annotated[str, Field(pattern=r"^(\*|null|https?://(\*\.)?[^/\s<>\"'*]+)$")]
Host = Annotated[str, Field(pattern=r"^(\*|[a-z0-9.-]+)$")]
MAX_URL = 8190
"""Bytes of an address: a query of the greatest length in Chinese, each character nine bytes, with filters."""

MOST_NEWSLETTERS = 100
"""Of one archive: a page lists them all."""


def _not_reserved(slug: str) -> str:
    if slug in RESERVED:
        raise ValueError(f"{slug!r} is what lists of issues are called; choose another slug")
    return slug


RESERVED = ("page", "year")
"""Slugs that no newsletter can have: `/issues/year/2020/` is a list of issues."""


Slug = Annotated[
    str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40), AfterValidator(_not_reserved)
]


class ConfigError(Exception):
    """A configuration that cannot be used. The message names file, key and what is allowed."""


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class NewsletterConfig(_Table):
    """`[newsletter]`: what is archived, and what its readers are told about it."""

    slug: Annotated[str, AfterValidator(_not_reserved)] = Field(
        default="", pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=40
    )
    """What it is called in addresses; "" makes one from the source's name."""

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

    issue_url: str = Field(
        default="", pattern=r"^(https?://([^\s<>\"'{}]|\{(date|year|month|day|number|slug|file)\})+)?$"
    )
    """Where an issue stands on the web: an address with `{date}`, `{number}` and the like."""


class ListedNewsletter(NewsletterConfig):
    """`[[newsletters]]`: one of several."""

    slug: Annotated[str, AfterValidator(_not_reserved)] = Field(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40
    )
    source: tuple[str, ...] | str = Field(min_length=1)


def _readable(colour: str) -> str:
    """The colour; ValueError where text in it could not be read on light paper."""
    if colour and readable(colour) != colour.lower():
        raise ValueError(f"too pale to be read on light paper; the nearest that is not is {readable(colour)}")
    return colour.lower()


def _with_whole_links(text: str) -> str:
    """The text; ValueError where a link in it leads to no address that a page may link to."""
    wrong = re.search(r"\]\((?!https?://[^\s()<>\"']+\))[^)]*\)?", text)
    if wrong:
        raise ValueError(f"a link is written [text](https://…), not {wrong[0]!r}")
    return text


class SiteConfig(_Table):
    """`[site]`: what the archive is called, and how it is reached."""

    title: str = Field(default="", max_length=120)
    """Name of the site; "" takes the newsletter's where there is one."""

    description: str = Field(default="", max_length=500)
    """What readers are told about the whole; "" takes the newsletter's where there is one."""

    base_url: str = HttpUrl
    """Public address without a trailing slash, for feeds and the widget; "" takes the request's."""

    prefix: str = Field(default="", pattern=r"^(/[A-Za-z0-9._~-]+)*$")
    """Path under which the site is mounted, such as `/archive`."""

    hosts: tuple[Host, ...] = ()
    """Names under which the site is reached, for full addresses where `base_url` is not set; "*" for any."""

    cors_origins: tuple[Origin, ...] = ("*",)
    """Origins whose pages may read the API."""

    rate_limit: str = Field(
        default="600 per minute", pattern=r"^\d+ per (\d+ )?(second|minute|hour|day)s?$|^$"
    )
    """API requests per client; "" for none."""

    trusted_proxies: int = Field(default=0, ge=0, le=10)
    """Reverse proxies in front that set X-Forwarded-*; 0 believes none."""

    accent: Annotated[str, AfterValidator(_readable)] = Field(default="", pattern=r"^(#[0-9a-fA-F]{6})?$")
    """Colour of links, marks and buttons instead of ours; "" for ours. Its dark theme's is made of it."""

    logo: Path | None = None
    """Picture beside the name, instead of our mark. This and the next three are files, relative to the
    configuration; `web.branding` reads and checks them."""

    favicon: Path | None = None
    share_image: Path | None = None
    """What messengers show beside a shared link; None for the mark on the accent colour."""

    extra_css: Path | None = None
    """Rules after our own."""

    footer: Annotated[str, AfterValidator(_with_whole_links)] = Field(default="", max_length=1000)
    """Lines below every page: text, and links written `[text](https://…)`."""

    open: Literal["original", "entry", "issue"] = "original"
    """Where results and feeds lead: to what an entry is about, to its page, or to its issue (`issue_url`)."""

    images: Literal["off", "link", "on"] = "off"
    """Pictures of issues: left out, linked, or shown, which lets other sites see who reads."""

    @property
    def picture_sources(self) -> str:
        """Where pages may load pictures from, for a Content-Security-Policy: issues of old name addresses
        without TLS."""
        return "'self' data: https: http:" if self.images == "on" else "'self' data:"


class ServerConfig(_Table):
    """`[server]`: the process that answers."""

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    workers: int = Field(default=2, ge=1, le=64)
    threads: int = Field(default=4, ge=1, le=64)
    connections_per_client: int = Field(default=100, ge=0, le=1000)
    """Connections that one address may hold with a worker; 0 for any number, as behind a proxy."""

    watch: bool = False
    """Reindex when the source changes."""


REGISTER = "addresses.json"
"""The register of published addresses in the data folder, the only file there that cannot be rebuilt."""


class IndexConfig(_Table):
    """`[index]`: where it lives and what it knows beyond what is shipped."""

    data: Path | None = None
    """Folder of the index; relative to the configuration file."""

    addresses: Path | None = None
    """File of the register of published addresses; relative to the configuration file. Not set: in the data
    folder, which a machine that builds a static site may not keep."""

    lexicon: Path | None = None
    """Folder with further `words.txt`, `synonyms.txt`, `related.txt` and others: docs/configuration.md."""

    engine: Literal["auto", "whoosh", "tantivy"] = "auto"
    """Search engine; `auto` takes Whoosh for a newsletter and tantivy for a large archive."""


class LogConfig(_Table):
    """`[log]`: what is written down."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    queries: bool = False
    """Write readers' queries into the log; off, so that nobody's reading is recorded unasked."""

    missed: bool = False
    """Count what is sought and not found, for `jianbao missed`: texts and days, nothing about who asked."""


class Config(BaseModel):
    """Everything that can be set. Frozen: a change means another Config."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    newsletter: NewsletterConfig = NewsletterConfig()
    newsletters: tuple[ListedNewsletter, ...] = Field(default=(), max_length=MOST_NEWSLETTERS)
    site: SiteConfig = SiteConfig()
    server: ServerConfig = ServerConfig()
    index: IndexConfig = IndexConfig()
    log: LogConfig = LogConfig()
    folder: Path = Field(default=Path(), exclude=True)
    """What relative paths are relative to: the configuration file's folder."""

    @model_validator(mode="after")
    def _newsletters_are_distinct(self) -> Self:
        slugs = [newsletter.slug for newsletter in self.newsletters]
        twice = next((slug for slug in slugs if slugs.count(slug) > 1), "")
        if twice:
            raise ValueError(f"two [[newsletters]] have the slug {twice!r}; give each its own")
        if self.newsletters and self.newsletter.source:
            raise ValueError("[newsletter] and [[newsletters]] both name a source; keep [[newsletters]]")
        return self

    @property
    def configured(self) -> tuple[NewsletterConfig, ...]:
        """Every newsletter: those of `[[newsletters]]`, or else the one of `[newsletter]`."""
        return self.newsletters or (self.newsletter,)

    @property
    def sources(self) -> tuple[str, ...]:
        """Where issues come from, absolute if they are folders; the sample if nothing is set."""
        sources = (source for newsletter in self.configured for source in sources_of(newsletter, self.folder))
        return tuple(dict.fromkeys(sources))

    @property
    def sample(self) -> bool:
        """Whether the shipped sample is served, because nothing else is configured."""
        return self.sources == (str(SAMPLE),)

    @property
    def data(self) -> Path:
        """Folder of the index, absolute."""
        return (self.folder / (self.index.data or DATA_NAME)).resolve()

    @property
    def addresses(self) -> Path:
        """File of the register of published addresses, absolute."""
        own = self.index.addresses
        return (self.folder / own).resolve() if own else self.data / REGISTER

    @property
    def lexicon(self) -> Path | None:
        """Folder of the editor's own words, absolute; None if none."""
        return (self.folder / self.index.lexicon).resolve() if self.index.lexicon else None


def load_config(file: Path | None = None, data: Path | None = None) -> Config:
    """Read the configuration; `file` must exist if named. Raises ConfigError, one line a mistake."""
    config_file = _config_file(file)
    table = _table(config_file) if config_file else {}
    folder = config_file.parent.resolve() if config_file else Path.cwd()
    _refuse_unknown_variables()
    try:
        config = Config.model_validate(_merged(table, _environment()) | {"folder": folder})
    except ValidationError as error:
        variables = f"{ENVIRONMENT}* variables"
        where = f"{config_file} or {variables}" if config_file else variables
        raise ConfigError(explained(error, Config, where)) from error
    if data is None:
        return config
    return config.model_copy(update={"index": config.index.model_copy(update={"data": data.resolve()})})


def _config_file(named: Path | None) -> Path | None:
    if named and not named.is_file():
        raise ConfigError(f"{named}: no such configuration file; check --config")
    default = Path(CONFIG_NAME)
    return named or (default if default.exists() else None)


def _table(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: not valid TOML ({error}); mend that line") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: is not UTF-8; save it as UTF-8") from error
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read ({error.strerror}); make it a readable file") from error


def _environment() -> dict[str, Any]:
    """What the variables say, table by table."""
    if not any(name.upper().startswith(ENVIRONMENT) for name in os.environ):
        return {}
    # Loaded where there are any: it takes a tenth of a command's start, and few have some.
    from pydantic_settings import EnvSettingsSource, SettingsError  # noqa: PLC0415

    keys = cast("type[BaseSettings]", Config)  # what is asked of it, any model has
    try:
        return EnvSettingsSource(keys, env_prefix=ENVIRONMENT, env_nested_delimiter="__")()
    except SettingsError as error:
        raise ConfigError(f'{ENVIRONMENT}* variables: {error}; write lists as JSON, ["…"]') from error


def _merged(table: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Tables with the keys of others over theirs."""
    merged = dict(table)
    for name, value in over.items():
        below = merged.get(name)
        merged[name] = _merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged


def _refuse_unknown_variables() -> None:
    """Keys inside a table are checked with the file's; of a table that is none, nobody else would tell."""
    tables = Config.model_fields.keys() - {"folder"}
    for name in sorted(os.environ):
        table = name.removeprefix(ENVIRONMENT).partition("__")[0].lower()
        if name.startswith(ENVIRONMENT) and table not in tables:
            raise ConfigError(f"{name}: no such variable; see docs/configuration.md")


def sources_of(newsletter: NewsletterConfig, folder: Path) -> tuple[str, ...]:
    """Where a newsletter's issues come from, absolute if they are folders; the sample if nothing is set."""
    named = newsletter.source
    listed = (named,) if isinstance(named, str) else named
    return tuple(dict.fromkeys(located(folder, source) for source in listed if source)) or (str(SAMPLE),)


def located(folder: Path, source: str) -> str:
    """A folder of the configuration is relative to the configuration; a URL stays as it is."""
    is_url = "://" in source or "::" in source or ("@" in source and ":" in source)
    return source if is_url else str((folder / Path(source).expanduser()).resolve())
