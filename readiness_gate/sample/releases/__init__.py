"""The story of a program that has been live for four years, and goes live again with a release every quarter."""

from readiness_gate.sample.releases.build import build
from readiness_gate.sample.releases.calendar import AS_OF, MILESTONE, RELEASES, WRONG_WITHIN, Release, went_wrong

__all__ = ["AS_OF", "MILESTONE", "RELEASES", "WRONG_WITHIN", "Release", "build", "went_wrong"]
