"""Words of a query on a command line: `-训练` leaves a word out, although options look like that."""

from __future__ import annotations

import re
from itertools import islice

import click

from web.cli.language import say

_GUARD = "\0"
"""Stands before words that are no options while options are read. No argument can hold it."""


class QueryCommand(click.Command):
    """A command whose arguments are a query. `-x` is an option where there is one of that name, and its value
    stands behind it as a word of its own; what else begins with one dash belongs to the query."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As every command does, with the words of the query guarded meanwhile."""
        return super().parse_args(ctx, self._guarded(ctx, args))

    def _guarded(self, ctx: click.Context, args: list[str]) -> list[str]:
        takes_value = {
            name: isinstance(parameter, click.Option) and not parameter.is_flag
            for parameter in self.get_params(ctx)
            for name in (*parameter.opts, *parameter.secondary_opts)
        }
        guarded: list[str] = []
        words = iter(args)
        for word in words:
            if word == "--":
                return [*guarded, word, *words]
            if takes_value.get(word):
                guarded += [word, *islice(words, 1)]
            else:
                guarded.append(_GUARD + word if _leaves_out(word, takes_value) else word)
        return guarded


def _leaves_out(word: str, options: dict[str, bool]) -> bool:
    """Whether a word is a part of the query that begins with a dash."""
    if word in options or not re.fullmatch(r"-[^-].*", word, re.DOTALL):
        return False
    if re.fullmatch(r"-n\d+", word) and "-n" in options:
        return False
    if re.fullmatch(r"-[A-Za-z]", word):
        raise click.UsageError(
            say(
                f"没有选项 {word}；要排除这个词，写 -- {word}",
                f"there is no option {word}; to leave the word out, write -- {word}",
            )
        )
    return True


def query_of(words: tuple[str, ...]) -> str:
    """The query that these arguments are."""
    return " ".join(word.removeprefix(_GUARD) for word in words)
