"""What loads and is probably a mistake, in rules, waivers and sign-offs."""
