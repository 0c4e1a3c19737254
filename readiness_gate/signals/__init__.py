"""The table of all signals, and how one is measured."""

from dataclasses import replace

from readiness_gate.signals import (
    change,
    declared,
    defects,
    docs,
    evidence,
    forecast,
    governance,
    policy,
    scope,
    training,
)
from readiness_gate.signals.signal import Parameter, Signal, SignalTable, measure
from readiness_gate.signals.standing import Seeing, Standing

SIGNALS: SignalTable = {
    signal.name: signal
    for signal in (
        *defects.SIGNALS,
        *forecast.SIGNALS,
        *scope.SIGNALS,
        *change.SIGNALS,
        *docs.SIGNALS,
        *training.SIGNALS,
        *evidence.SIGNALS,
        *policy.SIGNALS,
        *governance.SIGNALS,
        *declared.SIGNALS,
    )
}

GOVERNING: SignalTable = {name: signal for name, signal in SIGNALS.items() if isinstance(signal.measure, Seeing)}
"""The signals on the decision itself: sign-offs, and edits that sign-offs answer."""


def seeing(standing: Standing) -> SignalTable:
    """These signals, so that they see how the gate stood."""
    return {
        name: replace(signal, measure=replace(signal.measure, standing=standing))
        for name, signal in GOVERNING.items()
        if isinstance(signal.measure, Seeing)
    }


__all__ = ["GOVERNING", "SIGNALS", "Parameter", "Signal", "SignalTable", "Standing", "measure", "seeing"]
