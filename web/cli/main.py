"""The command line `jianbao`. Commands live in `web/cli/commands/`; only the one asked for is imported."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

from archive.errors import ArchiveError
from index.errors import EngineError
from web.cli.language import say, speak
from web.cli.messages import terminal_message
from web.cli.settings import Settings
from web.config import ConfigError

COMMANDS = {
    "init": say("问几句，写好 jianbao.toml。", "Ask a few questions and write jianbao.toml."),
    "reindex": say("读各期简报，更新索引。", "Read the issues and bring the index up to date."),
    "search": say("在终端检索。", "Search from the terminal."),
    "lookup": say(
        "查网址或草稿里的链接是否登过。", "Tell whether URLs, or the links of a draft, were covered."
    ),
    "export": say("把所有条目写成 JSON Lines 或 CSV。", "Write all entries as JSON Lines or CSV."),
    "check": say("逐行说明每期读成了什么。", "Tell how each issue was read, line by line."),
    "missed": say("读者找过而没找到的。", "Tell what readers sought and did not find."),
    "stats": say("档案里有什么。", "Tell what the archive holds."),
    "build": say("把整个档案写成静态文件。", "Write the whole archive as static files."),
    "serve": say(
        "提供网站；还没有索引就先建。", "Serve the site; indexes first where nothing is indexed yet."
    ),
    "lexicon": say("检查词典、同义词等词表。", "Check the dictionary, synonyms and other word lists."),
    "mcp": say("让智能助手检索（MCP）。", "Offer search to assistants (Model Context Protocol)."),
}
"""Name → one line of help, so that `jianbao --help` imports no command."""


class LazyCommands(click.Group):
    """A group that imports a command's module only when it is run or asked for help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of use, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import `web.cli.commands.<name>` and take its `command`."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"web.cli.commands.{cmd_name}").command
        assert isinstance(command, click.Command)  # noqa: S101
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As every group does; a wrong name is told with the nearest ones."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands, from COMMANDS."""
        with formatter.section(say("命令", "Commands")):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyCommands,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=say(
        "简报检索：把用 Markdown 写的简报变成可以检索的档案。",
        "A searchable archive for newsletters kept as Markdown (简报检索).",
    ),
)
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    help=say("配置文件。", "Configuration file."),
)
@click.option("--data", type=click.Path(path_type=Path), help=say("放索引的文件夹。", "Folder of the index."))
@click.version_option(package_name="jianbao", help=say("显示版本。", "Show the version and exit."))
@click.pass_context
def jianbao(ctx: click.Context, config_file: Path | None, data: Path | None) -> None:
    """Remember the global options for the command that follows."""
    ctx.obj = Settings(config_file, data)


def main() -> None:
    """Entry point. What a command could not do is one line on stderr and status 1."""
    speak()
    try:
        jianbao(prog_name="jianbao")
    except (ConfigError, ArchiveError, EngineError) as error:
        _fail(str(error))
    except OSError as error:
        # Commands report errors of named files themselves; this is most often their output.
        _fail(f"{error.filename or 'output'}: {error.strerror}; check the disk and where the output goes")


def _fail(reason: str) -> NoReturn:
    for line in terminal_message(reason).splitlines():
        click.echo(f"jianbao: {line}", err=True)
    # Buffered output cannot be written either; without this, Python would report that again at exit.
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(1)
