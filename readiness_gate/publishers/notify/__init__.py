"""Short messages to people, on a change of the decision or of what is in its way."""
