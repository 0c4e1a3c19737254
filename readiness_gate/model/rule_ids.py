"""The ids of rules as people type them, in any case."""

from collections.abc import Iterable


def canonical(typed: str, known: Iterable[str]) -> str:
    """Return the known id that is meant: the same one, else the only one that differs in case.

    What matches none of them, or several, is returned as typed, and so stays unknown.
    """
    ids = set(known)
    alike = [known_id for known_id in ids if known_id.casefold() == typed.casefold()]
    return alike[0] if typed not in ids and len(alike) == 1 else typed
