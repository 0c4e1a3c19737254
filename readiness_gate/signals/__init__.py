"""The table of all signals, and how one is measured."""

from readiness_gate.signals import (
    baseline,
    change,
    churn,
    convergence,
    declared,
    defects,
    documents,
    forecast,
    freeze,
    governance,
    policy,
    scope,
    signoffs,
    training,
    training_timing,
    training_validity,
)
from readiness_gate.signals.spec import Parameter, Signal, SignalTable, measure

SIGNALS: SignalTable = {
    signal.name: signal
    for signal in (
        *defects.SIGNALS,
        *convergence.SIGNALS,
        *forecast.SIGNALS,
        *scope.SIGNALS,
        *change.SIGNALS,
        *churn.SIGNALS,
        *baseline.SIGNALS,
        *freeze.SIGNALS,
        *documents.SIGNALS,
        *training.SIGNALS,
        *training_validity.SIGNALS,
        *training_timing.SIGNALS,
        *governance.SIGNALS,
        *policy.SIGNALS,
        *signoffs.SIGNALS,
        *declared.SIGNALS,
    )
}

__all__ = ["SIGNALS", "Parameter", "Signal", "SignalTable", "measure"]
