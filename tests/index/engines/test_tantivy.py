"""tantivy keeps the contract."""

from tests.index.engines.engine_contract import EngineContract


class TestTantivy(EngineContract):
    name = "tantivy"
