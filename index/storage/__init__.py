"""Generations of the index on disk: written durably, checked when opened, one writer at a time."""
