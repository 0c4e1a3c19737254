"""gitlab-checks.toml: the GitLab status checks that `serve` answers. Every mistake is reported at its place."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from readiness_gate.config.gate_entry import GateEntry, at, gate_of, mistakes_of_gate, patience
from readiness_gate.config.separate_file import load_separate
from readiness_gate.errors import BadUse
from readiness_gate.model.deployments import GitLabChecks, GitLabRule
from readiness_gate.model.settings import Reader
from readiness_gate.model.time import DAY, HOUR, duration
from readiness_gate.toml.document import LARGEST, Document
from readiness_gate.toml.problems import Problem
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import MANY, Ref, Site, Text

FILE = "gitlab-checks.toml"
URL = "https://gitlab.com"
_PROJECT = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*)(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)+", re.ASCII)
_LEAST_TRIES = 4
"""The minimum number of evaluations that must fit into the validity of a pass. The gate is judged again halfway through
it; the second half is for another try, and for the answer."""


def _project(text: str) -> str:
    if not _PROJECT.fullmatch(text):
        raise ValueError(f'"{text}" is not the path of a project with its groups, such as octo-group/crm')
    return text


def _validity(text: str) -> str:
    if not HOUR <= duration(text) <= DAY:
        raise ValueError(f'"{text}" is not between 1h and 1d')
    return text


class GitLabTable(StrictModel):
    """The GitLab, and what is used to answer it."""

    url: Site = Field(default=URL, description="its address")
    token: Text | None = Field(default=None, description="the file with an access token; default: the variable")
    secret: Text | None = Field(default=None, description="the file with the shared secret; default: the variable")
    give_up_after: Annotated[Text, AfterValidator(patience)] = Field(
        default="1h", description="how long an answer is tried, such as 1h"
    )
    valid_for: Annotated[Text, AfterValidator(_validity)] = Field(
        default="1h", description="how long a pass holds unless the gate is judged again, 1h to 1d"
    )
    notes: bool = Field(default=True, description="whether the reason is written into a note of the merge request")


class CheckEntry(GateEntry):
    """A branch, and the gate that merge requests into it wait for."""

    project: Annotated[Text, AfterValidator(_project)] = Field(description="its path with its groups")
    project_id: int = Field(ge=1, description="its number, which its page shows")
    target_branch: Ref = Field(description="the branch that merge requests are merged into")


class ChecksFile(StrictModel):
    """gitlab-checks.toml."""

    gitlab: GitLabTable
    rules: list[CheckEntry] = Field(min_length=1, max_length=MANY)


def load(name: str, read: Reader, folder: Path) -> GitLabChecks:
    """Return the status checks in the named file, whose paths are relative to a folder. Raises ConfigurationError with
    every mistake in it, and BadUse if there is no such file."""
    data = read(name, LARGEST)
    if data is None:
        raise BadUse(f"{name} not found. Create it with [gitlab] and a [[rules]] table for each branch")
    file = load_separate(name, data, ChecksFile, partial(_mistakes, folder=folder))
    valid_for = duration(file.gitlab.valid_for)
    rules = (
        GitLabRule(entry.project, entry.project_id, entry.target_branch, gate_of(entry, folder, valid_for))
        for entry in file.rules
    )
    return GitLabChecks(
        url=file.gitlab.url.rstrip("/"),
        token=at(folder, file.gitlab.token),
        secret=at(folder, file.gitlab.secret),
        give_up_after=duration(file.gitlab.give_up_after),
        notes=file.gitlab.notes,
        rules=tuple(rules),
    )


def _mistakes(document: Document, file: ChecksFile, folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the rules."""
    numbers: dict[tuple[int, str], int] = {}
    for number, entry in enumerate(file.rules):
        first = numbers.setdefault((entry.project_id, entry.target_branch), number)
        if first != number:
            what = (
                f"project {entry.project_id} and {entry.target_branch} are also those of rule {first + 1}: a branch "
                "waits for one gate"
            )
            yield document.problem(("rules", number, "target-branch"), what, at_value=True)
        if entry.timeout * _LEAST_TRIES > duration(file.gitlab.valid_for):
            what = (
                f"a pass holds for {file.gitlab.valid_for}, so judging may take a quarter of that at most: lower "
                "timeout, or raise valid-for"
            )
            yield document.problem(("rules", number, "timeout"), what, at_value=True)
        yield from mistakes_of_gate(document, number, entry, folder)


__all__ = ["FILE", "URL", "ChecksFile", "load"]
