"""Entries of a file in order are found wherever a block ends, and nothing else is."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sorted_file import BLOCK_SIZE, SortedFile

KEYS = st.text("abcdefgh", min_size=1, max_size=6)
LENGTHS = st.integers(0, 40) | st.sampled_from([BLOCK_SIZE - 9, BLOCK_SIZE, 3 * BLOCK_SIZE])


def key_of(line: bytes) -> bytes:
    return line.split(b" ", 1)[0]


@given(entries=st.dictionaries(KEYS, LENGTHS, max_size=60), others=st.lists(KEYS, max_size=10))
def test_every_entry_is_found_and_no_other(
    tmp_path_factory: pytest.TempPathFactory, entries: dict[str, int], others: list[str]
) -> None:
    lines = {key: f"{key} {'.' * length}\n".encode() for key, length in sorted(entries.items())}
    path = tmp_path_factory.mktemp("sorted") / "file"
    path.write_bytes(b"a heading\n" + b"".join([b"= first\n", *lines.values()]) + b"}\n")
    file = SortedFile(path, key_of, first=b"=", last=b"}")

    assert {key: file.find(key.encode()) for key in lines} == lines
    assert [file.find(key.encode()) for key in others] == [lines.get(key, b"") for key in others]
    for low in others:
        within = file.between(low.encode(), (low + "z").encode())
        assert all(line in within for key, line in lines.items() if key.startswith(low))


def test_the_last_entry_may_lack_its_end_and_a_file_may_have_none(tmp_path: Path) -> None:
    (tmp_path / "some").write_bytes(b"a 1\nb 2")
    (tmp_path / "none").write_bytes(b"")

    assert SortedFile(tmp_path / "some", key_of).find(b"b") == b"b 2"
    assert SortedFile(tmp_path / "none", key_of).find(b"b") == b""


def test_a_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="missing"):
        SortedFile(tmp_path / "missing", key_of)
