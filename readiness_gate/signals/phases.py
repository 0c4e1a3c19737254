"""Signals on the phases of the rollout, which no source feeds yet."""

from readiness_gate.signals.declared import declared, watched

_LACKING = "phases of the rollout"

IN_ORDER = declared(
    name="phases.in-order",
    unit="boolean",
    meaning="Whether introduction, implementation and adoption follow each other, and none is skipped.",
    lacking=_LACKING,
    instead=watched("clarity"),
    topic="whether a phase of the rollout was skipped",
)

SIGNALS = (IN_ORDER,)
