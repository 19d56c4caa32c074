"""Which issue a file is: its name, number, date and headline."""
