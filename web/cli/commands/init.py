"""`jianbao init`: a configuration for a newsletter, asked for and tried before it is written."""

from __future__ import annotations

import datetime as dt
import os
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.errors import ArchiveError
from index.documents import documents_of
from web.cli.language import say
from web.cli.messages import terminal_message
from web.cli.new_config import Answers, mistake_in_accent, mistake_in_address, mistake_in_title, write
from web.cli.settings import Settings, pass_settings
from web.cli.terminal import printable
from web.config import CONFIG_NAME, ConfigError, located
from web.origin import origin_of
from web.wiring import open_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from archive.newsletter import IssueFile, Newsletter
    from index.documents import Document

SAMPLE_ENTRIES = 3
"""Entries that are printed as a sample of how issues are read."""

USUAL = ("issues", "content/posts", "content", "_posts", "posts", "docs")
"""Common folders of newsletters."""


@click.command(
    short_help=say("问几句，写好 jianbao.toml。", "Ask a few questions and write jianbao.toml."),
    help=say(
        "问简报在哪里、叫什么、网址和颜色，试读三条给你看，写好 jianbao.toml。"
        "没有终端或用 --yes 时不提问，只看选项。",
        "Ask where the newsletter is, what it is called, where its archive will be and in which colour, show "
        "three entries as read, and write jianbao.toml. Without a terminal, or with --yes, nothing is asked.",
    ),
)
@click.argument("source", required=False)
@click.option("--title", help=say("简报的名字。", "Name of the newsletter."))
@click.option(
    "--address",
    help=say("简报库的公开网址，可以以后再写。", "Public address of the archive; may follow later."),
)
@click.option(
    "--accent",
    help=say("链接和按钮的颜色，如 #1f5f8b。", "Colour of links and buttons, such as #1f5f8b."),
)
@click.option("--yes", is_flag=True, help=say("不提问。", "Ask nothing."))
@click.option("--force", is_flag=True, help=say("已有的配置直接覆盖。", "Replace a configuration unasked."))
@pass_settings
def command(
    settings: Settings,
    source: str | None,
    title: str | None,
    address: str | None,
    accent: str | None,
    yes: bool,
    force: bool,
) -> None:
    """Ask, try, write."""
    asking = sys.stdin.isatty() and not yes
    file = settings.config_file or Path(CONFIG_NAME)
    replace = _may_replace(file, asking=asking, force=force)
    _require_folder(file)
    trial = _Trial(settings, file)
    if source is not None:
        trial.read(source)  # what cannot be opened is no wrong usage
    source = _answered(
        source,
        say("简报的文件夹或 git 地址", "Folder or git URL of the newsletter"),
        _usual(),
        trial.mistake,
        asking,
    )
    _show(trial.read(source))
    name = Path(source.rstrip("/")).resolve().name if "://" not in source else ""
    title = _answered(title, say("简报的名字", "Name of the newsletter"), name, mistake_in_title, asking)
    address = _answered(
        address,
        say("简报库的网址（可留空）", "Address of the archive (may be empty)"),
        "",
        mistake_in_address,
        asking,
    )
    colour = say("链接和按钮的颜色，如 #1f5f8b（可留空）", "Colour of links, such as #1f5f8b (may be empty)")
    accent = _answered(accent, colour, "", mistake_in_accent, asking)
    answers = Answers(_from(file, source), title, address.rstrip("/"), accent)
    try:
        write(file, answers, replace=replace)
    except FileExistsError as error:
        raise ConfigError(_exists(file)) from error
    click.echo(say(f"写好了 {file}；下一步：jianbao serve", f"wrote {file}; next: jianbao serve"))


class _Trial:
    """Reads a newsletter on trial, before the configuration is written."""

    def __init__(self, settings: Settings, file: Path) -> None:
        self._config = settings.untold(file)
        self._read: dict[str, list[Newsletter]] = {}

    def read(self, source: str) -> list[Newsletter]:
        """The newsletter of a source. Raises ArchiveError."""
        if source not in self._read:
            self._read[source] = list(open_each(self._config, origin_of(self._config, (source,))))
        return self._read[source]

    def mistake(self, source: str) -> str:
        """Why a source cannot be read; "" where it can."""
        if not source:
            return say("请写一个文件夹或 git 地址", "name a folder or a git URL")
        try:
            self.read(source)
        except ArchiveError as error:
            return terminal_message(error)
        return ""


def _may_replace(file: Path, *, asking: bool, force: bool) -> bool:
    """Whether a configuration that is there may be replaced. Raises ConfigError, or ends, where not."""
    if not os.path.lexists(file) or force:
        return force
    if not asking:
        raise ConfigError(_exists(file))
    click.confirm(say(f"{file} 已经有了，覆盖吗？", f"{file} is there already; replace it?"), abort=True)
    return True


def _exists(file: Path) -> str:
    return say(f"{file}：已经有了；用 --force 覆盖", f"{file}: is there already; replace it with --force")


def _require_folder(file: Path) -> None:
    if not file.parent.is_dir():
        raise ConfigError(
            say(f"{file.parent}：没有这个文件夹", f"{file.parent}: no such folder; make it first")
        )


def _answered(
    given: str | None, question: str, usual: str, mistake: Callable[[str], str], asking: bool
) -> str:
    """What was given, or what is answered until it is right. Raises UsageError for what was given."""
    if given is None and asking:
        return str(
            click.prompt(question, default=usual, value_proc=lambda text: _checked(text.strip(), mistake))
        )
    return _checked(usual if given is None else given.strip(), mistake)


def _checked(text: str, mistake: Callable[[str], str]) -> str:
    if wrong := mistake(text):
        raise click.UsageError(printable(wrong))
    return text


def _usual() -> str:
    """The folder that is most likely meant."""
    return next((name for name in USUAL if any(Path(name).glob("**/*.md"))), ".")


def _from(file: Path, source: str) -> str:
    """A source as the configuration names it: a folder relative to it, if it is below."""
    location = located(Path.cwd(), source)
    if location == source and not Path(source).is_absolute():
        return source
    folder = file.parent.resolve()
    return os.path.relpath(location, folder) if Path(location).is_relative_to(folder) else location


def _show(newsletters: list[Newsletter]) -> None:
    """Three entries of the newest issues, as read."""
    files = [file for newsletter in newsletters for file in newsletter.files]
    problems = [problem for newsletter in newsletters for problem in newsletter.problems]
    names = ", ".join(newsletter.conventions.name for newsletter in newsletters)
    click.echo(
        say(
            f"{len(files)} 期，约定 {names}，这样读：",
            f"{len(files)} issues, conventions {names}, read like this:",
        )
    )
    samples = list(islice(_newest(files), SAMPLE_ENTRIES))
    for document in samples:
        about = " · ".join(filter(None, (document.date, document.category, document.source)))
        lines = (document.title, about, document.url, f"{document.file}:{document.line}")
        click.echo("\n" + "\n".join(f"  {printable(line)}" for line in lines if line))
    if not samples:
        click.echo(
            say("  一条也没读到；见 docs/conventions.md", "  no entry was found; see docs/conventions.md")
        )
    if problems:
        click.echo(
            say(
                f"\n{len(problems)} 个文件有问题：jianbao check",
                f"\n{len(problems)} files have problems: jianbao check",
            )
        )
    click.echo()


def _newest(files: list[IssueFile]) -> Iterator[Document]:
    """Entries, those of the newest issue first. An issue that cannot be read is left out; `check` tells."""
    for file in sorted(
        files,
        key=lambda issue_file: (issue_file.identity.date or dt.date.min, issue_file.identity.number or 0),
        reverse=True,
    ):
        try:
            yield from documents_of(file.read())
        except ArchiveError:
            continue
