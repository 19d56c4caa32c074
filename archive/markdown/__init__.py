"""Markdown → leaves → blocks of lines, each run of text with the link it belongs to."""
