"""The files of the waves except those on people: what is judged, and by which rules."""

PORTFOLIO = """\
[portfolio]
name = "Northwind CRM"

[[programs]]
name = "Wave 1, Germany"
checkout = "wave-1"
milestones = ["adoption-d60"]
tags = ["crm"]

[[programs]]
name = "Wave 2, Austria"
checkout = "wave-2"
milestones = ["go-live"]
tags = ["crm"]
after = ["Wave 1, Germany"]

[[programs]]
name = "Wave 3, field service"
checkout = "wave-3"
milestones = ["go-live"]
tags = ["field-service"]
"""

RULES = """\
includes = ["training"]
only = ["TRN-01"]
"""

THIRD_WAVE = """\
#:schema ./readiness-gate.schema.json
[program]
name = "Northwind field service, wave 3"
timezone = "Europe/Berlin"

[milestones.go-live]
date = 2026-07-27
packs = ["./rules.toml"]

[people]
roster = "people/roster.csv"
completions = "people/completions.csv"
calendar = "people/calendar.csv"

[people.required]
"Service agent" = ["basics"]
Technician = ["basics"]
"""

_SECOND_GO_LIVE = """\
[milestones.go-live]
date = 2026-06-15
packs = ["./rules.toml"]
roster = "people/wave-2.csv"
after = "adoption-d60"

[people]
calendar = "people/calendar.csv"
"""


def second_wave(first: str) -> str:
    """Return the configuration of the second wave: the first's, with a go-live that waits for its adoption."""
    return first.replace("wave 1", "wave 2").replace("[people]\n", _SECOND_GO_LIVE)
