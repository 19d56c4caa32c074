"""One module a command of `jianbao`, each with its `command`; imported only when it is run."""
