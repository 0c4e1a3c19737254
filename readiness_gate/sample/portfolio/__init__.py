"""The story of three waves: the first is hardly used, so the second must wait, and two waves need the same role."""

from readiness_gate.sample.portfolio.build import AS_OF, DAY, begin

__all__ = ["AS_OF", "DAY", "begin"]
