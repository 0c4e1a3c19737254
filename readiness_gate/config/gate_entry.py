"""What the files of all services share: their rules, each with a place that waits and the gate that is judged."""

import re
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from readiness_gate.config import FILE as CONFIGURATION
from readiness_gate.config.portfolio import leads_up
from readiness_gate.config.separate_file import File, load_separate
from readiness_gate.errors import BadUse
from readiness_gate.model.deployments import Gate, Rule
from readiness_gate.model.settings import Reader
from readiness_gate.model.time import Seconds, duration
from readiness_gate.toml.document import LARGEST, Document
from readiness_gate.toml.problems import Problem
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import Name, Ref, Text


def between(least: str, most: str, why: str = "") -> AfterValidator:
    """Return the check that a duration is in a range."""

    def check(text: str) -> str:
        if not duration(least) <= duration(text) <= duration(most):
            raise ValueError(f'"{text}" is not between {least} and {most}{why}')
        return text

    return AfterValidator(check)


def matching(pattern: "re.Pattern[str]", what: str) -> AfterValidator:
    """Return the check that a text has a form."""

    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise ValueError(f'"{text}" is not {what}')
        return text

    return AfterValidator(check)


Patience = Annotated[Text, between("1h", "29d", ", as GitHub ends what waits for 30 days")]
"""How long to keep trying to answer."""


class GateEntry(StrictModel):
    """The gate that a place waits for."""

    checkout: Text = Field(
        description="the folder that has all files of the program, relative to this file or absolute"
    )
    config: Text = Field(default=CONFIGURATION, description="its configuration, relative to the checkout")
    milestone: Name = Field(description="the milestone whose gate is judged")
    policy_ref: Ref | None = Field(default=None, description="the git ref that its policy is read from")
    timeout: int = Field(default=300, ge=1, le=3_600, description="seconds for one evaluation")
    memory: int = Field(default=4_096, ge=256, le=1_048_576, description="MiB for one evaluation")
    max_age: Annotated[Text, between("1h", "90d")] | None = Field(
        default=None, description="a go on the same evidence must have been recorded within this time, such as 24h"
    )

    place_key: ClassVar[str] = "environment"
    """The key in the file that names the place."""

    @property
    @abstractmethod
    def place(self) -> tuple[str, int | str, str]:
        """Its repository, the id of its installation or project, and its name."""

    @property
    @abstractmethod
    def identity(self) -> tuple[object, ...]:
        """What no other rule may have."""

    def rule(self, folder: Path, valid_for: Seconds = 0) -> Rule:
        """Return the rule, whose paths are relative to a folder."""
        gate = Gate(
            checkout=at(folder, self.checkout),
            config=self.config,
            milestone=self.milestone,
            policy_ref=self.policy_ref or "",
            seconds=self.timeout,
            memory=self.memory,
            max_age=0 if self.max_age is None else duration(self.max_age),
            valid_for=valid_for,
        )
        return Rule(*self.place, gate)


def at(folder: Path, name: str | None) -> str:
    """Return the path of a name, which may be relative to `folder`; empty if there is no name."""
    return "" if name is None else str(folder / name)


def read_file(
    name: str, read: Reader, form: type[File], table: str, mistakes: Callable[[Document, File], Iterator[Problem]]
) -> File:
    """Return the content of the file of a service, whose main table is `table`. Raises ConfigurationError with every
    mistake in it, and BadUse if there is no such file."""
    data = read(name, LARGEST)
    if data is None:
        raise BadUse(f"{name} not found. Create it with [{table}] and a [[rules]] table for each place that waits")
    return load_separate(name, data, form, mistakes)


def mistakes_of_rules(document: Document, rules: Sequence[GateEntry], folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the rules of a file in a folder."""
    numbers: dict[tuple[object, ...], int] = {}
    for number, entry in enumerate(rules):
        first = numbers.setdefault(entry.identity, number)
        if first != number:
            repository, _, place = entry.place
            what = f"{repository} and {place} are also those of rule {first + 1}: a place waits for one gate"
            yield document.problem(("rules", number, entry.place_key), what, at_value=True)
        if leads_up(entry.config):
            what = f'"{entry.config}" is not in the checkout: give a path relative to it, or another checkout'
            yield document.problem(("rules", number, "config"), what, at_value=True)
        if not (folder / entry.checkout).is_dir():
            what = f'"{entry.checkout}" is not a folder: clone the program there, or correct checkout'
            yield document.problem(("rules", number, "checkout"), what, at_value=True)


__all__ = ["GateEntry", "Patience", "at", "between", "matching", "mistakes_of_rules", "read_file"]
