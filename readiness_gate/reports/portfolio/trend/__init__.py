"""A portfolio over time in each of its formats: worst first, with counts and names, and never a mean or a share."""
