"""What a history has, for a terminal, as JSON and as tables."""
