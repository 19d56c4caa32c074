"""`jianbao lexicon`: are the word lists in order?"""

from __future__ import annotations

import sys

import click

from index.lexicon.check import check_lexicon
from index.lexicon.files import FILES, stray_files
from index.lexicon.lexicon import load_lexicon
from web.cli.settings import Settings, pass_settings


@click.command(short_help="Check the dictionary, synonyms and other word lists.")
@pass_settings
def command(settings: Settings) -> None:
    """Check the dictionary, synonyms and other word lists, the shipped ones and your own.

    No duplicate, no cycle, each word cut as one token. Status 1 where something is wrong.
    """
    folder = settings.config().lexicon
    lexicon = load_lexicon(folder)
    problems = [str(problem) for problem in check_lexicon(lexicon)]
    strays = stray_files(folder) if folder else ()
    problems += [f"{stray}: is not read; call it one of {', '.join(FILES)}" for stray in strays]
    for problem in problems:
        click.echo(f"jianbao: {problem}", err=True)
    click.echo(
        f"{len(lexicon.words)} words, {len(lexicon.synonyms)} synonym groups, {len(problems)} problems"
    )
    sys.exit(bool(problems))
