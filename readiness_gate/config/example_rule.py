"""The example of a custom rule that a configuration to begin with has, as comments."""

from readiness_gate.sources.git.platforms import below
from readiness_gate.toml.document import as_toml


def example_rule(folder: str) -> str:
    """The lines of the example, for a program in a folder of its repository."""
    return f"""\
# A rule of your own. To change a rule of a pack, give its id and only the keys that differ.
# [[rules]]
# id = "OWN-01"
# title = "The price list is quiet"
# dimension = "change"
# signal = "change.landings"
# with = {{ window = "28d", paths = {as_toml(below(folder, ["config/prices/**"]))} }}
# at-most = 3
# owner = "pricing"
# why = "Quotes are trained with the prices of today."
# remedy = "Collect changes of prices for the week after the go-live."
# source = "Agreed with sales operations"
# evidence = "convention"
"""
