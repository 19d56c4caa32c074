"""Open the configured archive for reading, without modules that only indexing needs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from index.engines.store import IndexStore
from index.errors import EngineError, IndexMissingError
from index.lexicon.lexicon import load_lexicon
from index.library.library import Library
from index.library.snapshot import why_unusable
from index.search.searcher import Searcher
from index.storage.data_folder import reading
from index.storage.generations import Generations

if TYPE_CHECKING:
    from index.library.snapshot import Tools
    from web.config import Config


def library_of(config: Config) -> Library:
    """The configured library, opened lazily: taking a snapshot raises EngineError without an index."""
    return Library(config.data, *_tools(config), reload=partial(_tools, config))


def _tools(config: Config) -> Tools:
    """The store that opens an index, with the current word lists."""
    lexicon = load_lexicon(config.lexicon)
    return IndexStore(lexicon, config.index.engine), partial(Searcher, lexicon=lexicon)


def indexed(config: Config) -> bool:
    """Whether an index exists, valid or not."""
    try:
        with reading(config.data):
            Generations(config.data).pointer()
    except IndexMissingError:
        return False
    except EngineError:
        return config.data.is_dir()
    return True


def outdated(config: Config) -> bool:
    """Whether the index is missing, damaged, or built with other rules or words, and must be rebuilt."""
    return bool(
        why_unusable(Generations(config.data), IndexStore(load_lexicon(config.lexicon), config.index.engine))
    )
