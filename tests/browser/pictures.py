"""The README's pictures, from the sample newsletter: `python -m tests.browser.pictures FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import QUIET, chromium_path
from tests.running import server

SHOTS = {
    "search-light": ("/?q=量化", "light", 1280, 860),
    "search-dark": ("/?q=NPU&from=2024&to=2025", "dark", 1280, 860),
    "search-phone": ("/", "light", 390, 844),
    "issue-light": ("/issues/2025-06-06?q=量化", "light", 1280, 860),
}
"""Name → path, theme, width and height."""


def take(browser: Browser, site: str, folder: Path) -> None:
    """All pictures, at two pixels for one where the screen is small."""
    for name, (path, scheme, width, height) in SHOTS.items():
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            locale="zh-CN",
            device_scale_factor=2 if width < 600 else 1,
        )
        page = context.new_page()
        page.goto(site + path)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{name}.png")
        context.close()
        print(folder / f"{name}.png")


def main() -> None:
    """Serve the sample and take the pictures."""
    folder = Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as scratch,
        server(Path(scratch)) as running,
        sync_playwright() as tools,
    ):
        browser = tools.chromium.launch(executable_path=chromium_path(), args=list(QUIET))
        take(browser, running.url, folder)
        browser.close()


if __name__ == "__main__":
    main()
