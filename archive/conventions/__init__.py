"""How newsletters write their issues, as data: the model, its shipped files, patterns of file names."""
