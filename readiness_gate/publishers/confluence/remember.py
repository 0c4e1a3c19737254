"""Content properties of a page: data that is stored with it, and not shown."""

import time
from collections.abc import Callable

from readiness_gate.publishers.client import Refused, Unclear
from readiness_gate.publishers.confluence.pages import Property, Site
from readiness_gate.publishers.outcome import Json, NotPublished

_CONFLICT = 409
_PAUSES = (0.0, 0.0, 0.5, 1.0, 2.0)
"""Seconds before each attempt: right after a page was written, Cloud briefly refuses its properties."""


def remember(site: Site, number: str, key: str, wanted: Callable[[Property | None], Json]) -> None:
    """Set a content property of a page, and read it back. Raises NotPublished with the reason if that fails."""
    why = f'the content property "{key}" of the page {number} is not there after it was set: try again'
    for pause in _PAUSES:
        time.sleep(pause)
        known = site.remembered(number, key)
        value = wanted(known)
        if known is not None and known.value == value:
            return
        planned = site.remember(number, key, value, known)
        try:
            site.client.write(planned.method, planned.path, planned.body, repeatable=planned.repeatable)
        except Unclear as error:
            why = f"{error}"  # the next read shows the result
        except Refused as error:
            if error.status != _CONFLICT:
                raise
            why = f"{error}"
    known = site.remembered(number, key)
    if known is None or known.value != wanted(known):
        raise NotPublished(why)


__all__ = ["remember"]
