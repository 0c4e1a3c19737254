"""Views are built once for the same facts and the same instant, whichever signals ask for them."""

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
    """The same function, which the facts remember the views of: nobody may change these.

    Why a view cannot be built is not remembered, and found out again.
    """

    @wraps(build)
    def view(facts: Facts, as_of: Instant, /, *args: _Asked.args, **kwargs: _Asked.kwargs) -> _View:
        asked = build, args, tuple(sorted(kwargs.items()))
        return facts.once(as_of, asked, lambda: build(facts, as_of, *args, **kwargs))

    return view
