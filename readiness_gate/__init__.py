"""A go-live readiness gate: is the baseline stable enough to train on? Block the milestone when it is not.

The names below are what plugins build on; each is imported when it is first asked for, so that help stays fast.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readiness_gate.errors import CouldNotLook, GateError
    from readiness_gate.model.facts import Facts
    from readiness_gate.model.facts.base import Provenance, SourceFacts
    from readiness_gate.model.needs import GitNeed, Needs
    from readiness_gate.model.overview import Overview
    from readiness_gate.model.reading import Evidence, Measured, Parameters, Question, Reading, Unavailable
    from readiness_gate.model.settings import Reader, Settings
    from readiness_gate.model.verdict import Finding, Verdict
    from readiness_gate.plugins.report import Report
    from readiness_gate.reports import Display
    from readiness_gate.signals import Parameter, Signal
    from readiness_gate.sources import Section, Source
    from readiness_gate.toml.strict_model import StrictModel

_HOMES = {
    "errors": ("CouldNotLook", "GateError"),
    "model.facts": ("Facts",),
    "model.facts.base": ("Provenance", "SourceFacts"),
    "model.needs": ("GitNeed", "Needs"),
    "model.overview": ("Overview",),
    "model.reading": ("Evidence", "Measured", "Parameters", "Question", "Reading", "Unavailable"),
    "model.settings": ("Reader", "Settings"),
    "model.verdict": ("Finding", "Verdict"),
    "plugins.report": ("Report",),
    "reports": ("Display",),
    "signals": ("Parameter", "Signal"),
    "sources": ("Section", "Source"),
    "toml.strict_model": ("StrictModel",),
}

__all__ = [
    "CouldNotLook",
    "Display",
    "Evidence",
    "Facts",
    "Finding",
    "GateError",
    "GitNeed",
    "Measured",
    "Needs",
    "Overview",
    "Parameter",
    "Parameters",
    "Provenance",
    "Question",
    "Reader",
    "Reading",
    "Report",
    "Section",
    "Settings",
    "Signal",
    "Source",
    "SourceFacts",
    "StrictModel",
    "Unavailable",
    "Verdict",
]


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"readiness_gate.{home}"), name)
    raise AttributeError(f"readiness_gate has no public name {name}")
