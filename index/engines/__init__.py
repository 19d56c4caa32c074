"""The protocol of a search engine, the fields of a document, and the engines themselves."""
