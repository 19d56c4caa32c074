"""The JSON API, its specification and exports."""
