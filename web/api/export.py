"""Stream all hits of a search as CSV or JSON Lines."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from web.api.serializers import entry_record
from web.parameters.query_string import read_parameters
from web.parameters.search_request import SearchRequest
from web.site.archive import archive
from web.site.caching import PUBLIC
from web.site.site import site, urls
from web.text.plain import cell, json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from index.documents import Document

export = Blueprint("export", __name__)

BLOCK = 32 * 1024
"""Characters per chunk: one chunk per row would cost more to send than to write."""


@export.get("/api/v1/export.jsonl")
def jsonl() -> Response:
    """One entry a line."""
    lines = (json_text(row) + "\n" for row in _rows())
    return _download(lines, "application/x-ndjson", "jsonl")


@export.get("/api/v1/export.csv")
def table() -> Response:
    """One entry a row; begins with a byte order mark, without which Excel garbles Chinese."""
    return _download(_csv(_rows()), "text/csv", "csv")


def _rows() -> Iterator[dict[str, object]]:
    """Records of all hits. What needs the request is done before the first row is sent."""
    asked = read_parameters(SearchRequest, request.args, strict=True)
    documents = archive().searcher.export(asked.to_search())
    # The start of permalinks is built now, since rows are written after the request has ended.
    address = urls()
    start = site().absolute("").removesuffix(address.prefix)
    return _records(documents, lambda key: start + address.entry(key))


def _records(documents: Iterable[Document], permalink: Callable[[str], str]) -> Iterator[dict[str, object]]:
    for document in documents:
        yield entry_record(document) | {"permalink": permalink(document.id)}


def _csv(rows: Iterator[dict[str, object]]) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line)
    line.write("\ufeff")
    for index, row in enumerate(rows):
        if not index:
            writer.writerow(row)
        writer.writerow([cell(value) for value in row.values()])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    """Join chunks of text into larger ones."""
    block = io.StringIO()
    for line in lines:
        block.write(line)
        if block.tell() >= BLOCK:
            yield block.getvalue()
            block = io.StringIO()
    yield block.getvalue()


def _download(lines: Iterator[str], mimetype: str, suffix: str) -> Response:
    response = Response(_blocks(lines), mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="jianbao.{suffix}"'
    response.headers["Cache-Control"] = PUBLIC
    return response
