"""What is kept of each document beside an engine's postings: records for ranking, words for rewriting."""
