"""Every signal is where its name says."""

import importlib
import pkgutil

import pytest

from readiness_gate import signals
from readiness_gate.signals import SIGNALS, Signal
from readiness_gate.signals.standing import Seeing

SHARED = {"protection", "signal", "standing", "views"}
FAMILIES = {module.name for module in pkgutil.iter_modules(signals.__path__)} - SHARED


def _modules(family: str) -> list[str]:
    """The modules of a family: itself, and those in it."""
    name = f"{signals.__name__}.{family}"
    path = getattr(importlib.import_module(name), "__path__", ())
    return [name, *(module.name for module in pkgutil.walk_packages(path, f"{name}."))]


def _homes(signal: Signal) -> set[str]:
    """The modules that have a signal as one of their names."""
    return {
        name
        for family in FAMILIES
        for name in _modules(family)
        if any(value is signal for value in vars(importlib.import_module(name)).values())
    }


@pytest.mark.parametrize("name", SIGNALS)
def test_it_is_found_by_its_name(name: str) -> None:
    """In one module, whose path begins with the family, under the rest of its name, beside the function that measures
    it."""
    family, _, quantity = name.partition(".")
    signal = SIGNALS[name]
    (home,) = _homes(signal)
    assert home.split(".")[2] == family
    assert getattr(importlib.import_module(home), quantity.replace("-", "_").upper()) is signal
    measure = signal.measure.govern if isinstance(signal.measure, Seeing) else signal.measure
    assert measure.__module__ == home


def test_every_family_has_a_signal() -> None:
    """And nothing else lies among the families."""
    assert {name.partition(".")[0] for name in SIGNALS} == FAMILIES


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_the_table_has_all_signals_of_a_family(family: str) -> None:
    """None is forgotten."""
    modules = [importlib.import_module(name) for name in _modules(family)]
    named = {value.name for module in modules for value in vars(module).values() if isinstance(value, Signal)}
    assert named == {name for name in SIGNALS if name.startswith(f"{family}.")}
