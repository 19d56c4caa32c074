"""What the newsletter is called and where its files are, with fallbacks where nothing is configured."""

from __future__ import annotations

from urllib.parse import quote

from web.i18n import gettext as _
from web.markup import safe_url
from web.site import site


def title() -> str:
    """Name of the newsletter."""
    named = site().config.newsletter.title
    if named:
        return named
    return _("示例简报") if site().config.sample else _("简报检索")


def original_url(file: str, line: int = 0) -> str:
    """Where a file can be read as it was written, at a line; "" if not configured."""
    template = site().config.newsletter.source_url
    if not template:
        return ""
    url = template.replace("{file}", quote(file))
    # GitHub shows Markdown rendered, where lines have no anchors, unless asked for its plain text.
    if line and "github.com/" in url:
        url += f"?plain=1#L{line}"
    return safe_url(url)
