"""A git server that asks for name and password: HTTPS, with `git http-backend` behind it."""

from __future__ import annotations

import base64
import http.server
import os
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

USER, PASSWORD = "me", "s3cret/word:#@"
"""The password has what a URL must encode."""


@dataclass(slots=True)
class Served:
    """A running server, and what it saw."""

    host: str
    arguments: list[str] = field(default_factory=list)
    """Command lines of all processes of this user, whenever the server was asked for something."""


def _command_lines() -> list[str]:
    command_lines = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command_lines.append(file.read_bytes().replace(b"\0", b" ").decode("utf8", "replace"))
        except OSError:
            continue
    return command_lines


def _handler(root: Path, served: Served) -> type[http.server.BaseHTTPRequestHandler]:
    login = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.arguments += _command_lines()
            if self.headers.get("Authorization") != login:
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="git"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            path, _, query = self.path.partition("?")
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            environment = {
                "GIT_PROJECT_ROOT": str(root), "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path,
                "QUERY_STRING": query, "REQUEST_METHOD": self.command, "CONTENT_LENGTH": str(len(body)),
                "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""), "PATH": os.environ["PATH"],
            }  # fmt: skip
            answer = subprocess.run(
                ["git", "-c", "safe.directory=*", "http-backend"],
                env=environment, input=body, capture_output=True, check=True,
            ).stdout  # fmt: skip
            head, _, content = answer.partition(b"\r\n\r\n")
            # Without a length, the end of the connection would be the answer's, which TLS calls a cut.
            length = f"\r\nContent-Length: {len(content)}\r\n\r\n".encode()
            self.wfile.write(b"HTTP/1.0 200 OK\r\n" + head + length + content)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *arguments: object) -> None:
            pass

    return Handler


@contextmanager
def git_server(root: Path, scratch: Path) -> Iterator[Served]:
    """Serve the repositories below `root`, under a certificate that nobody knows."""
    key, certificate = scratch / "key.pem", scratch / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    served = Served("")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(root, served))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    served.host = f"127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
