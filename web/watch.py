"""`serve --watch`: a process beside the server that reindexes when the source changes."""

from __future__ import annotations

import logging
import multiprocessing
import os
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import watch

from archive.errors import ArchiveError
from index.engine import EngineError
from web.wiring import build, origin_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from web.config import Config

LOOK_MS = 2_000
"""How often the watcher looks whether the server still lives, in milliseconds."""

FETCH_SECONDS = 300
"""How often a git URL, which cannot tell of changes, is asked."""

log = logging.getLogger("jianbao")


@contextmanager
def watching(config: Config) -> Iterator[None]:
    """Reindex on changes as long as the block runs. Forks: enter it before any thread is started."""
    process = multiprocessing.get_context("fork").Process(
        target=follow, args=(config, os.getpid()), daemon=True, name="jianbao-watch"
    )
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join(timeout=5)


def follow(config: Config, server: int) -> None:
    """Reindex at each change until the process `server` is gone."""
    folders = [source for source in origin_of(config).sources if Path(source).is_dir()]
    asked = time.monotonic()
    if not folders:
        folders = [str(config.data)]
    for changes in watch(*folders, rust_timeout=LOOK_MS, yield_on_timeout=True, raise_interrupt=False):
        if os.getppid() != server:
            return
        due = _has_remote(config) and time.monotonic() - asked > FETCH_SECONDS
        if due or _is_source(changes, config):
            asked = time.monotonic()
            bring_up_to_date(config)


def bring_up_to_date(config: Config) -> None:
    """Reindex once. What goes wrong is logged, and the old index serves on."""
    try:
        _, report = build(config, origin_of(config))
    except (ArchiveError, EngineError) as error:
        log.error("reindex failed: %s", error)
    else:
        log.info("reindexed: %s", report.summary)


def _is_source(changes: Iterable[tuple[object, str]], config: Config) -> bool:
    """Whether anything outside the index itself changed, which may lie inside a source."""
    return any(not Path(path).is_relative_to(config.data) for _, path in changes)


def _has_remote(config: Config) -> bool:
    return any(not Path(source).is_dir() for source in origin_of(config).sources)
