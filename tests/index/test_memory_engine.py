"""The engine that reads everything keeps the contract, too."""

from index.memory_engine import MemoryStore
from tests.index.engine_contract import EngineContract
from tests.index.search_support import LEXICON


class TestMemoryEngine(EngineContract):
    @classmethod
    def store(cls) -> MemoryStore:
        return MemoryStore(LEXICON)
