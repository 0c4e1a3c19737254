"""The table of all signals, and how one is measured."""

from dataclasses import replace

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
from readiness_gate.signals.standing import Seeing, Standing

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
