"""`jianbao lookup`: has it been covered, when and where?"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.draft import DraftLink, links_of_bytes, links_of_file
from archive.sources.files import MAX_BYTES
from archive.urls import web_url
from index.storage.canonical_url import destination
from web.api.serializers import entry_fields
from web.cli.addresses import addresses_of
from web.cli.hits import Hits
from web.cli.language import say
from web.cli.options import NOTHING_FOUND, colour_option, json_option, pager_option, status_option
from web.cli.settings import Settings, pass_settings
from web.cli.terminal import Colour, print_json, printable, terminal
from web.opening import library_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.documents import Document
    from index.library.snapshot import Snapshot
    from web.cli.addresses import Addresses

STDIN = "-"
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+([/?#:]\S*)?")
_MARKDOWN = (".md", ".markdown", ".mdx", ".txt")


@dataclass(frozen=True, slots=True)
class Answer:
    """One link with the entries that have it."""

    link: DraftLink
    canonical: str
    """The canonical form of the URL."""

    appearances: tuple[Document, ...]


@click.command(
    short_help=say(
        "查网址或草稿里的链接是否登过。", "Tell whether URLs, or the links of a draft, were covered."
    ),
    help=say(
        "查每个网址是否登过、哪一期、在哪里。WHAT 是网址、Markdown 文件，或 -（标准输入）；"
        "同一处的不同写法算一个。",
        "Tell whether each URL has been covered, when and where. WHAT is a URL, a Markdown file, or - for "
        "standard input; different spellings of one place are the same.",
    ),
)
@click.argument("what", nargs=-1, required=True)
@json_option
@status_option
@colour_option
@pager_option
@pass_settings
def command(
    settings: Settings, what: tuple[str, ...], as_json: bool, status: bool, colour: Colour, pager: bool
) -> None:
    """Look all addresses up in one pass."""
    config = settings.config()
    links = [link for argument in what for link in _links_of(argument)]
    addresses = addresses_of(config)
    with library_of(config).snapshot() as archive:
        answers = list(_answers(archive, links, addresses))
    covered = sum(bool(answer.appearances) for answer in answers)
    if as_json:
        records = [_record(answer, addresses) for answer in answers]
        print_json({"total": len(answers), "covered": covered, "links": records})
    else:
        hits = Hits(terminal(colour, pager=pager), addresses)
        hits.terminal.show("\n".join(_lines(answers, covered, hits)))
    sys.exit(NOTHING_FOUND if status and not covered else 0)


def _links_of(what: str) -> tuple[DraftLink, ...]:
    """The addresses that an argument stands for. Raises FileError, UsageError."""
    if what == STDIN:
        return links_of_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), say("标准输入", "standard input"))
    file = Path(what)
    if "://" not in what and (what.lower().endswith(_MARKDOWN) or file.exists()):
        return links_of_file(file)
    url = web_url(what if "://" in what else f"https://{what}")
    if not url or not ("://" in what or _HOST.fullmatch(what)):
        reason = say("不是网址（http、https），也不是文件", "is no http or https address, and no file")
        raise click.UsageError(f"{printable(what)!r} {reason}")
    return (DraftLink(url, "", 0),)


def _answers(archive: Snapshot, links: Iterable[DraftLink], addresses: Addresses) -> Iterator[Answer]:
    """An answer for each canonical URL, at its first mention. Entries of the draft itself, if it is indexed
    already, are left out."""
    first: dict[str, DraftLink] = {}
    for link in links:
        first.setdefault(destination(link.url), link)
    for canonical, link in first.items():
        appearances = archive.catalogue.appearances(link.url)
        draft = Path(link.file).resolve() if link.file else None
        others = (document for document in appearances if draft is None or addresses.file(document) != draft)
        yield Answer(link, canonical, tuple(others))


def _record(answer: Answer, addresses: Addresses) -> dict[str, object]:
    link = answer.link
    return {
        "url": link.url,
        "canonical": answer.canonical,
        "file": link.file or None,
        "line": link.line or None,
        "appearances": [
            entry_fields(document, addresses.entry)
            | {"links": [{"label": other.label, "url": other.url} for other in document.links]}
            | {"file": document.file, "line": document.line}
            for document in answer.appearances
        ],
    }


def _lines(answers: list[Answer], covered: int, hits: Hits) -> Iterator[str]:
    for answer in answers:
        link = answer.link
        prefix = f"{printable(link.file)}:{link.line}: " if link.line and link.file else ""
        yield f"{prefix}{printable(link.url)}{say('：', ': ')}{_coverage(len(answer.appearances), hits)}"
        for document in answer.appearances:
            yield from hits.listed(document)
    total = len(answers)
    yield say(f"{total} 个网址，{covered} 个登过", f"{total} addresses, {covered} covered")


def _coverage(times: int, hits: Hits) -> str:
    if not times:
        return say("没有登过", "not covered yet")
    return hits.terminal.style(say(f"登过 {times} 次", f"covered {times}×"), bold=True)
