"""Which files of the project a command enters: where whoever follows it will have to look.

    python -m tests.entered search 模型压缩
    python -m tests.entered reindex path/to/issues --data DIR

Prints the files of `archive`, `index` and `web` in which a function runs, in the order in which they are
first entered, with how many functions ran in each. What only runs while modules are loaded is left out.
"""

from __future__ import annotations

import contextlib
import inspect
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

from tests.paths import ROOT
from web.cli.main import main

PACKAGES = ("archive", "index", "web")


def entered(run: Callable[[], object]) -> Mapping[str, set[str]]:
    """Files below the packages → the functions that ran in each."""
    files: dict[str, set[str]] = defaultdict(set)
    ours = tuple(f"{ROOT / package}/" for package in PACKAGES)

    def note(frame: FrameType, event: str, _: object) -> None:  # None: no events but calls
        code, caller = frame.f_code, frame.f_back
        if event != "call" or not code.co_filename.startswith(ours) or not is_function(frame):
            return
        if (caller is None or is_function(caller)) and not code.co_name.startswith("<"):
            files[Path(code.co_filename).relative_to(ROOT).as_posix()].add(code.co_qualname)

    threading.settrace(note)
    sys.settrace(note)
    try:
        run()
    finally:
        sys.settrace(None)
        threading.settrace(None)
    return files


def is_function(frame: FrameType) -> bool:
    """Whether a function runs, and not the body of a module or class that is being loaded."""
    return bool(frame.f_code.co_flags & inspect.CO_OPTIMIZED)


def command(arguments: list[str]) -> Callable[[], None]:
    """A command of `jianbao`, whose answer goes to the error stream."""

    def run() -> None:
        with contextlib.redirect_stdout(sys.stderr), contextlib.suppress(SystemExit):
            sys.argv = ["jianbao", *arguments]
            main()

    return run


if __name__ == "__main__":
    found = entered(command(sys.argv[1:]))
    for name, functions in found.items():
        print(f"{name}  {len(functions)}")
    print(f"{len(found)} files, {sum(map(len, found.values()))} functions")
