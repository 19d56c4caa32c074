"""The engine that reads everything keeps the contract, too."""

from tests.index.engines.engine_contract import EngineContract
from tests.index.engines.memory_engine import MemoryStore
from tests.index.search_support import LEXICON


class TestMemoryEngine(EngineContract):
    @classmethod
    def store(cls) -> MemoryStore:
        return MemoryStore(LEXICON)
