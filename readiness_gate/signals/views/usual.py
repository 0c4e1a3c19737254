"""What is usual: the windows before the last one that it is compared with, and the parameters that say which."""

from readiness_gate.signals.signal import Parameter

EARLIER_WINDOWS = 26
"""How many windows before the last one are compared with it: a year of fortnights. What a program did years ago says
nothing about its pace, and the history that is read stays bounded."""

LATE = Parameter("window", "window", "14d", "the last stretch of time")
LEAST = Parameter("min", "count", 5, "the fewest earlier windows that tell what is usual")
