"""The finished archive, as it is configured: opened, and nothing loaded that only indexing needs."""

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
    """The finished archive. Opens nothing yet: taking a snapshot raises EngineError where there is none."""
    return Library(config.data, *_tools(config), reload=partial(_tools, config))


def _tools(config: Config) -> Tools:
    """What opens and asks an index, with the word lists as they are now."""
    lexicon = load_lexicon(config.lexicon)
    return IndexStore(lexicon, config.index.engine), partial(Searcher, lexicon=lexicon)


def indexed(config: Config) -> bool:
    """Whether there is an index, sound or not."""
    try:
        with reading(config.data):
            Generations(config.data).pointer()
    except IndexMissingError:
        return False
    except EngineError:
        return config.data.is_dir()
    return True


def outdated(config: Config) -> bool:
    """Whether the index is missing, damaged, or made by other rules or words: it can only be made anew."""
    return bool(
        why_unusable(Generations(config.data), IndexStore(load_lexicon(config.lexicon), config.index.engine))
    )
