"""github-app.toml: the GitHub App that `serve` answers for, with every mistake located."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from readiness_gate.config import FILE as CONFIGURATION
from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.portfolio import leads_up
from readiness_gate.errors import BadUse
from readiness_gate.model.deployments import API, DeploymentRule, GitHubApp
from readiness_gate.model.settings import Reader
from readiness_gate.model.time import DAY, HOUR, duration
from readiness_gate.toml.check import parsed
from readiness_gate.toml.document import LARGEST, Document
from readiness_gate.toml.problems import Problem
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import MANY, Name, Ref, Site, Text, Word

FILE = "github-app.toml"
LONGEST = 29 * DAY
"""GitHub ends a deployment that has waited for 30 days."""
LONGEST_AGE = 90 * DAY
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


def _patience(text: str) -> str:
    if not HOUR <= duration(text) <= LONGEST:
        raise ValueError(f'"{text}" is not between 1h and 29d, as GitHub ends what waits for 30 days')
    return text


def _age(text: str) -> str:
    if not HOUR <= duration(text) <= LONGEST_AGE:
        raise ValueError(f'"{text}" is not between 1h and 90d')
    return text


class AppTable(StrictModel):
    """The app, as GitHub knows it."""

    id: Annotated[Text, AfterValidator(_id)] = Field(description="its client id, or its number in quotes")
    api_url: Site = Field(default=API, description="the API; of GitHub Enterprise Server https://HOST/api/v3")
    private_key: Text | None = Field(default=None, description="the file with its private key; default: the variable")
    webhook_secret: Text | None = Field(default=None, description="the file with the secret; default: the variable")
    give_up_after: Annotated[Text, AfterValidator(_patience)] = Field(
        default="1h", description="how long an answer is tried, such as 1h"
    )


class RuleEntry(StrictModel):
    """An environment, and the gate that its deployments wait for."""

    repository: Annotated[Text, AfterValidator(_repository)] = Field(description="its owner and name")
    installation: int = Field(ge=1, description="the number of the app's installation")
    environment: Word = Field(max_length=255, description="the environment, as GitHub calls it")
    checkout: Text = Field(
        description="the folder that has all files of the program, relative to this file or absolute"
    )
    config: Text = Field(default=CONFIGURATION, description="its configuration, relative to the checkout")
    milestone: Name = Field(description="the milestone whose gate is judged")
    policy_ref: Ref | None = Field(default=None, description="the git ref that its policy is read from")
    timeout: int = Field(default=300, ge=1, le=3_600, description="seconds for one evaluation")
    memory: int = Field(default=4_096, ge=256, le=1_048_576, description="MiB for one evaluation")
    max_age: Annotated[Text, AfterValidator(_age)] | None = Field(
        default=None, description="a go on the same evidence must have been recorded within this time, such as 24h"
    )


class AppFile(StrictModel):
    """github-app.toml."""

    app: AppTable
    rules: list[RuleEntry] = Field(min_length=1, max_length=MANY)


def load(name: str, read: Reader, folder: Path) -> GitHubApp:
    """Return the app described in a file, whose paths are relative to a folder. Raises ConfigurationError with
    everything wrong in it, and BadUse if there is no such file."""
    data = read(name, LARGEST)
    if data is None:
        raise BadUse(f"{name} not found. Create it with [app] and a [[rules]] table for each environment")
    problems: list[Problem] = []
    parts = parsed(name, data, AppFile, problems)
    if parts is None:
        raise ConfigurationError(problems)
    document, file = parts
    problems += _mistakes(document, file, folder)
    if problems:
        raise ConfigurationError(problems)
    return GitHubApp(
        id=file.app.id,
        api=file.app.api_url.rstrip("/"),
        private_key=_at(folder, file.app.private_key),
        webhook_secret=_at(folder, file.app.webhook_secret),
        give_up_after=duration(file.app.give_up_after),
        rules=tuple(_rule(entry, folder) for entry in file.rules),
    )


def _at(folder: Path, name: str | None) -> str:
    return "" if name is None else str(folder / name)


def _rule(entry: RuleEntry, folder: Path) -> DeploymentRule:
    return DeploymentRule(
        repository=entry.repository,
        installation=entry.installation,
        environment=entry.environment,
        checkout=_at(folder, entry.checkout),
        config=entry.config,
        milestone=entry.milestone,
        policy_ref=entry.policy_ref or "",
        seconds=entry.timeout,
        memory=entry.memory,
        max_age=0 if entry.max_age is None else duration(entry.max_age),
    )


def _mistakes(document: Document, file: AppFile, folder: Path) -> Iterator[Problem]:
    """Report problems with the rules."""
    numbers: dict[tuple[str, str], int] = {}
    for number, entry in enumerate(file.rules):
        first = numbers.setdefault((entry.repository.casefold(), entry.environment.casefold()), number)
        if first != number:
            what = (
                f"{entry.repository} and {entry.environment} are also those of rule {first + 1}: an environment waits "
                "for one gate"
            )
            yield document.problem(("rules", number, "environment"), what, at_value=True)
        if leads_up(entry.config):
            what = f'"{entry.config}" is not in the checkout: give a path relative to it, or another checkout'
            yield document.problem(("rules", number, "config"), what, at_value=True)
        if not (folder / entry.checkout).is_dir():
            what = f'"{entry.checkout}" is not a folder: clone the program there, or correct checkout'
            yield document.problem(("rules", number, "checkout"), what, at_value=True)


__all__ = ["FILE", "AppFile", "load"]
