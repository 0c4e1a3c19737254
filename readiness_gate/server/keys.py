"""The part of an address that stands for a name: a program, a milestone or a rule may be called anything."""

import hashlib
import re
from collections.abc import Iterable

_LONGEST, _DIGITS = 40, 10


def key(name: str) -> str:
    """A name in an address: the letters and digits that it has, and some digits of its digest, so that no two names
    share an address and no name can be guessed by counting."""
    words = "-".join(re.findall("[a-z0-9]+", name.casefold()))[:_LONGEST].strip("-")
    digest = hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:_DIGITS]
    return f"{words}-{digest}" if words else digest


def named(given: str, names: Iterable[str]) -> str | None:
    """The name that a part of an address stands for, of some names."""
    return next((name for name in names if key(name) == given), None)
