"""The configuration of the sample program, which the documentation explains."""

REPOSITORY = """\
[git]
mainline = "main"

[git.paths]
config = ["force-app/**/*-meta.xml"]
code = ["force-app/**/*.cls"]
docs = ["docs/**/*.md"]

[[covers]]
docs = ["docs/quoting/**"]
modules = ["quoting"]
config = ["force-app/**/Quote*/**", "force-app/**/Quote*"]

[[covers]]
docs = ["docs/pipeline/**"]
modules = ["pipeline"]
config = ["force-app/**/Opportunity*/**", "force-app/**/Opportunity*"]

[[covers]]
docs = ["docs/service/**"]
modules = ["service"]
config = ["force-app/**/Case*/**", "force-app/**/Case*"]

[[covers]]
docs = ["docs/accounts/**"]
modules = ["accounts"]
config = ["force-app/**/Account*/**", "force-app/**/Account*"]
"""
"""The paths of configuration, code and documents, and which documents describe which configuration."""

REQUIRED = """\
[people.required]
"Sales rep" = ["basics", "quoting", "pipeline"]
"Sales manager" = ["basics", "pipeline"]
"Service agent" = ["basics", "service"]
"Back office" = ["basics", "accounts"]
"""
"""The training modules of each role."""

CONFIGURATION = f"""\
#:schema ./readiness-gate.schema.json
[program]
name = "Northwind CRM, wave 1"
timezone = "Europe/Berlin"

[milestones.go-live]
date = 2026-03-23
packs = ["starter"]

{REPOSITORY}
[jira]
export = "jira-export.json"
projects = ["NW"]
severity = {{ field = "priority", sev1 = ["Highest"], sev2 = ["High"], sev3 = ["Medium"], sev4 = ["Low", "Lowest"] }}

[people]
roster = "people/roster.csv"
completions = "people/completions.csv"

{REQUIRED}
[waivers]
approvers = ["sponsor@northwind.example"]
"""
