"""Build each view once for the same facts and instant, whichever signals ask for it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from readiness_gate.model.facts import Facts
from readiness_gate.model.time import Instant

_View = TypeVar("_View")
_Asked = ParamSpec("_Asked")


def once(
    build: Callable[Concatenate[Facts, Instant, _Asked], _View],
) -> Callable[Concatenate[Facts, Instant, _Asked], _View]:
    """Cache the views that a function builds in the facts; nobody may change them.

    An exception is not cached: the view is tried again.
    """

    @wraps(build)
    def view(facts: Facts, as_of: Instant, /, *args: _Asked.args, **kwargs: _Asked.kwargs) -> _View:
        asked = build, args, tuple(sorted(kwargs.items()))
        return facts.once(as_of, asked, lambda: build(facts, as_of, *args, **kwargs))

    return view
