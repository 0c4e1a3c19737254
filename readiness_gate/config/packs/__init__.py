"""Rule packs, shipped and custom, and how a configuration overrides them."""
