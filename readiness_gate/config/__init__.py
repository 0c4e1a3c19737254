"""Load the user's files as values of `model`, and report all mistakes in them together."""

from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.load import FILE, Configuration, load
from readiness_gate.toml.problems import Problem

__all__ = ["FILE", "Configuration", "ConfigurationError", "Problem", "load"]
