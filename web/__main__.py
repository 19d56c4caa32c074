"""`python -m web`: the same as `jianbao`."""

from web.cli import main

main()
