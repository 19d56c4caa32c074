"""Where issues come from: folders and git repositories. The only disk access of `archive`."""
