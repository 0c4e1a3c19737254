"""azure-checks.toml: the Azure DevOps checks that `serve` answers. Every mistake is reported at its place."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from readiness_gate.config.gate_entry import GateEntry, at, gate_of, mistakes_of_gate
from readiness_gate.config.separate_file import load_separate
from readiness_gate.errors import BadUse
from readiness_gate.model.deployments import AzureChecks, AzureRule
from readiness_gate.model.settings import Reader
from readiness_gate.model.time import DAY, HOUR, duration
from readiness_gate.toml.document import LARGEST, Document
from readiness_gate.toml.problems import Problem
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import MANY, Site, Text, Word

FILE = "azure-checks.toml"
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise ValueError(f'"{text}" is not the id of a project, such as "6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c"')
    return text.lower()


def _patience(text: str) -> str:
    if not HOUR <= duration(text) <= DAY:
        raise ValueError(f'"{text}" is not between 1h and 1d, as the token for the answer ends after 48 hours')
    return text


class AzureTable(StrictModel):
    """The organization, and what its service connection sends."""

    organization: Site = Field(description="its address, as in https://dev.azure.com/octo-org")
    secret: Text | None = Field(default=None, description="the file with the password; default: the variable")
    give_up_after: Annotated[Text, AfterValidator(_patience)] = Field(
        default="1h", description="how long an answer is tried, such as 1h"
    )


class AzureEntry(GateEntry):
    """An environment, and the gate that runs of pipelines wait for there."""

    project_id: Annotated[Text, AfterValidator(_id)] = Field(description="the id of the project")
    repository: Word = Field(max_length=255, description="the repository, as Build.Repository.Name has it")
    environment: Word = Field(max_length=255, description="the environment, as the check names it")


class AzureFile(StrictModel):
    """azure-checks.toml."""

    azure: AzureTable
    rules: list[AzureEntry] = Field(min_length=1, max_length=MANY)


def load(name: str, read: Reader, folder: Path) -> AzureChecks:
    """Return the checks in the named file, whose paths are relative to a folder. Raises ConfigurationError with every
    mistake in it, and BadUse if there is no such file."""
    data = read(name, LARGEST)
    if data is None:
        raise BadUse(f"{name} not found. Create it with [azure] and a [[rules]] table for each environment")
    file = load_separate(name, data, AzureFile, partial(_mistakes, folder=folder))
    return AzureChecks(
        organization=file.azure.organization.rstrip("/"),
        secret=at(folder, file.azure.secret),
        give_up_after=duration(file.azure.give_up_after),
        rules=tuple(
            AzureRule(entry.project_id, entry.repository, entry.environment, gate_of(entry, folder))
            for entry in file.rules
        ),
    )


def _mistakes(document: Document, file: AzureFile, folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the rules."""
    numbers: dict[tuple[str, str, str], int] = {}
    for number, entry in enumerate(file.rules):
        name = entry.project_id, entry.repository.casefold(), entry.environment.casefold()
        first = numbers.setdefault(name, number)
        if first != number:
            what = (
                f"{entry.repository} and {entry.environment} are also those of rule {first + 1}: an environment waits "
                "for one gate"
            )
            yield document.problem(("rules", number, "environment"), what, at_value=True)
        yield from mistakes_of_gate(document, number, entry, folder)


__all__ = ["FILE", "AzureFile", "load"]
