"""The files that people write beside the configuration."""

from typing import TypeVar

from pydantic import BaseModel

from readiness_gate.errors import Unreadable
from readiness_gate.model.settings import Reader
from readiness_gate.toml.check import parsed
from readiness_gate.toml.document import LARGEST, Document
from readiness_gate.toml.problems import Problem

Model = TypeVar("Model", bound=BaseModel)


def beside(name: str, read: Reader, model: type[Model], problems: list[Problem]) -> tuple[Document, Model] | None:
    """A file beside the configuration as a document and as its model; None when there is none, or nothing of it can be
    used. What is wrong with it is added to the problems."""
    try:
        data = read(name, LARGEST)
    except Unreadable as error:
        problems.append(Problem(name, str(error).removeprefix(name).strip()))
        return None
    return parsed(name, data, model, problems) if data is not None else None
