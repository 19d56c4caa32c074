"""Lighthouse on pages of the sample: `python -m tests.browser.lighthouse [--static]`.

Asks a server, or with `--static` a host of files. Needs npm, whose registry it is fetched from. Prints the
scores; fails unless all are 100 and nothing moves.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.chromium import QUIET, chromium_path
from tests.file_host import hosted
from tests.running import jianbao, server

LIGHTHOUSE = "lighthouse@13.5.0"
PATHS = ("/", "/?q=量化", "/issues/2025-06-06", "/trends?q=量化", "/lookup?url=https://example.org/a")
ATTEMPTS = 4
"""Chromium now and then records no trace, and Lighthouse asks to be run again (NO_NAVSTART)."""

FORMS = {"phone": [], "desk": ["--preset=desktop"]}


def measure(url: str, flags: list[str], report: Path) -> tuple[dict[str, int], str, str]:
    """Scores by category, layout shift, and bytes of one page."""
    chrome = " ".join(("--headless=new", "--lang=zh-CN", *QUIET))
    command = ["npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", f"--output-path={report}"]
    for _ in range(ATTEMPTS):
        done = subprocess.run(
            [*command, f"--chrome-flags={chrome}", *flags],
            env=os.environ | {"CHROME_PATH": chromium_path()},
            check=False,
            timeout=240,
        )
        if done.returncode == 0:
            break
    else:
        sys.exit(f"{url}: {LIGHTHOUSE} failed {ATTEMPTS} times")
    said = json.loads(report.read_text(encoding="utf8"))
    scores = {name: round(100 * (one["score"] or 0)) for name, one in said["categories"].items()}
    audits = said["audits"]
    return (
        scores,
        audits["cumulative-layout-shift"]["displayValue"],
        audits["total-byte-weight"]["displayValue"],
    )


@contextmanager
def files(scratch: Path) -> Iterator[str]:
    """The address of the sample as files."""
    jianbao("build", "--output", "_site", "--base", "/", cwd=scratch)
    with hosted(scratch / "_site") as address:
        yield address


@contextmanager
def served(scratch: Path) -> Iterator[str]:
    """The address of a server of the sample."""
    with server(scratch) as running:
        yield running.url


def main() -> None:
    """Measure each page as a phone and as a desk would load it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--static", action="store_true", help="measure the pages as files")
    started = files if parser.parse_args().static else served
    good = True
    with tempfile.TemporaryDirectory() as scratch, started(Path(scratch)) as address:
        for path in PATHS:
            for form, flags in FORMS.items():
                scores, shift, weight = measure(address + path, flags, Path(scratch) / "report.json")
                good = good and set(scores.values()) == {100} and shift == "0"
                print(f"{path} on a {form}: {scores}, CLS {shift}, {weight}", flush=True)
    sys.exit(not good)


if __name__ == "__main__":
    main()
