"""Which host names of a request may stand in full addresses: a `Host` is whatever its sender wrote."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from web.config import Config

ANY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound to


def own_address(config: Config, asked: str) -> str:
    """Scheme and host for full addresses: those of the request (`asked`) where its host is one of ours, and
    else where the server listens."""
    host = _host_of(asked)
    if host in config.site.hosts or "*" in config.site.hosts or _is_local(host) or host == config.server.host:
        return asked
    listens = "localhost" if config.server.host in ANY_ADDRESS else config.server.host
    name = f"[{listens}]" if ":" in listens else listens
    return f"http://{name}:{config.server.port}/"


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_local(host: str) -> bool:
    """Whether a name can only mean this machine or one of its network: nobody gains by sending it."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False
