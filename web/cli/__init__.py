"""The command line `jianbao`."""
