"""`serve --watch`: a process beside the server that reindexes when the source changes."""

from __future__ import annotations

import logging
import os
import signal
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from watchfiles import watch

from archive.errors import ArchiveError
from index.errors import EngineError
from web.config import ConfigError
from web.operations.logs import setup_logging
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
    server = os.getpid()
    # Not multiprocessing: the server's workers are forks, and would each end its children when they end.
    watcher = os.fork()
    if not watcher:
        _follow_and_end(config, server)
    try:
        yield
    finally:
        if os.getpid() == server:
            _end(watcher)


def _follow_and_end(config: Config, server: int) -> NoReturn:
    try:
        follow(config, server)
    except Exception:
        log.exception("no longer watching; restart the server")
    finally:
        os._exit(0)


def _end(watcher: int) -> None:
    with suppress(ChildProcessError):  # gunicorn has seen it end already
        if not os.waitpid(watcher, os.WNOHANG)[0]:
            os.kill(watcher, signal.SIGTERM)
            os.waitpid(watcher, 0)


def follow(config: Config, server: int) -> None:
    """Reindex at each change until the process `server` is gone."""
    setup_logging(config.log.level)
    asked = time.monotonic()
    folders = _watched(config)
    for changes in watch(*folders, rust_timeout=LOOK_MS, yield_on_timeout=True, raise_interrupt=False):
        if os.getppid() != server:
            return
        due = _has_remote(config) and time.monotonic() - asked > FETCH_SECONDS
        if due or _is_source(changes, config):
            asked = time.monotonic()
            bring_up_to_date(config)


def bring_up_to_date(config: Config) -> None:
    """Reindex once. What goes wrong is logged, the old index serves on, and the next change is awaited."""
    try:
        problems, report = build(config, origin_of(config))
    except (ArchiveError, EngineError, ConfigError) as error:
        log.error("reindex failed: %s", error)
    except Exception:
        log.exception("reindex failed")
    else:
        for problem in problems:
            log.warning("%s", problem)
        log.info("reindexed: %s", report.summary)


def _watched(config: Config) -> list[str]:
    """Folders of issues, the editor's word lists, own conventions; the data folder where nothing is local."""
    origin = origin_of(config)
    conventions = (one.conventions for one in origin.newsletters)
    named = map(Path, [*origin.sources, *conventions, config.lexicon or ""])
    return [str(one) for one in named if one.is_absolute() and one.exists()] or [str(config.data)]


def _is_source(changes: Iterable[tuple[object, str]], config: Config) -> bool:
    """Whether anything outside the index itself changed, which may lie inside a source."""
    return any(not Path(path).is_relative_to(config.data) for _, path in changes)


def _has_remote(config: Config) -> bool:
    return any(not Path(source).is_dir() for source in origin_of(config).sources)
