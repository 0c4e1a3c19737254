"""The configuration that a program starts from: complete, valid, and with a comment for everything to be decided."""

from dataclasses import dataclass
from datetime import date

from readiness_gate.config.toml import as_toml

EXPORT = "jira-export.json"
ROSTER = "people/roster.csv"
COMPLETIONS = "people/completions.csv"


@dataclass(frozen=True, slots=True)
class Start:
    """What is known of a program on its first day."""

    name: str
    timezone: str
    go_live: date
    export: str = EXPORT
    roster: str = ROSTER
    completions: str = COMPLETIONS
    platforms: tuple[str, ...] = ("platforms/in-house",)


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
packs = {as_toml(("starter", *start.platforms))}  # `readiness-gate rules list` shows the rules

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
