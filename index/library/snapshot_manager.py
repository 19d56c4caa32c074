"""Following the current generation: every question is answered from one snapshot, and the newest soon."""

from __future__ import annotations

import gc
import sys
import threading
import time
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from index.engines.protocol import EngineStore, SearchEngine
from index.errors import EngineError, IndexBrokenError, IndexMissingError, IndexOutdatedError
from index.library.statistics import stats_of
from index.storage.catalogue import Catalogue
from index.storage.data_folder import reading
from index.storage.generations import Generation, Generations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.library.answers import Answers, MakeAnswers
    from index.results import Stats

    Tools = tuple[EngineStore, MakeAnswers]
    """What opens an index and what answers from it: both know the same words."""

CHECK_SECONDS = 0.25
"""How long a snapshot answers before the disk is looked at again: a swap is followed within this and the
time to open, by the first question that comes after it."""

TURN_SECONDS = 0.0002
"""How long a thread may keep another from running while that one looks at the disk. By Python's own 5 ms, an
opening that waits for its turn after each of its several hundred calls to the system took seconds."""


@dataclass(eq=False)
class Snapshot:
    """One generation, open. Closed when it has been replaced and its last user is gone."""

    generation: Generation
    engine: SearchEngine
    catalogue: Catalogue
    answers: Answers
    users: int = 0
    replaced: bool = False

    @cached_property
    def stats(self) -> Stats:
        """What it holds; pages ask for it again and again."""
        return stats_of(self.generation, self.catalogue)

    def close(self) -> None:
        """Give everything back, and let the generation be removed. Of no use afterwards.

        Memory is freed now: engines hang together in cycles and map files into memory, and the collector
        comes by so seldom that several generations would lie about.
        """
        self.engine.close()
        self.catalogue.close()
        self.generation.close()
        del self.engine, self.catalogue, self.answers
        gc.unfreeze()
        gc.collect()


def open_snapshot(generations: Generations, store: EngineStore, make_answers: MakeAnswers) -> Snapshot:
    """Open what is current. Raises IndexMissingError, IndexBrokenError; for passing trouble, EngineError."""
    with reading(generations.data), ExitStack() as opened:
        generation = generations.open()
        opened.callback(generation.close)
        _require_version(generation, store)
        catalogue = Catalogue(generation.catalogue)
        opened.callback(catalogue.close)
        engine = store.open(generation.engine)
        opened.callback(engine.close)
        snapshot = Snapshot(generation, engine, catalogue, make_answers(generation.name, engine, catalogue))
        opened.pop_all()
    return snapshot


def fault(generations: Generations, store: EngineStore) -> str:
    """Why what is current cannot be used and must be made anew; "" where it can. Loads nothing."""
    try:
        with reading(generations.data), closing(generations.open()) as generation:
            _require_version(generation, store)
    except (IndexMissingError, IndexBrokenError) as error:
        return str(error)
    return ""


def _require_version(generation: Generation, store: EngineStore) -> None:
    told = generation.manifest
    if told.engine != store.name:
        fault = f"made by the engine {told.engine}, not {store.name}"
    elif told.analysis != store.analysis:
        fault = f"made with analysis {told.analysis}, not {store.analysis}"
    else:
        return
    raise IndexOutdatedError(f"{generation.folder}: {fault}; run `jianbao reindex`")


class Opener:
    """Opens what is current. Where that was made with other words, the words are read again: an editor has
    changed a list and indexed anew, and a server follows without a restart."""

    def __init__(self, generations: Generations, tools: Tools, renewed: Callable[[], Tools] | None) -> None:
        self._generations = generations
        self._tools = tools
        self._renewed = renewed

    def __call__(self) -> Snapshot:
        """As `open_snapshot`. For one thread at a time."""
        try:
            return open_snapshot(self._generations, *self._tools)
        except IndexOutdatedError:
            tools = self._renewed() if self._renewed else self._tools
            if tools[0].analysis == self._tools[0].analysis:
                raise
            self._tools = tools
            return open_snapshot(self._generations, *tools)


@contextmanager
def _short_turns() -> Iterator[None]:
    """Let busy threads of this process give way sooner. For one thread at a time in a process."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _set_aside() -> None:
    """Keep what is loaded from being looked through again at each full collection, for which some question
    would wait a tenth of a second and more."""
    gc.collect()
    gc.freeze()


class Follower:
    """Hands out the current snapshot to several threads, and replaces it when the index changes.

    The thread that finds the index changed opens the new snapshot; the others are answered from the old one
    meanwhile. An index that is damaged or gone is not papered over with the old snapshot: what no restart
    could serve is not served, and /healthz says why. Passing trouble (no file handles left) is waited out.
    """

    def __init__(
        self, generations: Generations, open_current: Callable[[], Snapshot], check_seconds: float
    ) -> None:
        self.generations = generations
        self._open_current = open_current
        self._check_seconds = check_seconds
        self._state = threading.Lock()
        """Guards the three fields below; held for moments."""

        self._snapshot: Snapshot | None = None
        self._trouble: EngineError | None = None
        self._next_look = 0.0
        self._looking = threading.Lock()
        """Held by the one thread that looks at the disk."""

        self._stop = threading.Event()
        self._warm: Snapshot | None = None
        """The one that has loaded what its first questions would have to wait for."""

        self._grace = 0.0
        """Seconds that questions leave to the thread of `follow` before they look themselves."""

    @contextmanager
    def use(self) -> Iterator[Snapshot]:
        """A snapshot that stays open until the block is left. Raises EngineError where there is none."""
        self._look_if_due(self._grace)
        with self._use_current() as snapshot:
            yield snapshot

    def trouble(self) -> str:
        """What went wrong when the disk was last looked at; "" if nothing."""
        return str(self._trouble or "")

    def follow(self) -> None:
        """Open the index now, and follow it from a thread: no question waits for an opening or for loading.

        Call it once, after a fork. Should the thread be missing, as after another fork, questions look again.
        """
        self._look_if_due(0.0)
        self._warm_up()
        self._grace = self._check_seconds
        self._stop = threading.Event()
        threading.Thread(target=self._keep_looking, args=(self._stop,), daemon=True).start()

    def close(self) -> None:
        """Let go of the index, and stop following; the next question opens it again."""
        self._stop.set()
        with self._looking:
            self._replace(None, None)
            self._next_look = 0.0

    def _keep_looking(self, stop: threading.Event) -> None:
        while not stop.wait(self._check_seconds):
            self._look_if_due(0.0)
            self._warm_up()

    def _look_if_due(self, grace: float) -> None:
        if time.monotonic() < self._next_look + grace:
            return
        nothing_to_show = self._snapshot is None and self._trouble is None
        if not self._looking.acquire(blocking=nothing_to_show):
            return
        try:
            if time.monotonic() >= self._next_look:
                with _short_turns():
                    self._look()
                self._next_look = time.monotonic() + self._check_seconds
        finally:
            self._looking.release()

    def _look(self) -> None:
        try:
            if self._is_current():
                return
            self._replace(self._open_current(), None)
        except (IndexMissingError, IndexBrokenError) as error:
            self._replace(None, error)
        except EngineError as error:
            self._trouble = error

    def _warm_up(self) -> None:
        """Load what makes a new snapshot quick, after it has begun to answer, and without keeping others
        from looking for the next one."""
        if self._snapshot is None or self._snapshot is self._warm:
            return
        try:
            with self._use_current() as snapshot:
                snapshot.answers.warm()
                self._warm = snapshot
            _set_aside()
        except EngineError as error:
            self._trouble = error

    @contextmanager
    def _use_current(self) -> Iterator[Snapshot]:
        snapshot = self._take()
        try:
            yield snapshot
        finally:
            self._give_back(snapshot)

    def _is_current(self) -> bool:
        if self._snapshot is None:
            return False
        generation = self._snapshot.generation
        same = self.generations.pointer() == generation.pointer and generation.intact()
        if same:
            self._trouble = None
        return same

    def _replace(self, new: Snapshot | None, trouble: EngineError | None) -> None:
        with self._state:
            old, self._snapshot, self._trouble = self._snapshot, new, trouble
            if old is None:
                return
            old.replaced = True
            unused = old.users == 0
        if unused:
            old.close()

    def _take(self) -> Snapshot:
        with self._state:
            if self._snapshot is None:
                # A copy: one exception raised by many threads would gather all their tracebacks.
                trouble = self._trouble or IndexMissingError(f"{self.generations.data}: closed")
                raise type(trouble)(*trouble.args)
            self._snapshot.users += 1
            return self._snapshot

    def _give_back(self, snapshot: Snapshot) -> None:
        with self._state:
            snapshot.users -= 1
            last = snapshot.replaced and snapshot.users == 0
        if last:
            snapshot.close()
