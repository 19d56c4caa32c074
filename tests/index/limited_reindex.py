"""A reindex in a process that may not do everything; prints its one line.

python -m tests.index.limited_reindex DATA EDITION [--file-bytes N] [--uid N] [--tiny]
"""

from __future__ import annotations

import argparse
import os
import resource
from pathlib import Path

from index.errors import EngineError
from index.reindex.reindexer import reindex
from tests.index.storage_support import REAL_STORE, TinyStore, newsletter


def main() -> None:
    """Read the command line, give up rights, reindex."""
    parser = argparse.ArgumentParser(description="Reindex with few rights.")
    parser.add_argument("data", type=Path)
    parser.add_argument("edition")
    parser.add_argument("--file-bytes", type=int, help="Largest file that may be written.")
    parser.add_argument("--uid", type=int, help="User to become.")
    parser.add_argument("--tiny", action="store_true", help="With the engine of the tests.")
    options = parser.parse_args()
    if options.file_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (options.file_bytes, options.file_bytes))
    if options.uid is not None:
        os.setgid(options.uid)
        os.setuid(options.uid)
    store = TinyStore() if options.tiny else REAL_STORE
    try:
        print(reindex(options.data, newsletter(6, options.edition), store).summary)
    except EngineError as error:
        print(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
