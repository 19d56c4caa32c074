"""`jianbao export`: every entry, one a line."""

from __future__ import annotations

import csv
import json
import sys

import click

from index.search_request import Search
from web.api.serializers import entry_record
from web.cli.settings import Settings, pass_settings
from web.wiring import library_of


@click.command(short_help="Write all entries as JSON Lines or CSV.")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl")
@pass_settings
def command(settings: Settings, form: str) -> None:
    """Write all entries to standard output, oldest issue first, as JSON Lines or CSV."""
    documents = library_of(settings.config()).export(Search(sort="oldest"))
    records = [entry_record(document) for document in documents]
    if form == "jsonl":
        for record in records:
            click.echo(json.dumps(record, ensure_ascii=False))
        return
    writer = csv.writer(sys.stdout)
    writer.writerow(records[0] if records else [])
    writer.writerows([_cell(value) for value in record.values()] for record in records)


def _cell(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
