"""Files through which the workers' figures are summed, with their room reserved.

prometheus_client maps them into memory and lets them be sparse. Where the temporary folder is full, the first
figure would then end its worker with SIGBUS, which nothing can catch. A file whose blocks are there cannot
fail; where they cannot be had, the figures give way and not the answers.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Variable that tells prometheus_client where the files are; without it a process counts for itself."""

KINDS = ("counter", "histogram")
"""Of the site's own metrics: a file each in every worker."""

SIZE = 512 * 1024
"""Bytes of a file: twice what every route with every status needs. One that outgrows it would be sparse."""

log = logging.getLogger("jianbao")


@contextmanager
def metrics_folder() -> Iterator[None]:
    """A folder for the files of all workers until the server ends.

    Workers, which are forks, leave the block too, and may end long before it: `tempfile.TemporaryDirectory`
    would let the first one remove the folder of all.
    """
    server = os.getpid()
    try:
        folder = tempfile.mkdtemp(prefix="jianbao-metrics-")
    except OSError as error:
        log.warning("no temporary folder (%s): each worker tells its own metrics only", error)
        os.environ.pop(FOLDER, None)
        yield
        return
    os.environ[FOLDER] = folder
    try:
        yield
    finally:
        if os.getpid() == server:
            shutil.rmtree(folder, ignore_errors=True)


def reserve() -> None:
    """Make this worker's files; call it before prometheus_client is loaded. Where there is no room for them,
    this worker counts for itself."""
    folder = os.environ.get(FOLDER)
    if folder is None:
        return
    files = [Path(folder, f"{kind}_{os.getpid()}.db") for kind in KINDS]
    try:
        for file in files:
            _allocate(file)
    except OSError as error:
        for file in files:
            file.unlink(missing_ok=True)
        del os.environ[FOLDER]
        log.warning("%s: %s: worker %s tells its own metrics only", folder, error.strerror, os.getpid())


def _allocate(file: Path) -> None:
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        os.posix_fallocate(handle, 0, SIZE)
    finally:
        os.close(handle)
