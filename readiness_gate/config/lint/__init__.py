"""Rules, waivers and sign-offs that load but are probably mistakes."""
