"""`python -m web`: the same as `jianbao`."""

from web.cli.main import main

main()
