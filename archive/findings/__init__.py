"""What became of the lines of an issue, and what looks wrong in it: for `jianbao check`."""
