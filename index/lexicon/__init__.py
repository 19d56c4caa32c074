"""What is known about words, as data: domain words, other names, words without meaning."""
