"""The signal on the training of leaders, which no source feeds yet."""

from readiness_gate.signals.declared import declared

_LACKING = "column of leaders on the roster"

LEADERS_TRAINED = declared(
    name="leadership.leaders-trained",
    unit="share",
    meaning="The share of leaders who completed what their role requires.",
    lacking=_LACKING,
)

SIGNALS = (LEADERS_TRAINED,)
