"""`jianbao export`: every entry, one a line."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator

import click

from web.api.serializers import entry_record
from web.cli.language import say
from web.cli.settings import Settings, pass_settings
from web.opening import library_of
from web.text.plain import cell, json_text


@click.command(
    short_help=say("把所有条目写成 JSON Lines 或 CSV。", "Write all entries as JSON Lines or CSV."),
    help=say(
        "把所有条目写到标准输出，从最旧的一期起。CSV 里会被表格软件当公式的单元格前面加一撇（'）。",
        "Write all entries to standard output, oldest issue first. In CSV, cells that a spreadsheet would "
        "run as formulas begin with an apostrophe (').",
    ),
)
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", help=say("格式。", "Format.")
)
@pass_settings
def command(settings: Settings, form: str) -> None:
    """Write all entries to standard output, oldest issue first, as JSON Lines or CSV."""
    with library_of(settings.config()).snapshot() as archive:
        records = map(entry_record, archive.catalogue.all_documents(oldest_first=True))
        if form == "jsonl":
            for record in records:
                click.echo(json_text(record))
        else:
            _write_table(records)


def _write_table(records: Iterator[dict[str, object]]) -> None:
    writer = csv.writer(sys.stdout)
    for number, record in enumerate(records):
        if not number:
            writer.writerow(record)
        writer.writerow([cell(value) for value in record.values()])
