"""Read newsletters and write the index as configured."""

from __future__ import annotations

import stat
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from archive.combined import Newsletters, NewsletterSource, open_newsletters
from archive.conventions.model import Conventions, load_conventions
from archive.newsletter import Newsletter, open_newsletter
from archive.sources.git_address import without_password
from index.engines.store import IndexStore
from index.errors import EngineError, IndexWriteError
from index.lexicon.lexicon import load_lexicon
from index.reindex.reindexer import ReindexReport, reindex
from index.storage.data_folder import claim, require_ours
from index.storage.durable_files import PRIVATE
from index.storage.durable_files import replace as replace_file
from web.choices import Choices, remembered
from web.config import SAMPLE, ConfigError, conventions_of, located, sources_of
from web.register import enter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archive.errors import ArchiveError
    from web.config import Config

_NEWSLETTERS = TypeAdapter(tuple[NewsletterSource, ...])

ORIGIN = "source.json"
"""File in the data folder with the sources of the index."""

LARGE = 4_000_000
"""Bytes of Markdown from which on `auto` takes tantivy: some 6,000 entries, where Whoosh needs 10 ms for a
search and 15 s for a full reindex."""

SOURCES = "sources"
"""Folder in the data folder for copies of git repositories."""


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
def _remembering(config: Config, origin: Origin) -> Iterator[None]:
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


def _conventions(choices: Choices, name: str, source: str) -> Conventions | Callable[[Path], Conventions]:
    return choices.of(source) if name == "auto" else load_conventions(name)


def read_newsletters(config: Config, origin: Origin, choices: Choices) -> Newsletters:
    """All issues of this origin. Raises ArchiveError where a source cannot be read at all."""
    cache = config.data / SOURCES
    published = {} if origin.sources == (str(SAMPLE),) else {"enter": partial(enter, config.data)}
    return open_newsletters(origin.newsletters, partial(_conventions, choices), cache=cache, **published)


def open_each(config: Config, origin: Origin) -> Iterator[Newsletter]:
    """The newsletters of this origin one by one, for reports on each."""
    cache, choices = config.data / SOURCES, remembered(config.data)
    for newsletter in origin.newsletters:
        for source in newsletter.sources:
            yield open_newsletter(source, _conventions(choices, newsletter.conventions, source), cache=cache)


def build(
    config: Config,
    origin: Origin,
    *,
    full: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[tuple[ArchiveError | str, ...], ReindexReport]:
    """Bring the index up to date with the origin, and remember the origin.

    Returns a line for each problem, and the report on the index.
    """
    claim(config.data)
    choices = Choices({}) if full else remembered(config.data)
    newsletters = read_newsletters(config, origin, choices)
    store = IndexStore(load_lexicon(config.lexicon), _engine(config, newsletters))
    with _remembering(config, origin):
        report = reindex(
            config.data,
            newsletters.files,
            store,
            full=full,
            progress=progress,
            out_of_reach=newsletters.unread_files,
            forwards=newsletters.forwards,
        )
        choices.save(config.data)
    return (*newsletters.problems, *report.problems), report


def _engine(config: Config, newsletters: Newsletters) -> str:
    """The engine that is configured, or else that suits the amount of Markdown."""
    if config.index.engine != "auto":
        return config.index.engine
    size = sum((file.file.root / file.file.path).stat().st_size for file in newsletters.files)
    return "tantivy" if size > LARGE else "whoosh"


def site_config(config: Config) -> Config:
    """The configuration with the source that is really indexed, so that the site knows a sample."""
    newsletter = config.newsletter.model_copy(update={"source": origin_of(config).sources})
    return config.model_copy(update={"newsletter": newsletter})


def is_sample(config: Config) -> bool:
    """Whether what is or would be indexed is the shipped sample."""
    return site_config(config).sample
