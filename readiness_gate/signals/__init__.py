"""The table of all signals, and how one is measured."""

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

__all__ = ["SIGNALS", "Parameter", "Signal", "SignalTable", "measure"]
