"""The state that the facts describe as of an instant, before any family of signals interprets it."""
