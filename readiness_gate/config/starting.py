"""The configuration that a program starts from: complete, valid, and with a comment for everything to be decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from readiness_gate.config.catalog import dimensions, packs_of_dimensions
from readiness_gate.config.check import parsed
from readiness_gate.config.closed import Closed
from readiness_gate.config.problems import Problem
from readiness_gate.config.toml import Value, as_toml
from readiness_gate.config.values import Day, Text, Zone
from readiness_gate.model.policy import ALWAYS_MEASURED, DIMENSIONS, Dimension

EXPORT = "jira-export.json"
ROSTER = "people/roster.csv"
COMPLETIONS = "people/completions.csv"
STARTER = "starter"


@dataclass(frozen=True, slots=True)
class Start:
    """What is known of a program on its first day; `measures` is what it measures besides what the starter is about,
    `not_measured` is what it leaves out, with the reason."""

    name: str
    timezone: str
    go_live: date
    export: str = EXPORT
    roster: str = ROSTER
    completions: str = COMPLETIONS
    platforms: tuple[str, ...] = ("platforms/in-house",)
    measures: tuple[Dimension, ...] = ()
    not_measured: Mapping[Dimension, str] = field(default_factory=dict[Dimension, str])

    @property
    def packs(self) -> tuple[str, ...]:
        """The starter, the packs that have the rules on what else is measured, and those of the platforms."""
        known = choices()
        named = {pack for each in self.measures for pack in known[each]}
        return (STARTER, *(pack for pack in packs_of_dimensions() if pack in named), *self.platforms)

    @property
    def unheard(self) -> tuple[Dimension, ...]:
        """The dimensions that no rule of these packs is about, and that nobody left out by name."""
        packs = set(self.packs)
        return tuple(
            each for each, having in choices().items() if each not in self.not_measured and packs.isdisjoint(having)
        )


def choices() -> Mapping[Dimension, tuple[str, ...]]:
    """The dimensions that a program may measure besides what the starter is about, each with the packs of its rules."""
    settled = {*ALWAYS_MEASURED, *dimensions(STARTER).values()}
    packs = packs_of_dimensions()
    found: dict[Dimension, tuple[str, ...]] = {}
    for each in DIMENSIONS:
        having = tuple(name for name, rules in packs.items() if each in rules.values())
        if having and each not in settled:
            found[each] = having
    return found


class _Answer(Closed):
    """A file that says one thing, of a kind that a starting configuration asks for."""

    text: Text | None = None
    zone: Zone | None = None
    day: Day | None = None


def mistake(kind: Literal["text", "zone", "day"], value: Value, called: str) -> str | None:
    """What is wrong with something that is to stand in a configuration, by the rules of the file, told of what it is
    called: `--name must not be empty`."""
    try:
        data = f"{kind} = {as_toml(value)}\n".encode()
    except UnicodeEncodeError:
        return f"{called} is not text in UTF-8"
    problems: list[Problem] = []
    parsed(called, data, _Answer, problems)
    if not problems:
        return None
    what = problems[0].what
    return called + what.removeprefix(kind) if what.startswith(kind) else f"{called}: {what}"


def starting_configuration(start: Start, schema: str) -> str:
    """The text of a readiness-gate.toml; `schema` is the name of the schema file beside it."""
    return f"""\
#:schema ./{schema}
# What must hold before go-live, and where the facts come from. `readiness-gate doctor` tells what is still missing.
[program]
name = {as_toml(start.name)}
timezone = {as_toml(start.timezone)}                # a date below means a day there

[milestones.go-live]
date = {start.go_live}
# The starter has few rules, for the first day. More on these matters are in {_named(_fuller(start.packs))}:
# name these in packs, too, when you can answer them. `readiness-gate rules list` shows the rules of every pack.
packs = {as_toml(start.packs)}

[git]
# The branch that is deployed from; HEAD is whatever is checked out. A CI checkout often has only "origin/main".
mainline = "HEAD"

# Which files are configuration, code and documents, the pack of the platform says; what stands here replaces that.
# Patterns begin at the top of the repository; * stays in one folder, ** is any number of folders.
[git.paths]
# config = ["config/**"]
# code = ["src/**"]
# docs = ["docs/**"]
# exclude = ["**/translations/**"]      # wins over the others

# Which documents describe which configuration: a document is stale when that changed more than a week after it.
# One table for each part of the system. Until there is one, DOC-01 cannot be measured.
# [[covers]]
# docs = ["docs/quoting/**"]
# modules = ["quoting"]
# config = ["config/quoting/**"]

[jira]
# The search API's JSON of the program's issues, with issuetype, status, priority, created and updated:
# one answer, a list of its pages, or one issue a line; plain or gzip.
export = {as_toml(start.export)}
# projects = ["CRM"]                   # each must be in the export
# canary = "CRM-1"                     # an issue that must always be visible
# A value of the field that stands nowhere here counts as sev1.
severity = {{ field = "priority", sev1 = ["Highest"], sev2 = ["High"], sev3 = ["Medium"], sev4 = ["Low", "Lowest"] }}

[people]
roster = {as_toml(start.roster)}         # person, role[, from, to, critical-process]
completions = {as_toml(start.completions)}    # person, module, completed-at

# The modules that each role must complete, for every role of the roster.
# [people.required]
# "Sales rep" = ["basics", "quoting"]
{_left_out(start)}
[waivers]
# approvers = ["sponsor@example.com"]  # who may accept a risk, in readiness-waivers.toml

# A rule of your own; give a shipped rule's id to change that rule.
[[rules]]
id = "OWN-01"
title = "The baseline has been quiet for two weeks"
dimension = "change"
signal = "change.landings"
with = {{ window = "14d" }}
at-most = 0
owner = "release manager"
why = "People are trained on what they will use: whatever lands after their session, they were not trained on."
remedy = "Let nothing more land in configuration and code before the milestone."
source = "A default of this file: set it to what your release policy says"
evidence = "convention"
"""


def _left_out(start: Start) -> str:
    """The table of what is not measured, and how to begin one where a dimension is neither measured nor left out."""
    told, unheard = "", start.unheard
    if unheard:
        known = choices()
        told += f"""
# No rule of the packs above is about {", ".join(unheard)}, and every report says so.
# Their rules are in {_named(dict.fromkeys(pack for each in unheard for pack in known[each]))}: \
name these in packs, too, and leave out here what the program does not measure.
"""
    if start.not_measured:
        lines = "".join(f"{each} = {as_toml(why)}\n" for each, why in start.not_measured.items())
        return f"""{told}
# What the program does not measure, and why: every report says so. To measure one of these, take its line away, and
# see that a pack with its rules is named in packs above.
[not-measured]
{lines}"""
    return told + (f'# [not-measured]\n# {unheard[-1]} = "why, and who watches it"\n' if unheard else "")


def _fuller(packs: Sequence[str]) -> list[str]:
    """The packs of dimensions that have more rules on what the starter has some on, or on what no gate leaves out."""
    had = {id_ for pack in packs for id_ in dimensions(pack)}
    apart = {pack for having in choices().values() for pack in having}
    return [name for name, rules in packs_of_dimensions().items() if name not in apart and not had.issuperset(rules)]


def _named(packs: Iterable[str]) -> str:
    return ", ".join(as_toml(pack) for pack in packs)
