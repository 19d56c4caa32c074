"""How a newsletter that nobody has described writes its issues, decided over all of them."""
