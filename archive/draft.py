"""The links of a draft, which its editor can look up in the archive before it is published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archive.errors import FileError
from archive.markdown.leaves import read_page
from archive.markdown.lines import lines_of
from archive.parsing.parser import split_lines
from archive.sources.files import MAX_BYTES, decode, read_text


@dataclass(frozen=True, slots=True)
class DraftLink:
    """A link with its file and line."""

    url: str
    file: str
    """As the file was named; "" where the text came from elsewhere."""

    line: int
    """1-based."""


def links_of_file(path: Path) -> tuple[DraftLink, ...]:
    """Links of a Markdown file, in its order. Raises FileError."""
    try:
        folder = path.parent.resolve(strict=True)
    except OSError as error:
        raise FileError(f"cannot be read ({error.strerror})", file=str(path), remedy="check it") from error
    return _links(read_text(folder, path.name), str(path))


def links_of_bytes(data: bytes, name: str) -> tuple[DraftLink, ...]:
    """Links of a text that came from elsewhere; `name` is what errors call it. Raises FileError."""
    if len(data) > MAX_BYTES:
        raise FileError(f"has more than {MAX_BYTES / 1e6:.0f} MB", file=name, remedy="give less at a time")
    return _links(decode(data, name), "")


def _links(text: str, file: str) -> tuple[DraftLink, ...]:
    page = read_page(split_lines(text))
    return tuple(
        DraftLink(run.url, file, line.number)
        for leaf in page.leaves
        for line in lines_of(leaf, page)
        for run in line.runs
        if run.url and not run.image
    )
