"""Typed words → what is searched for them: other names, corrections, longer and shorter words."""
