"""How strongly a document matches."""
