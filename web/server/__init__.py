"""The production server, and the process that watches the source."""
