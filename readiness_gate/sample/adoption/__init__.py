"""The story of a system that hardly anybody used two months after go-live, and most people a month later."""

from readiness_gate.sample.adoption.build import REVIEWS, Review, add, begin

__all__ = ["REVIEWS", "Review", "add", "begin"]
