"""Whoosh keeps the contract, and what is special to it holds."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.engines.protocol import Retrieval
from index.engines.store import OpenIndex
from index.engines.whoosh import WhooshWriter
from index.errors import IndexLockedError, IndexWriteError
from index.query.tree import MATCH_ALL, Phrase, Term
from tests.index.engines.engine_contract import EngineContract, ids, write
from tests.index.search_support import DOCUMENTS


class TestWhoosh(EngineContract):
    name = "whoosh"

    def test_answers_many_threads_alike(self, opened: OpenIndex) -> None:
        queries = [Term("量化"), Phrase(("骁龙", "888")), Term("tensorflow"), MATCH_ALL] * 25
        alone = [opened.engine.retrieve(Retrieval(query)) for query in queries]

        with ThreadPoolExecutor(8) as threads:
            together = list(threads.map(lambda query: opened.engine.retrieve(Retrieval(query)), queries))

        assert together == alone

    def test_no_class_of_ours_stands_in_its_files(self, tmp_path: Path) -> None:
        """What Whoosh pickles must load after our modules are renamed."""
        write(self.store(), tmp_path / "index", DOCUMENTS)

        for file in (tmp_path / "index" / "postings").iterdir():
            assert b"index.text" not in file.read_bytes()
            assert b"index.engines" not in file.read_bytes()

    def test_a_second_writer_is_told(self, tmp_path: Path) -> None:
        import whoosh.index  # noqa: PLC0415 - as another program would hold the lock

        write(self.store(), tmp_path / "base", DOCUMENTS)
        writer = whoosh.index.open_dir(str(tmp_path / "base" / "postings")).writer()
        try:
            with pytest.raises(IndexLockedError, match="another process"):
                WhooshWriter(tmp_path / "base" / "postings", None)
        finally:
            writer.cancel()

    def test_a_folder_that_cannot_be_written_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way", encoding="utf8")

        with pytest.raises(IndexWriteError, match="could not be written"):
            WhooshWriter(tmp_path / "file", None)

    def test_rewriting_many_issues_leaves_deleted_documents_behind(self, tmp_path: Path) -> None:
        store = self.store()
        write(store, tmp_path / "0", DOCUMENTS)
        for round_ in range(1, 6):
            base, new = tmp_path / str(round_ - 1), tmp_path / str(round_)
            write(store, new, DOCUMENTS[3:6], base=base, drop={"2020-03-01"})

        opened = store.open(tmp_path / "5")
        assert opened.engine.retrieve(Retrieval(MATCH_ALL)).total == len(DOCUMENTS)
        assert opened.engine.gram_frequencies(["高通"]) == [1]
        assert ids(opened, Retrieval(Term("高通"))) == ["e3"]
        opened.close()
