"""The interface of a finished archive: always its current generation."""
