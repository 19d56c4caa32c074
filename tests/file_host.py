"""A host of files, as those of pages are: folders have an index, and texts are compressed."""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

TEXTS = ("text/", "application/json", "application/xml", "application/atom+xml", "image/svg+xml")


class FileHost(BaseHTTPRequestHandler):
    """One request. `/issues/42` leads on to `/issues/42/`, as GitHub Pages has it."""

    protocol_version = "HTTP/1.1"

    disable_nagle_algorithm = True
    """Head and body are two writes: without it the second waits 40 ms for the first to be acknowledged."""

    def __init__(self, folder: Path, base: str, cors: bool, *arguments: object) -> None:
        self.folder, self.base, self.cors = folder, base, cors
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        file = self.folder / path.removeprefix(self.base).lstrip("/")
        if not path.startswith(f"{self.base}/"):
            return self.send(404, b"", "text/plain")
        if file.is_dir() and not path.endswith("/"):
            query = f"?{parts.query}" if parts.query else ""
            return self.send(301, b"", "text/plain", {"Location": f"{parts.path}/{query}"})
        if file.is_dir():
            file /= "index.html"
        if not file.is_file():
            return self.send(404, (self.folder / "404.html").read_bytes(), "text/html; charset=utf-8")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        kind = "application/atom+xml" if file.suffix == ".atom" else kind
        return self.send(200, file.read_bytes(), f"{kind}; charset=utf-8" if kind.startswith(TEXTS) else kind)

    def send(self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        if len(body) > 200 and kind.startswith(TEXTS) and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 9)
            self.send_header("Content-Encoding", "gzip")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if self.cors:
            self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cache-Control", "max-age=600")  # as GitHub Pages has it
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Nothing."""


@contextmanager
def hosted(folder: Path, base: str = "", *, cors: bool = True) -> Iterator[str]:
    """Address of a folder that is served below a path, without a trailing slash."""
    host = ThreadingHTTPServer(("127.0.0.1", 0), partial(FileHost, folder, base, cors))
    host.daemon_threads = True
    thread = Thread(target=host.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{host.server_address[1]}{base}"
    finally:
        host.shutdown()
        host.server_close()
