"""The commented example of a custom rule in the configuration that `init` writes."""

from readiness_gate.sources.git.platforms import below
from readiness_gate.toml.document import as_toml


def example_rule(folder: str) -> str:
    """Return the lines of the example, for a program in a folder of its repository."""
    return f"""\
# A custom rule. To change a rule of a pack, write its id and only the keys that differ.
# [[rules]]
# id = "OWN-01"
# title = "The price list is quiet"
# dimension = "change"
# signal = "change.landings"
# with = {{ window = "28d", paths = {as_toml(below(folder, ["config/prices/**"]))} }}
# at-most = 3
# owner = "pricing"
# why = "People are trained on quotes with the prices of today."
# remedy = "Move price changes to the week after the go-live."
# source = "Agreed with sales operations"
# evidence = "convention"
"""
