"""github-app.toml: the GitHub App that `serve` answers for. Every mistake is reported at its place."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from readiness_gate.config.gate_entry import GateEntry, at, gate_of, mistakes_of_gate, patience
from readiness_gate.config.separate_file import load_separate
from readiness_gate.errors import BadUse
from readiness_gate.model.deployments import API, DeploymentRule, GitHubApp
from readiness_gate.model.settings import Reader
from readiness_gate.model.time import duration
from readiness_gate.toml.document import LARGEST, Document
from readiness_gate.toml.problems import Problem
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import MANY, Site, Text, Word

FILE = "github-app.toml"
_REPOSITORY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*/(?!\.{1,2}$)[A-Za-z0-9._-]+", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9._-]{1,100}", re.ASCII)


def _repository(text: str) -> str:
    if not _REPOSITORY.fullmatch(text):
        raise ValueError(f'"{text}" is not an owner and a name, such as octo-org/crm')
    return text


def _id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise ValueError(f'"{text}" is not a client id such as "Iv23liExample", nor the number of an app in quotes')
    return text


class AppTable(StrictModel):
    """The app, as GitHub knows it."""

    id: Annotated[Text, AfterValidator(_id)] = Field(description="its client id, or its number in quotes")
    api_url: Site = Field(default=API, description="the API; of GitHub Enterprise Server https://HOST/api/v3")
    private_key: Text | None = Field(default=None, description="the file with its private key; default: the variable")
    webhook_secret: Text | None = Field(default=None, description="the file with the secret; default: the variable")
    give_up_after: Annotated[Text, AfterValidator(patience)] = Field(
        default="1h", description="how long an answer is tried, such as 1h"
    )


class RuleEntry(GateEntry):
    """An environment, and the gate that its deployments wait for."""

    repository: Annotated[Text, AfterValidator(_repository)] = Field(description="its owner and name")
    installation: int = Field(ge=1, description="the number of the app's installation")
    environment: Word = Field(max_length=255, description="the environment, as GitHub calls it")


class AppFile(StrictModel):
    """github-app.toml."""

    app: AppTable
    rules: list[RuleEntry] = Field(min_length=1, max_length=MANY)


def load(name: str, read: Reader, folder: Path) -> GitHubApp:
    """Return the app in the named file, whose paths are relative to a folder. Raises ConfigurationError with every
    mistake in it, and BadUse if there is no such file."""
    data = read(name, LARGEST)
    if data is None:
        raise BadUse(f"{name} not found. Create it with [app] and a [[rules]] table for each environment")
    file = load_separate(name, data, AppFile, partial(_mistakes, folder=folder))
    return GitHubApp(
        id=file.app.id,
        api=file.app.api_url.rstrip("/"),
        private_key=at(folder, file.app.private_key),
        webhook_secret=at(folder, file.app.webhook_secret),
        give_up_after=duration(file.app.give_up_after),
        rules=tuple(
            DeploymentRule(entry.repository, entry.installation, entry.environment, gate_of(entry, folder))
            for entry in file.rules
        ),
    )


def _mistakes(document: Document, file: AppFile, folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the rules."""
    numbers: dict[tuple[str, str], int] = {}
    for number, entry in enumerate(file.rules):
        first = numbers.setdefault((entry.repository.casefold(), entry.environment.casefold()), number)
        if first != number:
            what = (
                f"{entry.repository} and {entry.environment} are also those of rule {first + 1}: an environment waits "
                "for one gate"
            )
            yield document.problem(("rules", number, "environment"), what, at_value=True)
        yield from mistakes_of_gate(document, number, entry, folder)


__all__ = ["FILE", "AppFile", "load"]
