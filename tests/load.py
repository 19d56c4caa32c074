"""Drive a server of its own with many clients at once, and print what it stood.

    python -m tests.load [--clients 64] [--seconds 60] [--source DIR]

Loopback only. Exits 1 if a request failed, if p99 is over 10 times p50, or if memory grew by more than
a tenth between the first and the last third of the run.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import statistics
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

from tests.running import RunningServer, server

QUERIES = (
    "量化", "模型压缩", "RISC-V", "NPU 推理", "怎么在手机上部署模型", "mcu", "\"知识蒸馏\"", "推理 -训练",
    "栏目:论文 剪枝", "lianghua", "芯片 OR 编译器", "date:2025 语音", "ｎｃｎｎ", "晶片", "没有这样的词吧",
    "",
)  # fmt: skip
PATHS = ("/?q={q}", "/api/v1/search?q={q}", "/api/v1/suggest?q={q}", "/feed.atom?q={q}", "/issues/")
SEED = 20_240_501
P99_TO_P50 = 10
MEMORY_GROWTH = 1.1


def one_client(url: str, number: int, end: float, times: list[float], failures: list[str]) -> None:
    """Ask again and again over one connection until `end`."""
    chance = random.Random(SEED + number)
    address = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
    while time.monotonic() < end:
        path = chance.choice(PATHS).format(q=urllib.parse.quote(chance.choice(QUERIES)))
        started = time.perf_counter()
        try:
            connection.request("GET", path, headers={"X-Forwarded-For": "127.0.0.1"})
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            failures.append(f"{path}: {error!r}")
            connection.close()
            continue
        times.append(time.perf_counter() - started)
        if answer.status != 200:
            failures.append(f"{path}: {answer.status}")
    connection.close()


def memory_of(group: int) -> int:
    """Resident bytes of all processes of a process group."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == group:
                total += int((folder / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, ProcessLookupError):
            continue
    return total


def drive(target: RunningServer, clients: int, seconds: float) -> bool:
    """Load the server and print the figures; whether all of them are good."""
    times: list[float] = []
    failures: list[str] = []
    memory: list[int] = []
    end = time.monotonic() + seconds
    threads = [
        threading.Thread(target=one_client, args=(target.url, number, end, times, failures))
        for number in range(clients)
    ]
    for thread in threads:
        thread.start()
    while time.monotonic() < end:
        time.sleep(min(1.0, seconds / 20))
        memory.append(memory_of(target.process.pid))
    for thread in threads:
        thread.join()
    return report(times, failures, memory, seconds)


def report(times: list[float], failures: list[str], memory: list[int], seconds: float) -> bool:
    """Print the figures; whether all of them are good."""
    cuts = statistics.quantiles(times, n=100)
    p50, p99 = cuts[49], cuts[98]
    third = max(1, len(memory) // 3)
    growth = statistics.mean(memory[-third:]) / statistics.mean(memory[third : 2 * third] or memory[:third])
    print(f"requests {len(times)}, failures {len(failures)} {failures[:3]}")
    print(
        f"requests/s {len(times) / seconds:.0f}, per core {len(times) / seconds / (os.cpu_count() or 1):.0f}"
    )
    print(f"p50 {p50 * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms, ratio {p99 / p50:.1f}")
    print(f"memory {memory[-1] / 2**20:.0f} MiB, last third over middle third {growth:.3f}")
    return not failures and p99 <= P99_TO_P50 * p50 and growth <= MEMORY_GROWTH


def main() -> None:
    """Read the command line, start a server, drive it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--source", action="append", default=[])
    args = parser.parse_args()
    quiet = {"JIANBAO_LOG__LEVEL": "warning", "JIANBAO_SITE__RATE_LIMIT": ""}
    with (
        tempfile.TemporaryDirectory() as folder,
        server(Path(folder), source=args.source, env=quiet) as target,
    ):
        sys.exit(not drive(target, args.clients, args.seconds))


if __name__ == "__main__":
    main()
