"""What a reader chose for this browser: theme and language, in two cookies and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request

from web.site.site import urls
from web.text.i18n import COOKIE, LANGUAGES

if TYPE_CHECKING:
    from flask import Flask, Response
    from werkzeug.wrappers import Response as BaseResponse

THEMES = ("auto", "light", "dark")
"""What can be chosen; `auto` follows the system."""

YEAR = 365 * 24 * 3600

preferences = Blueprint("preferences", __name__)


def theme() -> str:
    """The theme to render, known before the first byte: no flash of the other one."""
    chosen = request.cookies.get("theme", "")
    return chosen if chosen in THEMES else "auto"


@preferences.post("/preferences")
def choose() -> BaseResponse:
    """Keep the theme and go back to where the reader was."""
    response = redirect(_local(request.form.get("next", "")), 303)
    chosen = request.form.get("theme", "")
    if chosen in THEMES:
        _keep(response, "theme", chosen)
    return response


def init_preferences(app: Flask) -> None:
    """A language asked for in a URL is kept."""

    @app.after_request
    def keep_language(response: Response) -> Response:
        asked = request.args.get("lang", "")
        if asked in LANGUAGES and response.mimetype == "text/html":
            _keep(response, COOKIE, asked)
        return response


def _keep(response: BaseResponse, name: str, value: str) -> None:
    # Readable by scripts, since the switch without a reload writes it too. It says nothing secret.
    response.set_cookie(
        name, value, max_age=YEAR, path=f"{urls().prefix}/", samesite="Lax", secure=request.is_secure
    )


def _local(path: str) -> str:
    """A path of this site, never an address that a browser reads as another host."""
    home = urls().home()
    local = path.startswith(home) and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if local else home
