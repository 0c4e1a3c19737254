"""The contents of a history, for a terminal, as JSON and as tables."""
