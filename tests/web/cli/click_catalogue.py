"""The catalogue of what click says, compiled: gettext of the standard library reads nothing else.

`python -m tests.web.cli.click_catalogue` writes `click.mo` anew, after a change of `click.po`.
"""

import io

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from web.cli.language import CATALOGUES, DOMAIN

SOURCE = CATALOGUES / "zh" / "LC_MESSAGES" / f"{DOMAIN}.po"
COMPILED = SOURCE.with_suffix(".mo")


def compiled() -> bytes:
    """What `click.mo` must hold."""
    out = io.BytesIO()
    with SOURCE.open("rb") as text:
        write_mo(out, read_po(text, locale="zh"))
    return out.getvalue()


if __name__ == "__main__":
    COMPILED.write_bytes(compiled())
