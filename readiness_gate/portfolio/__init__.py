"""A portfolio: many programs, each judged in a process of its own that can harm no other."""
