"""The whole archive as files, for hosts that only serve files."""
