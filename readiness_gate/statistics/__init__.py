"""Pure formulas that know nothing of facts."""
