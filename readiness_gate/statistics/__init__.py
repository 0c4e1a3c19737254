"""Formulas that know nothing of facts; pure."""
