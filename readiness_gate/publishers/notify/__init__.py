"""Short messages to people when the decision or its reasons change."""
