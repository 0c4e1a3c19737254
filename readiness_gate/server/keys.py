"""The URL segment that stands for a name: programs, milestones and rules can have any name."""

import hashlib
import re
from collections.abc import Iterable

_LONGEST, _DIGITS = 40, 10


def key(name: str) -> str:
    """Return the URL segment of a name: its letters and digits, and some digits of its digest. So no two names share a
    URL, and no name can be guessed by counting."""
    words = "-".join(re.findall("[a-z0-9]+", name.casefold()))[:_LONGEST].strip("-")
    digest = hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:_DIGITS]
    return f"{words}-{digest}" if words else digest


def named(given: str, names: Iterable[str]) -> str | None:
    """Return the name that a URL segment stands for; None if it stands for none of `names`."""
    return next((name for name in names if key(name) == given), None)
