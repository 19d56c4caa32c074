"""Markdown issues of a newsletter → frozen values. Knows nothing of search engines or HTTP."""
