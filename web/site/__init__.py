"""What every request needs: the library, URLs, assets, preferences, caching."""
