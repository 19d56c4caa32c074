"""`jianbao lexicon`: are the word lists in order?"""

from __future__ import annotations

import sys

import click

from index.lexicon.check import check_lexicon
from index.lexicon.files import FILES, stray_files
from index.lexicon.lexicon import lexicon_lines, lexicon_of
from web.cli.language import say
from web.cli.messages import terminal_message
from web.cli.settings import Settings, pass_settings


@click.command(
    short_help=say("检查词典、同义词等词表。", "Check the dictionary, synonyms and other word lists."),
    help=say(
        "检查随附的和自己的词表：不重复、不成环、每个词切成一个词。有问题时以 1 退出。",
        "Check the dictionary, synonyms and other word lists, the shipped ones and your own: no duplicate, "
        "no cycle, each word cut as one token. Status 1 where something is wrong.",
    ),
)
@pass_settings
def command(settings: Settings) -> None:
    """Name each problem, and count."""
    folder = settings.config().lexicon
    lines = lexicon_lines(folder)
    lexicon = lexicon_of(lines)
    problems = [str(problem) for problem in check_lexicon(lexicon, lines)]
    strays = stray_files(folder) if folder else ()
    problems += [f"{stray}: is not read; call it one of {', '.join(FILES)}" for stray in strays]
    for problem in problems:
        click.echo(f"jianbao: {terminal_message(problem)}", err=True)
    click.echo(
        say(
            f"{len(lexicon.words)} 个词，{len(lexicon.synonyms)} 组同义词，{len(problems)} 个问题",
            f"{len(lexicon.words)} words, {len(lexicon.synonyms)} synonym groups, {len(problems)} problems",
        )
    )
    sys.exit(bool(problems))
