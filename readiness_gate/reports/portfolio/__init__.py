"""The formats of a portfolio: worst first, with counts and names, never a mean or a share."""
