"""The files that users keep next to the configuration."""

from typing import TypeVar

from pydantic import BaseModel

from readiness_gate.errors import Unreadable
from readiness_gate.model.settings import Reader
from readiness_gate.toml.check import parsed
from readiness_gate.toml.document import LARGEST, Document
from readiness_gate.toml.problems import Problem

Model = TypeVar("Model", bound=BaseModel)


def load_companion(
    name: str, read: Reader, model: type[Model], problems: list[Problem]
) -> tuple[Document, Model] | None:
    """Return a companion file as a document and as its model; None if it is absent or unusable. Its mistakes are added
    to `problems`."""
    try:
        data = read(name, LARGEST)
    except Unreadable as error:
        problems.append(Problem(name, str(error).removeprefix(name).strip()))
        return None
    return parsed(name, data, model, problems) if data is not None else None
