"""The index that browsers read by themselves: small files, each named by what it holds."""
