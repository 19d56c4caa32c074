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
from web.origin import origin_of
from web.wiring import build

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

MAX_PROBLEM_BYTES = 1000
"""Most bytes of a problem."""

log = logging.getLogger("jianbao")

Identity = tuple[str, str, int, int] | None
"""Path, resolved path, device and inode; None where nothing exists."""


class WatcherStatus:
    """Process id and current problem of the watcher, in memory shared with the server's processes."""

    _FORM = struct.Struct("=qi")

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, self._FORM.size + MAX_PROBLEM_BYTES)

    def begin(self, process: int) -> None:
        """Set the process id of a new watcher, without a problem."""
        self._memory[: self._FORM.size] = self._FORM.pack(process, 0)

    def set_problem(self, text: str) -> None:
        """Set the current problem; "" for none."""
        encoded = text.encode()[:MAX_PROBLEM_BYTES]
        process, _ = self._FORM.unpack(self._memory[: self._FORM.size])
        self._memory[self._FORM.size : self._FORM.size + len(encoded)] = encoded
        self._memory[: self._FORM.size] = self._FORM.pack(process, len(encoded))

    def problem(self) -> str:
        """The current problem of watching; "" if none."""
        process, size = self._FORM.unpack(self._memory[: self._FORM.size])
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return "the watcher has ended and will be started again"
        return self._memory[self._FORM.size : self._FORM.size + size].decode(errors="replace")


class Watcher:
    """Handle of the watching process, for the server that restarts it."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._process = 0
        self._started = 0.0
        self.status = WatcherStatus()

    def start(self) -> None:
        """Fork it."""
        server, again = os.getpid(), bool(self._started)
        self._started = time.monotonic()
        # Not multiprocessing: the server's workers are forks, and would each end its children when they end.
        self._process = os.fork()
        if not self._process:
            _follow_and_end(self._config, server, self.status, again)
        self.status.begin(self._process)

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
def watching(config: Config) -> Iterator[Watcher]:
    """Reindex on changes as long as the block runs. Enter it before any thread is started: it forks."""
    server, watcher = os.getpid(), Watcher(config)
    watcher.start()
    try:
        yield watcher
    finally:
        if os.getpid() == server:
            watcher.end()


def _follow_and_end(config: Config, server: int, status: WatcherStatus, again: bool) -> NoReturn:
    # A server that revives its watcher has handlers of its own, which would keep this process alive.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    try:
        setup_logging(config.log.level)
        status.begin(os.getpid())
        if again:  # changes while no watcher was running
            bring_up_to_date(config, status)
        follow(config, server, status)
    except Exception:
        log.exception("no longer watching")
    finally:
        os._exit(0)


def follow(config: Config, server: int, status: WatcherStatus) -> None:
    """Reindex at each change until the process `server` is gone. A folder that is made anew, or a link that
    is pointed elsewhere, is watched from then on."""
    watched: tuple[Identity, ...] | None = None
    while os.getppid() == server:
        before, watched = watched, _identities(config)
        if before not in (None, watched):
            log.warning("what is watched was replaced; watching it anew")
        if before is not None:
            bring_up_to_date(config, status)
        lost = len(watched) - len(list(filter(None, watched)))
        if lost:
            status.set_problem(
                f"{lost} of {len(watched)} watched folders and files are gone; waiting for them"
            )
        _follow_these(config, server, status, watched)


def _follow_these(config: Config, server: int, status: WatcherStatus, watched: tuple[Identity, ...]) -> None:
    """Reindex at each change, until a watched folder or file is replaced."""
    asked = time.monotonic()
    roots = {identity[1] for identity in watched if identity}
    folders = roots or {str(config.data)}
    for changes in watch(*folders, rust_timeout=LOOK_MS, yield_on_timeout=True, raise_interrupt=False):
        # The inode of a folder that is made anew may be the old one's.
        replaced = any(kind == Change.deleted and path in roots for kind, path in changes)
        if os.getppid() != server or replaced or _identities(config) != watched:
            return
        due = _has_remote(config) and time.monotonic() - asked > FETCH_SECONDS
        if due or _is_source(changes, config):
            asked = time.monotonic()
            bring_up_to_date(config, status)


def bring_up_to_date(config: Config, status: WatcherStatus) -> None:
    """Reindex once. What goes wrong is logged, the old index serves on, and the next change is awaited."""
    try:
        problems, report = build(config, origin_of(config))
    except (ArchiveError, EngineError, ConfigError) as error:
        log.error("reindex failed: %s", error)
        status.set_problem(f"the last reindex failed: {error}")
    except Exception:
        log.exception("reindex failed")
        status.set_problem("the last reindex failed; the log says why")
    else:
        for problem in problems:
            log.warning("%s", problem)
        status.set_problem("")
        log.info("reindexed: %s", report.summary)


def _identities(config: Config) -> tuple[Identity, ...]:
    """Identities of the watched paths: folders of issues, word lists, own conventions."""
    try:
        origin = origin_of(config)
    except ConfigError as error:
        log.error("%s", error)
        return ()
    conventions = (newsletter.conventions for newsletter in origin.newsletters)
    named = map(Path, [*origin.sources, *conventions, config.lexicon or ""])
    return tuple(_identity(path) for path in named if path.is_absolute())


def _identity(path: Path) -> Identity:
    try:
        state = path.stat()
        return str(path), str(path.resolve()), state.st_dev, state.st_ino
    except (OSError, RuntimeError):  # a link to itself is one or the other
        return None


def _is_source(changes: Iterable[tuple[object, str]], config: Config) -> bool:
    """Whether anything outside the index itself changed, which may lie inside a source."""
    return any(not Path(path).is_relative_to(config.data) for _, path in changes)


def _has_remote(config: Config) -> bool:
    return any(not Path(source).is_dir() for source in origin_of(config).sources)
