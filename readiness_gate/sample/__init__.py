"""A small, believable program that the demo builds: a repository, an export of issues, a roster and completions."""

from readiness_gate.sample.build import build
from readiness_gate.sample.story import MILESTONE, STORIES, Story

__all__ = ["MILESTONE", "STORIES", "Story", "build"]
