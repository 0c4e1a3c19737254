"""The usual level: the windows that the last one is compared with, and the parameters that select them."""

from readiness_gate.signals.signal import Parameter

EARLIER_WINDOWS = 26
"""How many windows before the last one it is compared with: a year of fortnights. What a program did years ago says
nothing about its pace, and the history to read stays bounded."""

LATE = Parameter("window", "window", "14d", "the last stretch of time")
LEAST = Parameter("min", "count", 5, "the fewest earlier windows that tell what is usual")
