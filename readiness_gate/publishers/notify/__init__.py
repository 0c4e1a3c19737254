"""Short messages to people when the decision, or what blocks it, changes."""
