"""Issues → a new generation of the index, of which only what changed is read again."""
