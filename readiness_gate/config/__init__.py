"""The user's files as values of `model`, with all their mistakes reported together."""

from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.load import FILE, Configuration, load
from readiness_gate.toml.problems import Problem

__all__ = ["FILE", "Configuration", "ConfigurationError", "Problem", "load"]
