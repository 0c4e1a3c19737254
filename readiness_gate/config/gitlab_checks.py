"""gitlab-checks.toml: the GitLab status checks that `serve` answers. Every mistake is reported at its place."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field

from readiness_gate.config.gate_entry import GateEntry, Patience, at, between, matching, mistakes_of_rules, read_file
from readiness_gate.model.deployments import GitLabChecks
from readiness_gate.model.settings import Reader
from readiness_gate.model.time import duration
from readiness_gate.toml.document import Document
from readiness_gate.toml.problems import Problem
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import MANY, Ref, Site, Text

FILE = "gitlab-checks.toml"
URL = "https://gitlab.com"
_PROJECT = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*)(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)+", re.ASCII)
_LEAST_TRIES = 4
"""The minimum number of evaluations that must fit into the validity of a pass. The gate is judged again halfway through
it; the second half is for another try, and for the answer."""


class GitLabTable(StrictModel):
    """The GitLab, and what is used to answer it."""

    url: Site = Field(default=URL, description="its address")
    token: Text | None = Field(default=None, description="the file with an access token; default: the variable")
    secret: Text | None = Field(default=None, description="the file with the shared secret; default: the variable")
    give_up_after: Patience = Field(default="1h", description="how long an answer is tried, such as 1h")
    valid_for: Annotated[Text, between("1h", "1d")] = Field(
        default="1h", description="how long a pass holds unless the gate is judged again, 1h to 1d"
    )
    notes: bool = Field(default=True, description="whether the reason is written into a note of the merge request")


class CheckEntry(GateEntry):
    """A branch, and the gate that merge requests into it wait for."""

    project: Annotated[Text, matching(_PROJECT, "the path of a project with its groups, such as octo-group/crm")] = (
        Field(description="its path with its groups")
    )
    project_id: int = Field(ge=1, description="its number, which its page shows")
    target_branch: Ref = Field(description="the branch that merge requests are merged into")

    place_key: ClassVar[str] = "target-branch"

    @property
    def place(self) -> tuple[str, int, str]:
        """Its project, the number of that, and its name."""
        return self.project, self.project_id, self.target_branch

    @property
    def identity(self) -> tuple[object, ...]:
        """The number of its project, and its name with its case."""
        return self.project_id, self.target_branch


class ChecksFile(StrictModel):
    """gitlab-checks.toml."""

    gitlab: GitLabTable
    rules: list[CheckEntry] = Field(min_length=1, max_length=MANY)


def load(name: str, read: Reader, folder: Path) -> GitLabChecks:
    """Return the status checks in the named file, whose paths are relative to a folder. Raises ConfigurationError with
    every mistake in it, and BadUse if there is no such file."""
    file = read_file(name, read, ChecksFile, "gitlab", partial(_mistakes, folder=folder))
    valid_for = duration(file.gitlab.valid_for)
    return GitLabChecks(
        url=file.gitlab.url.rstrip("/"),
        secret=at(folder, file.gitlab.secret),
        give_up_after=duration(file.gitlab.give_up_after),
        rules=tuple(entry.rule(folder, valid_for) for entry in file.rules),
        token=at(folder, file.gitlab.token),
        notes=file.gitlab.notes,
    )


def _mistakes(document: Document, file: ChecksFile, folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the rules."""
    for number, entry in enumerate(file.rules):
        if entry.timeout * _LEAST_TRIES > duration(file.gitlab.valid_for):
            what = (
                f"a pass holds for {file.gitlab.valid_for}, so judging may take a quarter of that at most: lower "
                "timeout, or raise valid-for"
            )
            yield document.problem(("rules", number, "timeout"), what, at_value=True)
    yield from mistakes_of_rules(document, file.rules, folder)


__all__ = ["FILE", "URL", "ChecksFile", "load"]
