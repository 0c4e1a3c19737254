"""Every signal says what is unknown without it, and what is in the way where its value is not good enough."""

import pytest

from readiness_gate.signals import SIGNALS
from readiness_gate.signals.signal import Signal


@pytest.mark.parametrize("signal", SIGNALS.values(), ids=lambda signal: signal.name)
def test_what_is_unknown_without_a_signal(signal: Signal) -> None:
    """In words that go on after "Unknown: "."""
    assert signal.topic
    assert signal.topic[0].islower()
    assert not signal.topic.endswith(".")


def test_a_flag_may_ask_for_something_else() -> None:
    """Of people in a critical process it is unknown who they are."""
    coverage = SIGNALS["training.coverage"]
    assert coverage.topic_of(coverage.with_defaults({})) == "how many people are trained"
    critical = coverage.topic_of(coverage.with_defaults({"critical": True}))
    assert critical == "who works in a critical process and is trained"
