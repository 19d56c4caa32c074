"""What pages show, as frozen values for templates: cards, facets, histogram, citations."""
