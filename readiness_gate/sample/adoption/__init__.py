"""The story of a system that is hardly used two months after go-live, and used by most people a month later."""

from readiness_gate.sample.adoption.build import REVIEWS, Review, add, begin

__all__ = ["REVIEWS", "Review", "add", "begin"]
