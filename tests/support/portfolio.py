"""Small programs for portfolios: a roster, completions, and a pack with one rule. Building one takes no git."""

from collections.abc import Sequence
from pathlib import Path

AS_OF = "2026-04-01"
CONFIGURATION = """\
[program]
name = "{name}"
timezone = "Europe/Berlin"

[milestones.go-live]
date = 2026-06-01
packs = ["./rules.toml"]

[people]
roster = "roster.csv"
completions = "completions.csv"

[people.required]
"Clerk" = ["basics"]
"""
RULES = """\
[[rules]]
id = "OUR-01"
title = "Everybody is trained"
dimension = "training"
signal = "training.coverage"
at-least = 1
owner = "the training lead"
"""


def program(folder: Path, name: str, trained: int = 8, people: int = 8) -> Path:
    """A program in a folder of its own: go if everybody is trained, else no-go; undecided without completions."""
    where = folder / name
    where.mkdir(parents=True)
    (where / "readiness-gate.toml").write_text(CONFIGURATION.format(name=name))
    (where / "rules.toml").write_text(RULES)
    roster = (f"p{number},Clerk\n" for number in range(people))
    (where / "roster.csv").write_text("person,role\n" + "".join(roster))
    done = (f"p{number},basics,2026-03-01\n" for number in range(trained))
    if trained:
        (where / "completions.csv").write_text("person,module,completed-at\n" + "".join(done))
    return where


def portfolio(folder: Path, names: Sequence[str], more: str = "") -> Path:
    """A portfolio.toml of programs in folders of the same names; `more` is added to each program."""
    tables = (
        f'\n[[programs]]\nname = "{name}"\ncheckout = "{name}"\nmilestones = ["go-live"]\n{more}' for name in names
    )
    where = folder / "portfolio.toml"
    where.write_text('[portfolio]\nname = "All waves"\n' + "".join(tables))
    return where
