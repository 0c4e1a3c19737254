"""A forecast for a terminal, and as JSON."""
