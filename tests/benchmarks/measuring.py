"""Processes and requests, measured: CPU, memory, time to the first answer, time of each request."""

from __future__ import annotations

import compileall
import http.client
import os
import subprocess
import time
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from tests.benchmarks.references import free_port
from tests.paths import ROOT
from tests.running import FROM_CHECKOUT, environment, stop


@dataclass(frozen=True, slots=True)
class Run:
    """A process that has ended."""

    cpu: float
    """Seconds of the process and all that it waited for."""

    wall: float


def configure(folder: Path, engine: str) -> None:
    """Configure what runs in a folder: by the file, as an editor does. Variables of the environment would
    load what reads them."""
    config = f"""
        [index]
        engine = "{engine}"
        [site]
        rate_limit = ""
        [log]
        level = "warning"
    """
    (folder / "jianbao.toml").write_text(config, encoding="utf8")


def compile_modules() -> None:
    """Compile the modules of the checkout, as installing compiles them: where the environment forbids writing
    byte code, each process would compile them anew."""
    for package in ("archive", "index", "web"):
        compiled = compileall.compile_dir(ROOT / package, quiet=1)
        assert compiled, package


def run(data: Path, *arguments: str | Path) -> Run:
    """Run one command of jianbao to its end, beside the index."""
    command = [*map(str, FROM_CHECKOUT), "--data", str(data), *map(str, arguments)]
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=data.parent, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return Run(usage.ru_utime + usage.ru_stime, time.perf_counter() - started)


@dataclass(slots=True)
class Client:
    """A connection that is kept, as browsers keep it."""

    port: int
    _connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def milliseconds(self, path: str) -> float:
        """How long an answer takes, read to its end. Where the server wants a new connection, it is made
        before: what is measured is the answer."""
        if self._connection.sock is None:
            self._connection.connect()
        started = time.perf_counter()
        self._connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = self._connection.getresponse()
        answer.read()
        took = (time.perf_counter() - started) * 1000
        assert answer.status == 200, (path, answer.status)
        return took

    def close(self) -> None:
        self._connection.close()


@dataclass(frozen=True, slots=True)
class Served:
    """A server that has answered."""

    port: int
    first_answer: float
    """Seconds from its start to its first answer."""

    process: subprocess.Popen[bytes]

    def memory(self) -> float:
        """MB of its one worker, shared pages included."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return max(int(Path(f"/proc/{child}/statm").read_text().split()[1]) for child in children) * (
            os.sysconf("SC_PAGE_SIZE") / 1e6
        )


@contextmanager
def serving(data: Path) -> Iterator[Served]:
    """`jianbao serve` with one worker over an index that is there."""
    port = free_port()
    command = [*FROM_CHECKOUT, "--data", str(data), "serve", "--workers", "1", "--port", str(port)]
    started = time.perf_counter()
    with (data.parent / "server.log").open("wb") as log:
        process = subprocess.Popen(
            list(map(str, command)),
            cwd=data.parent,
            env=environment(),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _first_answer(port, process)
        yield Served(port, time.perf_counter() - started, process)
    finally:
        stop(process)  # type: ignore[arg-type]  # of bytes or of text


def _first_answer(port: int, process: subprocess.Popen[bytes]) -> None:
    path = f"/api/v1/search?q={urllib.parse.quote('芯片')}"
    while process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        try:
            connection.request("GET", path)
            assert connection.getresponse().status == 200
        except OSError:
            time.sleep(0.01)
        else:
            return
        finally:
            connection.close()
    raise AssertionError("the server did not start")


def folder_bytes(folder: Path) -> int:
    """Bytes of the files below a folder, each once however often it is linked."""
    stats = [file.stat() for file in folder.rglob("*") if file.is_file()]
    return sum({(stat.st_dev, stat.st_ino): stat.st_size for stat in stats}.values())


def timed(action: Callable[[], object]) -> float:
    """Milliseconds of a call."""
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


def percentile(times: Sequence[float], percent: int) -> float:
    """Of some times, at least two."""
    return quantiles(times, n=100, method="inclusive")[percent - 1]
