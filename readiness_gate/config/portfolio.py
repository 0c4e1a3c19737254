"""portfolio.toml: the programs that are reviewed together, with every mistake located."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from pydantic import Field

from readiness_gate.config import FILE as CONFIGURATION
from readiness_gate.config.separate_file import load_separate
from readiness_gate.errors import BadUse
from readiness_gate.model.portfolio import Member, Portfolio
from readiness_gate.model.settings import Reader
from readiness_gate.model.wording import folded
from readiness_gate.toml.document import LARGEST, Document
from readiness_gate.toml.problems import Problem, did_you_mean
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import MANY, Names, Ref, Text, Word, Words

FILE = "portfolio.toml"


class PortfolioTable(StrictModel):
    """What the programs are together."""

    name: Text


class ProgramEntry(StrictModel):
    """A program: a local checkout with its configuration."""

    name: Word = Field(description="what the portfolio calls it; each name once")
    checkout: Text = Field(description="the folder that has all its files, relative to this file or absolute")
    config: Text = Field(default=CONFIGURATION, description="its configuration, relative to the checkout")
    milestones: Names | None = Field(default=None, description="those to judge; default: the next one by date")
    policy_ref: Ref | None = Field(default=None, description="the git ref that its policy is read from")
    tags: Words | None = Field(default=None, description="what --tag selects programs by")
    after: Words | None = Field(default=None, description="the programs that are earlier waves of the same rollout")


class PortfolioFile(StrictModel):
    """portfolio.toml."""

    portfolio: PortfolioTable
    programs: list[ProgramEntry] = Field(min_length=1, max_length=MANY)


def load(name: str, read: Reader) -> Portfolio:
    """Return the portfolio in the named file. Raises ConfigurationError with everything wrong in it, and BadUse if
    there is no such file."""
    data = read(name, LARGEST)
    if data is None:
        raise BadUse(
            f"{name} not found. Create it with a [[programs]] table for each program, or name the file with -p"
        )
    file = load_separate(name, data, PortfolioFile, _mistakes)
    return Portfolio(file.portfolio.name, tuple(map(_member, file.programs)))


def _member(entry: ProgramEntry) -> Member:
    return Member(
        name=entry.name,
        checkout=entry.checkout,
        config=entry.config,
        milestones=tuple(dict.fromkeys(entry.milestones or ())),
        policy_ref=entry.policy_ref or "",
        tags=frozenset(entry.tags or ()),
        after=tuple(dict.fromkeys(entry.after or ())),
    )


def _mistakes(document: Document, file: PortfolioFile) -> Iterator[Problem]:
    """Report problems with the programs together."""
    numbers: dict[str, int] = {}
    for number, entry in enumerate(file.programs):
        first = numbers.setdefault(folded(entry.name), number)
        if first != number:
            yield document.problem(
                ("programs", number, "name"),
                f'"{entry.name}" is also the name of program {first + 1}. Give each program a different name',
                at_value=True,
            )
        yield from _check_program(document, file, number, entry)


def _check_program(document: Document, file: PortfolioFile, number: int, entry: ProgramEntry) -> Iterator[Problem]:
    """Report problems with one program."""
    if leads_up(entry.config):
        what = f'"{entry.config}" is not in the checkout: give a path relative to it, or another checkout'
        yield document.problem(("programs", number, "config"), what, at_value=True)
    names = [other.name for other in file.programs]
    for position, earlier in enumerate(entry.after or ()):
        where = ("programs", number, "after", position)
        if earlier == entry.name:
            yield document.problem(where, f'"{earlier}" cannot come after itself', at_value=True)
        elif earlier not in names:
            yield document.problem(
                where, f'there is no program "{earlier}"{did_you_mean(earlier, names)}', at_value=True
            )


def leads_up(path: str) -> bool:
    """Return whether a path leads out of the folder that it is relative to, judging by its text alone."""
    pure = PurePosixPath(path)
    return pure.is_absolute() or ".." in pure.parts


__all__ = ["FILE", "PortfolioFile", "leads_up", "load"]
