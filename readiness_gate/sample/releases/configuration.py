"""The configuration of the program that goes live every quarter."""

from readiness_gate.sample.configuration import REPOSITORY, REQUIRED

CONFIGURATION = f"""\
#:schema ./readiness-gate.schema.json
[program]
name = "Northwind CRM"
timezone = "Europe/Berlin"

[milestones.go-live]
date = 2026-03-10
packs = ["starter"]
version = "5.0.0"

[[past-go-lives]]
from = "tags"                # or: from = "versions", export = "jira-versions.json",
                             # exported-at = 2026-03-05T06:00:00Z, pattern = "*.*.0"
pattern = "v*.*.0"
patch-within = "14d"

{REPOSITORY}
[jira]
export = "jira-export.json"
exported-at = 2026-03-05T06:00:00Z
projects = ["NW"]
severity = {{ field = "priority", sev1 = ["Highest"], sev2 = ["High"], sev3 = ["Medium"], sev4 = ["Low", "Lowest"] }}

[people]
roster = {{ file = "people/roster.csv", exported-at = 2026-03-05T06:00:00Z }}
completions = {{ file = "people/completions.csv", exported-at = 2026-03-05T06:00:00Z }}

{REQUIRED}"""
