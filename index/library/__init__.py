"""The face of a finished archive, always answering from its current generation."""
