"""The table of all signals."""

from dataclasses import replace

from readiness_gate.signals import (
    adoption,
    change,
    clarity,
    data,
    decisions,
    defects,
    docs,
    evidence,
    feedback,
    forecast,
    governance,
    hypercare,
    leadership,
    milestones,
    phases,
    policy,
    process,
    scope,
    severity,
    support,
    tests,
    training,
    waivers,
)
from readiness_gate.signals.defects import moved
from readiness_gate.signals.signal import Parameter, Signal, SignalTable, measure
from readiness_gate.signals.standing import Seeing, Standing

SIGNALS: SignalTable = {
    signal.name: signal
    for signal in (
        *defects.SIGNALS,
        *forecast.SIGNALS,
        *scope.SIGNALS,
        *moved.SIGNALS,
        *severity.SIGNALS,
        *change.SIGNALS,
        *docs.SIGNALS,
        *training.SIGNALS,
        *evidence.SIGNALS,
        *waivers.SIGNALS,
        *policy.SIGNALS,
        *governance.SIGNALS,
        *decisions.SIGNALS,
        *tests.SIGNALS,
        *data.SIGNALS,
        *clarity.SIGNALS,
        *process.SIGNALS,
        *support.SIGNALS,
        *feedback.SIGNALS,
        *leadership.SIGNALS,
        *phases.SIGNALS,
        *adoption.SIGNALS,
        *hypercare.SIGNALS,
        *milestones.SIGNALS,
    )
}
"""Every signal, in the order in which `measure` lists them."""

GOVERNING: SignalTable = {name: signal for name, signal in SIGNALS.items() if isinstance(signal.measure, Seeing)}
"""The signals on the decision itself: sign-offs, and policy edits that sign-offs cover."""


def seeing(standing: Standing) -> SignalTable:
    """Return the governing signals, bound to the verdicts that they read."""
    return {
        name: replace(signal, measure=replace(signal.measure, standing=standing))
        for name, signal in GOVERNING.items()
        if isinstance(signal.measure, Seeing)
    }


__all__ = ["GOVERNING", "SIGNALS", "Parameter", "Signal", "SignalTable", "Standing", "measure", "seeing"]
