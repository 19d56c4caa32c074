"""Text for people: languages of the interface, dates, and issues’ text as safe HTML."""
