"""github-app.toml: the GitHub App that `serve` answers for. Every mistake is reported at its place."""

import re
from pathlib import Path
from typing import Annotated

from pydantic import Field

from readiness_gate.config.gate_entry import GateEntry, Patience, at, matching, mistakes_of_rules, read_file
from readiness_gate.model.deployments import API, GitHubApp
from readiness_gate.model.settings import Reader
from readiness_gate.model.time import duration
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import MANY, Site, Text, Word

FILE = "github-app.toml"
_REPOSITORY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*/(?!\.{1,2}$)[A-Za-z0-9._-]+", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9._-]{1,100}", re.ASCII)


class AppTable(StrictModel):
    """The app, as GitHub knows it."""

    id: Annotated[Text, matching(_ID, 'a client id such as "Iv23liExample", nor the number of an app in quotes')] = (
        Field(description="its client id, or its number in quotes")
    )
    api_url: Site = Field(default=API, description="the API; of GitHub Enterprise Server https://HOST/api/v3")
    private_key: Text | None = Field(default=None, description="the file with its private key; default: the variable")
    webhook_secret: Text | None = Field(default=None, description="the file with the secret; default: the variable")
    give_up_after: Patience = Field(default="1h", description="how long an answer is tried, such as 1h")


class RuleEntry(GateEntry):
    """An environment, and the gate that its deployments wait for."""

    repository: Annotated[Text, matching(_REPOSITORY, "an owner and a name, such as octo-org/crm")] = Field(
        description="its owner and name"
    )
    installation: int = Field(ge=1, description="the number of the app's installation")
    environment: Word = Field(max_length=255, description="the environment, as GitHub calls it")

    @property
    def place(self) -> tuple[str, int, str]:
        """Its repository, installation and name."""
        return self.repository, self.installation, self.environment

    @property
    def identity(self) -> tuple[object, ...]:
        """Its repository and name; GitHub ignores case in both."""
        return self.repository.casefold(), self.environment.casefold()


class AppFile(StrictModel):
    """github-app.toml."""

    app: AppTable
    rules: list[RuleEntry] = Field(min_length=1, max_length=MANY)


def load(name: str, read: Reader, folder: Path) -> GitHubApp:
    """Return the app in the named file, whose paths are relative to a folder. Raises ConfigurationError with every
    mistake in it, and BadUse if there is no such file."""
    file = read_file(name, read, AppFile, "app", lambda document, file: mistakes_of_rules(document, file.rules, folder))
    return GitHubApp(
        url=file.app.api_url.rstrip("/"),
        secret=at(folder, file.app.webhook_secret),
        give_up_after=duration(file.app.give_up_after),
        rules=tuple(entry.rule(folder) for entry in file.rules),
        id=file.app.id,
        private_key=at(folder, file.app.private_key),
    )


__all__ = ["FILE", "AppFile", "load"]
