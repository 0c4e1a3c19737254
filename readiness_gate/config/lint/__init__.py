"""Find what is valid and probably a mistake, in rules, waivers and sign-offs."""
