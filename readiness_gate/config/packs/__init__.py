"""Rule packs: shipped ones and those of a program, and what a configuration overrides of them."""
