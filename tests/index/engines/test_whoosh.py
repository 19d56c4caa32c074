"""The engine on disk keeps the contract."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.engines.protocol import EngineRequest, SearchEngine
from index.engines.whoosh import WhooshStore
from index.errors import IndexLockedError, IndexWriteError
from index.query.tree import MATCH_ALL, Phrase, Term
from tests.index.engines.engine_contract import EngineContract
from tests.index.search_support import DOCUMENTS, LEXICON


class TestWhooshEngine(EngineContract):
    @classmethod
    def store(cls) -> WhooshStore:
        return WhooshStore(LEXICON)

    def test_answers_many_threads_alike(self, opened: SearchEngine) -> None:
        queries = [Term("量化"), Phrase("神经网络"), Term("tensorflow"), MATCH_ALL] * 25
        alone = [opened.search(EngineRequest(query)) for query in queries]

        with ThreadPoolExecutor(8) as threads:
            together = list(threads.map(lambda query: opened.search(EngineRequest(query)), queries))

        assert together == alone

    def test_no_class_of_ours_stands_in_its_files(self, tmp_path: Path) -> None:
        """What Whoosh pickles must load after our modules are renamed."""
        self.store().write(tmp_path / "index", DOCUMENTS, base=None, drop=set())

        for file in (tmp_path / "index").iterdir():
            assert b"index.text" not in file.read_bytes()
            assert b"index.engines" not in file.read_bytes()

    def test_a_second_writer_is_told(self, tmp_path: Path) -> None:
        import whoosh.index  # noqa: PLC0415 - as another program would hold the lock

        self.store().write(tmp_path / "base", DOCUMENTS, base=None, drop=set())
        writer = whoosh.index.open_dir(str(tmp_path / "base")).writer()
        try:
            with pytest.raises(IndexLockedError, match="another process"):
                self.store().write(tmp_path / "base", DOCUMENTS, base=None, drop=set())
        finally:
            writer.cancel()

    def test_a_folder_that_cannot_be_written_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way", encoding="utf8")

        with pytest.raises(IndexWriteError, match="could not be written"):
            self.store().write(tmp_path / "file", DOCUMENTS, base=None, drop=set())

    def test_rewriting_many_issues_leaves_deleted_documents_behind(self, tmp_path: Path) -> None:
        store = self.store()
        store.write(tmp_path / "0", DOCUMENTS, base=None, drop=set())
        for round_ in range(1, 6):
            base, new = tmp_path / str(round_ - 1), tmp_path / str(round_)
            store.write(new, DOCUMENTS[3:6], base=base, drop={"2020-03-01"})

        opened = store.open(tmp_path / "5")
        assert opened.search(EngineRequest(MATCH_ALL)).total == len(DOCUMENTS)
        assert opened.vocabulary("words")["高通"] == 1
        assert opened.search(EngineRequest(Term("高通"))).keys == ("e3",)
        opened.close()
