"""`jianbao export`: every entry, one a line."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator

import click

from web.api.serializers import entry_record
from web.cli.settings import Settings, pass_settings
from web.wiring import library_of


@click.command(short_help="Write all entries as JSON Lines or CSV.")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl")
@pass_settings
def command(settings: Settings, form: str) -> None:
    """Write all entries to standard output, oldest issue first, as JSON Lines or CSV."""
    with library_of(settings.config()).snapshot() as archive:
        records = map(entry_record, archive.catalogue.all_documents(oldest_first=True))
        if form == "jsonl":
            for record in records:
                click.echo(json.dumps(record, ensure_ascii=False))
        else:
            _write_table(records)


def _write_table(records: Iterator[dict[str, object]]) -> None:
    writer = csv.writer(sys.stdout)
    for number, record in enumerate(records):
        if not number:
            writer.writerow(record)
        writer.writerow([_cell(value) for value in record.values()])


def _cell(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
