"""What is asked: query strings as frozen models, parsed once and written back in one order."""
