"""What the facts say as of an instant, beyond what any family of signals makes of it."""
