"""What is searched for: the tree of a query, and the language in which readers type it."""
