"""Where the newsletters of an index come from: as asked for, configured, or remembered beside the index."""

from __future__ import annotations

import stat
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from archive.models import NewsletterSource
from archive.sources.git_address import is_git_url, without_password
from index.errors import EngineError, IndexWriteError
from index.storage.data_folder import require_ours
from index.storage.durable_files import PRIVATE
from index.storage.durable_files import replace as replace_file
from web.config import ConfigError, located, sources_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from web.config import Config, NewsletterConfig

_NEWSLETTERS = TypeAdapter(tuple[NewsletterSource, ...])

ORIGIN = "source.json"
"""File in the data folder with the sources of the index."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Sources of an index: the default of a later `reindex` or `serve`."""

    newsletters: tuple[NewsletterSource, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """All sources without duplicates."""
        return tuple(
            dict.fromkeys(source for newsletter in self.newsletters for source in newsletter.sources)
        )

    @property
    def is_fetched(self) -> bool:
        """Whether git fetches any source, so that a copy is kept in the data folder."""
        return any(map(is_git_url, self.sources))


def origin_of(config: Config, sources: tuple[str, ...] = ()) -> Origin:
    """Sources named on the command line, a newsletter each; else what is configured, else what was indexed
    before, else the sample."""
    configured = tuple(
        NewsletterSource(
            sources_of(newsletter, config.folder), conventions_of(newsletter, config.folder), newsletter.slug
        )
        for newsletter in config.configured
    )
    if sources:
        locations = dict.fromkeys(located(Path.cwd(), source) for source in sources)
        known = {newsletter.sources: newsletter for newsletter in configured}
        conventions = conventions_of(config.newsletter, config.folder)
        return Origin(
            tuple(known.get((source,), NewsletterSource((source,), conventions)) for source in locations)
        )
    if config.newsletters or config.newsletter.source:
        return Origin(configured)
    return _remembered(config) or Origin(configured)


def conventions_of(newsletter: NewsletterConfig, folder: Path) -> str:
    """Name of shipped conventions, `auto`, or the absolute path of a file."""
    named = newsletter.conventions
    is_file = named.endswith(".toml") or "/" in named
    return str((folder / Path(named).expanduser()).resolve()) if is_file else named


def _remembered(config: Config) -> Origin | None:
    """The stored origin; None if there is none. Raises ConfigError where it cannot be read."""
    file = config.data / ORIGIN
    if not file.exists():
        return None
    try:
        require_ours(file)  # reading a named pipe without a writer would block
        return Origin(_NEWSLETTERS.validate_json(file.read_bytes()))
    except (OSError, ValueError, EngineError) as error:
        raise ConfigError(f"{file}: damaged; name the source once more: `jianbao reindex SOURCE`") from error


def remember(config: Config, origin: Origin) -> None:
    """Store the origin, without passwords."""
    known = tuple(
        replace(newsletter, sources=tuple(map(without_password, newsletter.sources)))
        for newsletter in origin.newsletters
    )
    file, content = config.data / ORIGIN, _NEWSLETTERS.dump_json(known, indent=1)
    if _content(file) != content or stat.S_IMODE(file.stat().st_mode) != PRIVATE:
        _replace(file, content)


@contextmanager
def remembering(config: Config, origin: Origin) -> Iterator[None]:
    """Store the origin before its issues are indexed, so that a killed process resumes with it rather than
    with the sample. Where indexing fails, the previous origin is restored."""
    file = config.data / ORIGIN
    before = _content(file)
    remember(config, origin)
    try:
        yield
    except BaseException:
        if before is None:
            file.unlink(missing_ok=True)
        else:
            _replace(file, before)
        raise


def _content(file: Path) -> bytes | None:
    """Content of a file; None where it does not exist."""
    return file.read_bytes() if file.is_file() else None


def _replace(file: Path, content: bytes) -> None:
    try:
        replace_file(file, content, PRIVATE)
    except OSError as error:
        raise IndexWriteError(f"{file}: cannot write: {error.strerror}; the old index serves on") from error


def site_config(config: Config) -> Config:
    """The configuration with the source that is really indexed, so that the site knows a sample."""
    newsletter = config.newsletter.model_copy(update={"source": origin_of(config).sources})
    return config.model_copy(update={"newsletter": newsletter})


def is_sample(config: Config) -> bool:
    """Whether what is or would be indexed is the shipped sample."""
    return site_config(config).sample
