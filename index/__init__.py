"""Entries → a searchable index. Knows nothing of HTTP, URLs of the site, or templates."""
