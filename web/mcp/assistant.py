"""The server that assistants talk to, over standard input and output."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import ValidationError

from web.mcp.tools import Tools

if TYPE_CHECKING:
    from mcp.server.mcpserver import Context
    from mcp_types import CallToolResult, InputRequiredResult

    from index.library.library import Library
    from web.site.urls import Urls

INSTRUCTIONS = """\
An archive of a newsletter, mostly in Chinese. `search` finds entries: things that an issue pointed its
readers to. Query words in Chinese or English; "exact words", -without, A OR B. `values` tells which
categories, sources and tags filters take, `lookup` whether an address has been covered, `trends` when
something was written about. Quote the `url`, the `permalink` and the `date` of what you use.
"""

READ_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


class Assistant(MCPServer[object]):
    """A server whose answers to wrong arguments are ours: what is wrong, and what to write."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[object, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """As every server does."""
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if isinstance(error.__cause__, ValidationError):
                raise ToolError(_argument_errors(error.__cause__)) from error
            raise


def _argument_errors(error: ValidationError) -> str:
    """One line for each argument that is wrong."""
    lines = []
    for detail in error.errors(include_url=False):
        name = ".".join(map(str, detail["loc"])) or "arguments"
        lines.append(
            f"{name}: {detail['msg'].removeprefix('Value error, ')}, not {str(detail['input'])[:80]!r}"
        )
    return "\n".join(lines)


def assistant(library: Library, urls: Urls) -> Assistant:
    """A server with all tools over `library`; `urls` makes permalinks."""
    server = Assistant(
        "jianbao", title="简报检索 jianbao", instructions=INSTRUCTIONS, version=version("jianbao")
    )
    for tool in Tools(library, urls).all():
        server.add_tool(tool, annotations=READ_ONLY)
    return server


def serve(library: Library, urls: Urls) -> None:
    """Answer over standard input and output until the input ends."""
    assistant(library, urls).run("stdio")
