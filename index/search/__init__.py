"""A search from what was typed to a page of hits with its facets, marks and suggestions."""
