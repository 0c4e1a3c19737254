"""A portfolio: many programs, each judged in its own process so that it cannot harm the others."""
