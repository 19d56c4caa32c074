"""Why the index cannot answer or be written. Each message is one line: what, where, what to do."""

from __future__ import annotations


class EngineError(Exception):
    """The index cannot answer. The message says what is wrong, where, and what to do about it."""


class SearchUnfinishedError(EngineError):
    """A search whose budget was spent before everything was found, where a part would be taken for all."""


class IndexMissingError(EngineError):
    """Nothing has been indexed here yet."""


class IndexBrokenError(EngineError):
    """There is an index, but it is damaged, foreign, or of another version."""


class IndexOutdatedError(IndexBrokenError):
    """Made by another engine, by other rules, or with other word lists than the ones at hand."""


class IndexLockedError(EngineError):
    """Another process is writing."""


class IndexWriteError(EngineError):
    """The new generation could not be written; the old one is untouched."""
