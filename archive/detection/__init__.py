"""Detect conventions of an unconfigured newsletter from statistics over all its issues."""
