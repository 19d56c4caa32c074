"""`serve --watch`: a process beside the server that reindexes when the source changes."""

from __future__ import annotations

import logging
import mmap
import os
import signal
import struct
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from watchfiles import Change, watch

from archive.errors import ArchiveError
from index.errors import EngineError
from web.config import ConfigError
from web.operations.logs import setup_logging
from web.wiring import build, origin_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from web.config import Config

LOOK_MS = 2_000
"""How often the watcher looks whether the server still lives, and what it watches is still the same, in
milliseconds."""

FETCH_SECONDS = 300
"""How often a git URL, which cannot tell of changes, is asked."""

RESTART_SECONDS = 5
"""A watcher that ends sooner after its start waits so long for the next."""

MOST_TOLD = 1000
"""Bytes of what is amiss."""

log = logging.getLogger("jianbao")

Identity = tuple[str, str, int, int] | None
"""Path, where it really is, device and inode; None where there is nothing."""


class Told:
    """What the watcher tells the server's processes: its id, and what is amiss. In memory that they share."""

    _FORM = struct.Struct("=qi")

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, self._FORM.size + MOST_TOLD)

    def begin(self, process: int) -> None:
        """A watcher starts; nothing is amiss."""
        self._memory[: self._FORM.size] = self._FORM.pack(process, 0)

    def amiss(self, text: str) -> None:
        """Something is, or nothing is any more ("")."""
        told = text.encode()[:MOST_TOLD]
        process, _ = self._FORM.unpack(self._memory[: self._FORM.size])
        self._memory[self._FORM.size : self._FORM.size + len(told)] = told
        self._memory[: self._FORM.size] = self._FORM.pack(process, len(told))

    def trouble(self) -> str:
        """What is amiss with watching; "" if nothing."""
        process, size = self._FORM.unpack(self._memory[: self._FORM.size])
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return "the watcher has ended and will be started again"
        return self._memory[self._FORM.size : self._FORM.size + size].decode(errors="replace")


class Watcher:
    """The watching process, as the server that keeps it alive sees it."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._process = 0
        self._started = 0.0
        self.told = Told()

    def start(self) -> None:
        """Fork it."""
        server, again = os.getpid(), bool(self._started)
        self._started = time.monotonic()
        # Not multiprocessing: the server's workers are forks, and would each end its children when they end.
        self._process = os.fork()
        if not self._process:
            _follow_and_end(self._config, server, self.told, again)
        self.told.begin(self._process)

    def revive(self) -> None:
        """Start it again if it has ended; to be called every second or so."""
        if time.monotonic() - self._started > RESTART_SECONDS and self._gone():
            log.error("the watcher has ended; starting it again")
            self.start()

    def end(self) -> None:
        """Stop it."""
        with suppress(ChildProcessError, ProcessLookupError):  # gunicorn has seen it end already
            if not self._gone():
                os.kill(self._process, signal.SIGTERM)
                os.waitpid(self._process, 0)

    def _gone(self) -> bool:
        try:
            return bool(os.waitpid(self._process, os.WNOHANG)[0])
        except ChildProcessError:
            return True


@contextmanager
def watching(config: Config) -> Iterator[Watcher | None]:
    """Reindex on changes as long as the block runs, if that is configured. Enter it before any thread is
    started: it forks."""
    if not config.server.watch:
        yield None
        return
    server, watcher = os.getpid(), Watcher(config)
    watcher.start()
    try:
        yield watcher
    finally:
        if os.getpid() == server:
            watcher.end()


def _follow_and_end(config: Config, server: int, told: Told, again: bool) -> NoReturn:
    # A server that revives its watcher has handlers of its own, which would keep this process alive.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    try:
        setup_logging(config.log.level)
        told.begin(os.getpid())
        if again:  # what changed meanwhile, nobody saw
            bring_up_to_date(config, told)
        follow(config, server, told)
    except Exception:
        log.exception("no longer watching")
    finally:
        os._exit(0)


def follow(config: Config, server: int, told: Told) -> None:
    """Reindex at each change until the process `server` is gone. A folder that is made anew, or a link that
    is pointed elsewhere, is watched from then on."""
    watched: tuple[Identity, ...] | None = None
    while os.getppid() == server:
        before, watched = watched, _identities(config)
        if before not in (None, watched):
            log.warning("what is watched was replaced; watching it anew")
        if before is not None:
            bring_up_to_date(config, told)
        lost = len(watched) - len(list(filter(None, watched)))
        if lost:
            told.amiss(f"{lost} of {len(watched)} watched folders and files are gone; waiting for them")
        _follow_these(config, server, told, watched)


def _follow_these(config: Config, server: int, told: Told, watched: tuple[Identity, ...]) -> None:
    """Reindex at each change, until something that is watched is not what it was."""
    asked = time.monotonic()
    roots = {one[1] for one in watched if one}
    folders = roots or {str(config.data)}
    for changes in watch(*folders, rust_timeout=LOOK_MS, yield_on_timeout=True, raise_interrupt=False):
        # The inode of a folder that is made anew may be the old one's.
        replaced = any(kind == Change.deleted and path in roots for kind, path in changes)
        if os.getppid() != server or replaced or _identities(config) != watched:
            return
        due = _has_remote(config) and time.monotonic() - asked > FETCH_SECONDS
        if due or _is_source(changes, config):
            asked = time.monotonic()
            bring_up_to_date(config, told)


def bring_up_to_date(config: Config, told: Told) -> None:
    """Reindex once. What goes wrong is logged, the old index serves on, and the next change is awaited."""
    try:
        problems, report = build(config, origin_of(config))
    except (ArchiveError, EngineError, ConfigError) as error:
        log.error("reindex failed: %s", error)
        told.amiss(f"the last reindex failed: {error}")
    except Exception:
        log.exception("reindex failed")
        told.amiss("the last reindex failed; the log says why")
    else:
        for problem in problems:
            log.warning("%s", problem)
        told.amiss("")
        log.info("reindexed: %s", report.summary)


def _identities(config: Config) -> tuple[Identity, ...]:
    """Folders of issues, the editor's word lists, own conventions, as they are now."""
    try:
        origin = origin_of(config)
    except ConfigError as error:
        log.error("%s", error)
        return ()
    conventions = (one.conventions for one in origin.newsletters)
    named = map(Path, [*origin.sources, *conventions, config.lexicon or ""])
    return tuple(_identity(one) for one in named if one.is_absolute())


def _identity(path: Path) -> Identity:
    try:
        found = path.stat()
        return str(path), str(path.resolve()), found.st_dev, found.st_ino
    except (OSError, RuntimeError):  # a link to itself is one or the other
        return None


def _is_source(changes: Iterable[tuple[object, str]], config: Config) -> bool:
    """Whether anything outside the index itself changed, which may lie inside a source."""
    return any(not Path(path).is_relative_to(config.data) for _, path in changes)


def _has_remote(config: Config) -> bool:
    return any(not Path(source).is_dir() for source in origin_of(config).sources)
