"""azure-checks.toml: the Azure DevOps checks that `serve` answers. Every mistake is reported at its place."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import Field

from readiness_gate.config.gate_entry import GateEntry, at, between, matching, mistakes_of_rules, read_file
from readiness_gate.model.deployments import Checks
from readiness_gate.model.settings import Reader
from readiness_gate.model.time import duration
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import MANY, Site, Text, Word

FILE = "azure-checks.toml"
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


class AzureTable(StrictModel):
    """The organization, and what its service connection sends."""

    organization: Site = Field(description="its address, as in https://dev.azure.com/octo-org")
    secret: Text | None = Field(default=None, description="the file with the password; default: the variable")
    give_up_after: Annotated[Text, between("1h", "1d", ", as the token for the answer ends after 48 hours")] = Field(
        default="1h", description="how long an answer is tried, such as 1h"
    )


class AzureEntry(GateEntry):
    """An environment, and the gate that runs of pipelines wait for there."""

    project_id: Annotated[
        Text, matching(_ID, 'the id of a project, such as "6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c"')
    ] = Field(description="the id of the project")
    repository: Word = Field(max_length=255, description="the repository, as Build.Repository.Name has it")
    environment: Word = Field(max_length=255, description="the environment, as the check names it")

    @property
    def place(self) -> tuple[str, str, str]:
        """Its repository, project and name."""
        return self.repository, self.project_id.lower(), self.environment

    @property
    def identity(self) -> tuple[object, ...]:
        """The same; Azure DevOps ignores case in all of them."""
        return tuple(part.casefold() for part in self.place)


class AzureFile(StrictModel):
    """azure-checks.toml."""

    azure: AzureTable
    rules: list[AzureEntry] = Field(min_length=1, max_length=MANY)


def load(name: str, read: Reader, folder: Path) -> Checks:
    """Return the checks in the named file, whose paths are relative to a folder. Raises ConfigurationError with every
    mistake in it, and BadUse if there is no such file."""
    file = read_file(
        name, read, AzureFile, "azure", lambda document, file: mistakes_of_rules(document, file.rules, folder)
    )
    return Checks(
        url=file.azure.organization.rstrip("/"),
        secret=at(folder, file.azure.secret),
        give_up_after=duration(file.azure.give_up_after),
        rules=tuple(entry.rule(folder) for entry in file.rules),
    )


__all__ = ["FILE", "AzureFile", "load"]
