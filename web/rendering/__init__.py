"""Markdown of issues → HTML that is safe to show: rendered, sanitised, with pictures as the site allows."""
