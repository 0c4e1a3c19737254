"""A small, realistic program for the demo: a repository, an export of issues, a roster and completions."""

from readiness_gate.sample.build import build
from readiness_gate.sample.story import MILESTONE, STORIES, Story

__all__ = ["MILESTONE", "STORIES", "Story", "build"]
