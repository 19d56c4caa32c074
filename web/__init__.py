"""The site, the API, the widget and the command line: where the layers are wired together."""
