"""The user's files, checked with every error told at once, as values of `model`."""

from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.load import FILE, Configuration, load
from readiness_gate.toml.problems import Problem

__all__ = ["FILE", "Configuration", "ConfigurationError", "Problem", "load"]
