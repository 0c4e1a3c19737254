"""Groups of people that are too small to be shown."""

from collections.abc import Mapping

LEAST = 5
"""The size of the smallest group that may be shown. Statistical offices and employee surveys commonly use this rule."""


def hidden_groups(sizes: Mapping[str, int], least: int = LEAST) -> frozenset[str]:
    """Return the groups that are not shown, given their sizes.

    These are the groups with fewer than `least` people. Their sum can be derived from the total and the groups that are
    shown, so the next smallest groups are hidden, too, until at least two groups and `least` people are.
    """
    ascending = sorted((name for name, size in sizes.items() if size), key=lambda name: (sizes[name], name))
    hidden = [name for name in ascending if sizes[name] < least]
    if not hidden:
        return frozenset()
    for name in ascending[len(hidden) :]:
        if len(hidden) > 1 and sum(sizes[one] for one in hidden) >= least:
            break
        hidden.append(name)
    return frozenset(hidden)


def why_hidden(least: int) -> str:
    """Return a clause on why a figure is not shown."""
    return f"to protect groups of fewer than {least} people"
