"""The index of a static site as files: a manifest, shards of words, columns of facets, chunks of entries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from index.browser.addresses import address_buckets, address_rules
from index.browser.encoding import Shard, content_name, pack_number, postings_by, shards_of
from index.browser.writer import browser_index
from index.documents import Document, documents_of
from index.schema import sites_of
from web.api.serializers import entry_fields
from web.static_site.addresses import SEARCH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.lexicon.lexicon import Lexicon
    from index.library.snapshot import Snapshot
    from web.static_site.output import Output

VERSION = 2
"""Counts up when scripts of an older build could not read the files any more."""

CHUNK = 1
"""Entries of one file: hits seldom stand side by side; four took twice the bytes for a page of hits."""

OF_ISSUE = ("issue", "issue_title", "date", "permalink")
"""Fields that all entries of an issue share, or that are made from its id."""

HOT = ("w", "c")
"""Families that nearly every search reads: their tables stand in the manifest."""


def write_search(
    archive: Snapshot, lexicon: Lexicon, output: Output, reader: str, names: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Write all files that a browser needs to search; returns the related entries of each entry.

    `reader` is the path of the script that reads it, as seen from the index, `names` are those of the
    newsletters where there are several.
    """
    documents: list[Document] = []
    issues = []
    for summary in reversed(archive.catalogue.issue_summaries()):
        issue = archive.catalogue.issue(summary.name)
        own = list(documents_of(issue)) if issue else []
        issues.append([summary.name, summary.title, summary.date, len(own), _write_chunks(own, output)])
        documents += own
    numbers = {document.id: number for number, document in enumerate(documents)}
    index = browser_index(archive.engine, lexicon, numbers)
    families = {**index.families, "h": tuple(shards_of(postings_by(map(sites_of, documents))))}
    tables = {name: _write_shards(name, shards, output) for name, shards in families.items()}
    manifest = {
        "version": VERSION,
        "reader": reader,
        "entries": len(documents),
        "newsletters": names,
        "issues": _write_json("issues", issues, output),
        "columns": _write_json("columns", _columns(documents), output),
        "forms": _write_json("forms", index.forms, output),
        "sounds": _write_buckets("y", index.sounds, output),
        "plans": _write_buckets("p", index.plans, output),
        "addresses": _write_buckets("a", address_buckets(documents), output),
        "rules": _write_json("rules", address_rules(), output),
        **{
            name: table if name in HOT else _write_json(name, table, output) for name, table in tables.items()
        },
    }
    output.write(f"{SEARCH}/manifest.json", _json(manifest))
    return {
        document.id: tuple(documents[number].id for number in related)
        for document, related in zip(documents, index.related, strict=True)
    }


def _write_chunks(documents: list[Document], output: Output) -> str:
    """The files of an issue's entries share the first part of their names."""
    records = [{name: value for name, value in _record(document).items() if value} for document in documents]
    name = content_name(_json(records))
    for number, start in enumerate(range(0, len(records), CHUNK)):
        chunk = _json(records[start : start + CHUNK])
        output.write(f"{SEARCH}/d/{name}-{number}.json", chunk, hashed=True)
    return name


def _record(document: Document) -> dict[str, object]:
    fields = entry_fields(document, str)
    fields["links"] = [{"label": link.label, "url": link.url} for link in document.links]
    return {name: value for name, value in fields.items() if name not in OF_ISSUE}


def _write_shards(family: str, shards: tuple[Shard, ...], output: Output) -> str:
    for shard in shards:
        output.write(f"{SEARCH}/{family}/{shard.name}.txt", shard.content, hashed=True)
    return "".join(f"{shard.first}\t{shard.name}\n" for shard in shards)


def _write_buckets(family: str, buckets: tuple[bytes, ...], output: Output) -> list[object]:
    """Their folder and number, and the version that browsers ask for, so that no cache sends others."""
    for number, content in enumerate(buckets):
        output.write(f"{SEARCH}/{family}/{number}.txt", content)
    return [family, len(buckets), content_name(b"\n".join(buckets))]


def _columns(documents: list[Document]) -> dict[str, object]:
    """For each entry the numbers of its newsletter, category, source and tags, from 1; 0 for none."""
    columns: dict[str, object] = {}
    single_valued = {
        "newsletter": [d.newsletter for d in documents],
        "category": [d.category for d in documents],
        "source": [d.source for d in documents],
    }
    if len(set(single_valued["newsletter"])) < 2:
        del single_valued["newsletter"]  # nothing to choose
    for name, values in single_valued.items():
        known = {value: number for number, value in enumerate(dict.fromkeys(filter(None, values)), 1)}
        columns[name] = [*known]
        columns[f"{name}_of"] = "".join(pack_number(known.get(value, 0)) for value in values)
    tags = {tag: number for number, tag in enumerate(dict.fromkeys(t for d in documents for t in d.tags), 1)}
    columns["tag"] = [*tags]
    columns["tag_of"] = "".join(
        "".join(map(pack_number, (len(own), *(tags[tag] for tag in own))))
        for own in (tuple(dict.fromkeys(document.tags)) for document in documents)
    )
    return columns


def _write_json(name: str, value: object, output: Output) -> str:
    content = _json(value)
    path = f"{name}.{content_name(content)}.json"
    output.write(f"{SEARCH}/{path}", content, hashed=True)
    return path


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf8", "replace")
