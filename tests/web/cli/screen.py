"""Runs a command on a terminal of a given size, as a person at a keyboard has it."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import termios
from pathlib import Path

from tests.running import FROM_CHECKOUT, environment


def on_screen(
    *arguments: str, cwd: Path, env: dict[str, str] | None = None, columns: int = 60, answers: str = ""
) -> tuple[int, str]:
    """Status, and all that appears on the terminal; `answers` is what the person types."""
    keyboard, screen = pty.openpty()
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [*FROM_CHECKOUT, *arguments],
        cwd=cwd,
        env=environment({"TERM": "xterm", "PAGER": "cat"} | (env or {})),
        stdin=screen,
        stdout=screen,
        stderr=screen,
    )
    os.close(screen)
    os.write(keyboard, answers.encode())
    output = b"".join(iter(lambda: _read(keyboard), b""))
    os.close(keyboard)
    return process.wait(timeout=60), output.decode().replace("\r\n", "\n")


def _read(keyboard: int) -> bytes:
    try:
        return os.read(keyboard, 65536)
    except OSError:  # how Linux tells that nobody holds the terminal any more
        return b""
