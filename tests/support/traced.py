"""What coverage counts: the modules of the product when they are imported, tests, and what makes their fixtures.

Pytest around them covers nothing, and takes three times as long while it is traced; so does the process that hands out
the tests to others.
"""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

import pytest

import readiness_gate
from support.effort import is_traced

if TYPE_CHECKING:
    from _typeshed import TraceFunction


def pause(config: pytest.Config) -> None:
    """Stop coverage, if it runs in this process, until something is done that it counts."""
    tracer = sys.gettrace()
    sys.settrace(None)
    if tracer is not None and config.getoption("dist", "no") == "no":  # else tests run in other processes
        config.pluginmanager.register(Traced(tracer), "traced")


class Traced:
    """The plugin that has coverage count what it should."""

    def __init__(self, tracer: "TraceFunction") -> None:
        self._tracer = tracer
        self._counts = True

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self, session: pytest.Session) -> Generator[None, object, object]:
        """Import the product, in one of the processes that run tests."""
        if _number(session.config) == 0:
            with self._traced():
                for module in walk_packages(readiness_gate.__path__, "readiness_gate."):
                    import_module(module.name)
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Say whether a test counts: where it would prove little, it does not."""
        self._counts = is_traced(item)
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, object, object]:
        """A fixture of several tests counts, whichever of them is the first."""
        if self._counts or fixturedef.scope != "function":
            with self._traced():
                return (yield)
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self) -> Generator[None, object, object]:
        """The test itself."""
        if self._counts:
            with self._traced():
                return (yield)
        return (yield)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        """Coverage ends as it began."""
        sys.settrace(self._tracer)

    @contextmanager
    def _traced(self) -> Generator[None]:
        before = sys.gettrace()
        sys.settrace(self._tracer)
        try:
            yield
        finally:
            sys.settrace(before)


def _number(config: pytest.Config) -> int:
    """Which of the processes that run tests this is."""
    return int(getattr(config, "workerinput", {"workerid": "gw0"})["workerid"].removeprefix("gw"))


__all__ = ["pause"]
