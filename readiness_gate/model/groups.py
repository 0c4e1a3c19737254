"""Groups of people that are too small to be shown."""

from collections.abc import Mapping

LEAST = 5
"""The fewest people of a group that may be shown. A common rule of statistical offices and of employee surveys."""


def hidden_groups(sizes: Mapping[str, int], least: int = LEAST) -> frozenset[str]:
    """The groups that are not shown, by their sizes.

    These are the groups with fewer than `least` people. Their sum follows from the total and the groups that are shown:
    so the next smallest groups are hidden, too, until at least two groups and `least` people are.
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
    """Why a figure is not shown, for the end of a sentence."""
    return f"to protect groups of fewer than {least} people"
