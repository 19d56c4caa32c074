"""Files that browsers search: what stands where, and what is left out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.browser.encoding import bucket_of
from index.forward.document_terms import UNLISTED_LENGTHS
from index.lexicon.lexicon import load_lexicon
from index.library.library import Library
from index.text.analyzer import analyzer_of, is_han
from web.config import Config
from web.static_site.output import writing
from web.static_site.search_files import write_search


@pytest.fixture(scope="module")
def search(library: Library, indexed: Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("search") / "_site"
    with library.snapshot() as archive, writing(output) as files:
        write_search(archive, load_lexicon(None), files, "search.js", {})
        files.finish({})
    return output / "search"


def words(search: Path) -> Iterator[tuple[str, list[str], str]]:
    for file in (search / "w").iterdir():
        for line in file.read_text("utf8").split("\n")[:-1]:
            key, properties, postings = line.split("\t")
            yield key, properties.split(","), postings


def bucket(search: Path, name: str, key: str) -> dict[str, str]:
    folder, buckets, _ = json.loads((search / "manifest.json").read_text("utf8"))[name]
    lines = (search / folder / f"{bucket_of(key, buckets)}.txt").read_text("utf8").split("\n")[:-1]
    return {line.split("\t")[0]: line.split("\t")[1] for line in lines}


def test_words_that_say_so_have_a_plan_and_no_others(search: Path) -> None:
    planned = {key for key, properties, _ in words(search) if "p" in properties[0]}

    assert len(planned) > 1000
    assert all(json.loads(bucket(search, "plans", key)[key]) for key in sorted(planned)[::97])
    folder = search / "p"
    assert sum(len(file.read_text("utf8").splitlines()) for file in folder.iterdir()) == len(planned)


def test_a_plan_holds_what_the_server_searches_beside(search: Path) -> None:
    assert "quantization" in bucket(search, "plans", "量化")["量化"]


def test_a_character_has_its_usual_reading(search: Path) -> None:
    assert bucket(search, "sounds", "量")["量"] == "liang"


def test_no_text_is_cut_into_characters_that_only_touch(search: Path) -> None:
    knows = analyzer_of(load_lexicon(None).words).segmenter.knows
    unlisted = [
        (properties, postings)
        for key, properties, postings in words(search)
        if is_han(key) and len(key) in UNLISTED_LENGTHS and not knows(key)
    ]

    assert all(len(properties) < 2 or not properties[1] for properties, _ in unlisted)
    assert all(len(postings) > 3 for properties, postings in unlisted if properties == [""])


def test_each_entry_has_a_file_of_its_own(search: Path, library: Library) -> None:
    with library.snapshot() as archive:
        assert len(list((search / "d").iterdir())) == archive.stats.entries
