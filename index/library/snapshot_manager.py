"""Keeps the current generation open: each request is answered from one snapshot, and soon from the newest."""

from __future__ import annotations

import gc
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.errors import EngineError, IndexBrokenError, IndexMissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.library.snapshot import Snapshot
    from index.storage.generations import Generations

CHECK_SECONDS = 0.25
"""How long a snapshot answers before the disk is checked again: a swap is followed within this and the time
to open, by the first request that comes after it."""

SWITCH_INTERVAL = 0.0002
"""Seconds after which a busy thread gives way while another opens a generation. With Python's own 5 ms an
opening, which waits for its turn after each of its several hundred system calls, took seconds."""


@contextmanager
def _short_switch_interval() -> Iterator[None]:
    """Let busy threads of this process give way sooner. For one thread at a time in a process."""
    previous = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_INTERVAL)
    try:
        yield
    finally:
        sys.setswitchinterval(previous)


def _freeze() -> None:
    """Freeze loaded objects so that full collections skip them: some request would wait for each a tenth of a
    second and more."""
    gc.collect()
    gc.freeze()


class SnapshotManager:
    """Hands out the current snapshot to several threads, and replaces it when the index changes.

    The thread that finds the index changed opens the new snapshot; the others are answered from the old one
    meanwhile. A damaged or missing index is not hidden by the old snapshot: what could not be served after
    a restart is not served, and /healthz says why. Transient errors (no file handles left) are retried.
    """

    def __init__(
        self, generations: Generations, open_current: Callable[[], Snapshot], check_seconds: float
    ) -> None:
        self.generations = generations
        self._open_current = open_current
        self._check_seconds = check_seconds
        self._state = threading.Lock()
        """Guards `_snapshot`, its users and `_error`; held for moments."""

        self._snapshot: Snapshot | None = None
        self._error: EngineError | None = None
        self._next_check = 0.0
        self._checking = threading.Lock()
        """Held by the one thread that checks the disk."""

        self._stop = threading.Event()
        self._grace = 0.0
        """Seconds that requests leave to the thread of `follow` before they check the disk themselves."""

    @contextmanager
    def use(self) -> Iterator[Snapshot]:
        """A snapshot that stays open until the block is left. Raises EngineError where there is none."""
        self._check_if_due(self._grace)
        snapshot = self._take()
        try:
            yield snapshot
        finally:
            self._give_back(snapshot)

    def last_error(self) -> str:
        """What went wrong when the disk was last checked; "" if nothing."""
        return str(self._error or "")

    def follow(self) -> None:
        """Open the index and load what answers need, now, then keep up with it from a thread, so that no
        request waits for an opening or for loading.

        Call it once, after a fork. Should the thread be missing, as after another fork, requests check again.
        """
        self._check_if_due(0.0, warm=True)
        self._grace = self._check_seconds
        self._stop = threading.Event()
        threading.Thread(target=self._keep_checking, args=(self._stop,), daemon=True).start()

    def close(self) -> None:
        """Close the index, and stop following; the next request opens it again."""
        self._stop.set()
        with self._checking:
            self._replace(None, None)
            self._next_check = 0.0

    def _keep_checking(self, stop: threading.Event) -> None:
        while not stop.wait(self._check_seconds):
            self._check_if_due(0.0, warm=True)

    def _check_if_due(self, grace: float, *, warm: bool = False) -> None:
        if time.monotonic() < self._next_check + grace:
            return
        must_wait = self._snapshot is None and self._error is None
        if not self._checking.acquire(blocking=must_wait):
            return
        try:
            started = time.monotonic()
            if started >= self._next_check:
                self._check(warm)
                # Not from now: to open and warm a snapshot may take seconds, and it may be outdated by then.
                self._next_check = started + self._check_seconds
        finally:
            self._checking.release()

    def _check(self, warm: bool) -> None:
        try:
            if self._is_current():
                return
            with _short_switch_interval():
                new = self._open_current()
            if warm:
                _warm(new)
            self._replace(new, None)
        except (IndexMissingError, IndexBrokenError) as error:
            self._replace(None, error)
        except EngineError as error:
            self._error = error

    def _is_current(self) -> bool:
        if self._snapshot is None:
            return False
        generation = self._snapshot.generation
        is_current = self.generations.pointer() == generation.pointer and generation.intact()
        if is_current:
            self._error = None
        return is_current

    def _replace(self, new: Snapshot | None, error: EngineError | None) -> None:
        with self._state:
            old, self._snapshot, self._error = self._snapshot, new, error
            if old is None:
                return
            old.replaced = True
            is_unused = old.users == 0
        if is_unused:
            old.close()

    def _take(self) -> Snapshot:
        with self._state:
            if self._snapshot is None:
                # A copy: one exception raised by many threads would gather all their tracebacks.
                error = self._error or IndexMissingError(f"{self.generations.data}: closed")
                raise type(error)(*error.args)
            self._snapshot.users += 1
            return self._snapshot

    def _give_back(self, snapshot: Snapshot) -> None:
        with self._state:
            snapshot.users -= 1
            is_last = snapshot.replaced and snapshot.users == 0
        if is_last:
            snapshot.close()


def _warm(snapshot: Snapshot) -> None:
    """Load what the first answers of a snapshot would have to wait for, before it answers any."""
    try:
        snapshot.searcher.warm()
    except BaseException:
        snapshot.close()
        raise
    _freeze()
