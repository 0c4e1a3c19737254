"""The times in HTTP headers."""

import email.utils
import re
from collections.abc import Mapping

_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a Retry-After header asks to wait, in any of its forms; None if it is missing or
    invalid."""
    text = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    until, now = date(text), date(headers.get("Date"))
    return None if until is None or now is None else max(until - now, 0.0)


def date(text: str | None) -> float | None:
    """Return an HTTP date as seconds since 1970; None if it is invalid."""
    try:
        return email.utils.parsedate_to_datetime(text or "").timestamp()
    except (TypeError, ValueError, OverflowError):
        return None
