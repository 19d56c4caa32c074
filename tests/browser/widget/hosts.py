"""Pages of other people that embed the element: a second origin, with whatever headers they send."""

from __future__ import annotations

import json
import threading
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import Locator, Page


@dataclass(slots=True)
class Host:
    """A static server of its own origin; pages are put into it while it runs."""

    url: str
    """Without a trailing slash."""

    pages: dict[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)

    def put(self, path: str, html: str, headers: Mapping[str, str]) -> str:
        """Serve `html` under `path`; give the full address."""
        self.pages[path] = (html, headers)
        return self.url + path


@contextmanager
def host() -> Iterator[Host]:
    """A running Host on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            html, headers = found.pages.get(self.path.split("?")[0], ("<p>not here</p>", {}))
            body = html.encode()
            self.send_response(200)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Host(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()


def warm(archive: str) -> str:
    """Search once: a new server reads its dictionary first, which takes long on a busy machine."""
    with urllib.request.urlopen(f"{archive}/api/v1/search?q=warm", timeout=60):
        return archive


@dataclass(slots=True)
class Visit:
    """A page that embeds the element, and what its console said."""

    page: Page
    archive: str
    console: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """Address of every request."""

    noise: bool = False
    """Set where a test breaks the network on purpose: browsers report that themselves."""

    def listen(self) -> None:
        """Keep what the console says and what is requested from now on."""
        self.page.on("console", lambda message: self.console.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.console.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    @property
    def searches(self) -> list[str]:
        """Addresses of the searches that were sent."""
        return [url for url in self.asked if "/api/v1/search?" in url]

    def element(self, place: int = 0) -> Locator:
        """One of the page's elements."""
        return self.page.locator("jianbao-search").nth(place)

    def search(self, text: str, place: int = 0) -> Locator:
        """Type into the element's own box and wait for hits; give them."""
        self.element(place).locator("input").fill(text)
        hits = self.element(place).locator(".hit")
        hits.first.wait_for()
        return hits

    def api(self, path: str, *pairs: tuple[str, str]) -> Any:
        """What the archive itself answers."""
        address = f"{self.archive}/api/v1/{path}?{urllib.parse.urlencode(pairs)}"
        with urllib.request.urlopen(address, timeout=10) as answer:
            return json.load(answer)

    def inside(self, script: str) -> Any:
        """Evaluate `(root, element) => …` with the first element's shadow root."""
        return self.element().evaluate(f"element => ({script})(element.shadowRoot, element)")
