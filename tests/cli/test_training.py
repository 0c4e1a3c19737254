"""The signals on training, leaders and super-users, from files and a repository as users have them."""

from pathlib import Path

from support.command import run
from support.git import Repo

CONFIGURATION = """\
[program]
name = "Test program"
timezone = "Europe/Berlin"

[milestones.training-start]
date = 2026-05-01
packs = ["baseline"]

[milestones.go-live]
date = 2026-06-01
packs = ["training", "documentation", "people-more"]

[git.paths]
config = ["config/**"]
docs = ["docs/**"]
exclude = ["**/translations/**"]

[[covers]]
modules = ["Quoting"]
config = ["config/**"]

[process-documents]
"Quote to order" = ["docs/quote.md"]

[people]
roster = "roster.csv"
completions = "completions.csv"
modules = "modules.csv"
sessions = "sessions.csv"

[people.required]
"Sales rep" = ["Quoting"]
"""
PEOPLE = range(8)
ROSTER = "person,role,critical-process,unit,leader,super-user\n" + "".join(
    f"E{each},Sales rep,Quote to order,North,{'yes' if each < 6 else ''},{'x' if each < 2 else ''}\n" for each in PEOPLE
)
COMPLETIONS = "person,module,completed-at,version\n" + "".join(
    f"E{each},Quoting,2026-{'02-10' if each < 2 else '03-20'},{1 if each < 2 else ''}\n" for each in PEOPLE
)
MODULES = "module,version,published-at\nQuoting,1,2026-02-01\nQuoting,2,2026-03-15\n"
SESSIONS = "person,module,when,kind,passed,hours\n" + "".join(
    f"E{each},Quoting,2026-03-{16 if kind == 'classroom' else 20},{kind},{passed},2\n"
    for each in PEOPLE
    for kind, passed in (("classroom", ""), ("sandbox", ""), ("assessment", "yes" if each else "no"))
)
FILES = {
    "readiness-gate.toml": CONFIGURATION,
    "roster.csv": ROSTER,
    "completions.csv": COMPLETIONS,
    "modules.csv": MODULES,
    "sessions.csv": SESSIONS,
}
EXPECTED = {
    "training.stale-share": 0.25,
    "training.outdated-share": 0.25,
    "training.material-overdue": 0,
    "training.pass-share": 7 / 8,
    "training.spaced-share": 1,
    "training.spacing-days": 4,
    "training.contextual-share": 0.5,
    "leadership.leaders-trained": 1,
    "support.users-per-super-user": 4,
    "support.super-users": 2,
    "docs.process-share": 1,
}
AS_OF = "2026-04-01T12:00:00Z"


def _program(folder: Path) -> Path:
    """A program of which a quarter was trained before a change, and a translation landed after everybody."""
    repo = Repo(folder)
    repo.commit(10, {"config/quote.xml": "1", "config/translations/de.xml": "1", "docs/quote.md": "how to"})
    repo.commit(60, {"config/quote.xml": "2"}, "feat: quote")
    repo.commit(85, {"config/translations/de.xml": "2"}, "translate")
    repo.commit(90, FILES)
    return folder


def test_every_signal_has_its_value(tmp_path: Path) -> None:
    """As an independent count of the files gives it; a translation makes no training stale."""
    ended = run("measure", *EXPECTED, "--as-of", AS_OF, "--format", "json", cwd=_program(tmp_path))
    values = {each["signal"]: each.get("value") for each in ended.json["readings"]}
    assert values == EXPECTED
    notes = [one["note"] for each in ended.json["readings"] for one in each.get("evidence", ())]
    head = Repo(tmp_path, is_there=True).git("rev-parse", "main~2")[:10]
    assert (
        f"2 of 8 trained people learned Quoting, which changed on 2026-03-02 (commit {head}: config/quote.xml)" in notes
    )
    assert "E0" not in ended.out


def test_without_their_files_these_rules_are_unknown(tmp_path: Path) -> None:
    """And say which table to add."""
    folder = _program(tmp_path)
    text = CONFIGURATION.replace('modules = "modules.csv"\nsessions = "sessions.csv"\n', "")
    (folder / "readiness-gate.toml").write_text(text)
    ended = run("check", "go-live", "--as-of", AS_OF, "--format", "json", cwd=folder)
    findings = {each["rule"]: each for each in ended.json["findings"]}
    for rule, table in (("TRN-02", "sessions"), ("TRN-04", "sessions"), ("TRN-05-b", "modules"), ("TRN-07", "modules")):
        assert findings[rule]["outcome"] == "unknown"
        assert f'add {table} = "…" to [people]' in findings[rule]["reading"]["unavailable"]
    started = run("check", "training-start", "--as-of", AS_OF, "--format", "json", cwd=folder)
    assert {"CHG-07", "DOC-01", "DOC-02", "TRN-07"} <= {each["rule"] for each in started.json["findings"]}
