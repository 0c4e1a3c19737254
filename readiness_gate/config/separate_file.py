"""Files that are independent of a configuration, such as those of `serve` and `portfolio`."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from pydantic import BaseModel

from readiness_gate.config.errors import ConfigurationError
from readiness_gate.toml.check import parsed
from readiness_gate.toml.document import Document
from readiness_gate.toml.problems import Problem

File = TypeVar("File", bound=BaseModel)


def load_separate(
    name: str, data: bytes, model: type[File], mistakes: Callable[[Document, File], Iterable[Problem]]
) -> File:
    """Return the content of a file as its model. Raises ConfigurationError with every problem: those of the model, and
    those that `mistakes` yields."""
    problems: list[Problem] = []
    parts = parsed(name, data, model, problems)
    if parts is not None:
        problems += mistakes(*parts)
    if parts is None or problems:
        raise ConfigurationError(problems)
    return parts[1]


__all__ = ["load_separate"]
