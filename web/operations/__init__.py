"""What operators need: logs, metrics, health, limits and security headers."""
