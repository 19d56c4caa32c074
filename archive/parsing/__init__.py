"""Text of an issue → entries: sections, titles, bylines, links, summaries."""
