"""Read newsletters and write the index as configured."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from archive.combined import Newsletters, open_newsletters
from archive.conventions.model import Conventions, load_conventions
from archive.newsletter import Newsletter, open_newsletter
from index.engines.store import IndexStore
from index.lexicon.lexicon import load_lexicon
from index.reindex.reindexer import ReindexReport, reindex
from index.storage.data_folder import claim
from web.choices import Choices, remembered
from web.config import SAMPLE
from web.origin import remembering
from web.register import enter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from archive.errors import ArchiveError
    from web.config import Config
    from web.origin import Origin

LARGE = 4_000_000
"""Bytes of Markdown from which on `auto` takes tantivy: some 6,000 entries, where Whoosh needs 10 ms for a
search and 15 s for a full reindex."""

SOURCES = "sources"
"""Folder in the data folder for copies of git repositories."""


def _conventions(choices: Choices, name: str, source: str) -> Conventions | Callable[[Path], Conventions]:
    return choices.of(source) if name == "auto" else load_conventions(name)


def read_newsletters(config: Config, origin: Origin, choices: Choices) -> Newsletters:
    """All issues of this origin. Raises ArchiveError where a source cannot be read at all."""
    cache = config.data / SOURCES
    published = (
        {} if origin.sources == (str(SAMPLE),) else {"enter": partial(enter, config.addresses, config.data)}
    )
    return open_newsletters(origin.newsletters, partial(_conventions, choices), cache=cache, **published)


def open_each(config: Config, origin: Origin) -> Iterator[Newsletter]:
    """The newsletters of this origin one by one, for reports on each."""
    cache, choices = config.data / SOURCES, remembered(config.data)
    if origin.is_fetched:
        claim(config.data)
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
    with remembering(config, origin):
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
