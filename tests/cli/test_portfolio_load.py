"""What two programs ask of the same people, from their files to the warning, and that no person is named on the way."""

import json
from pathlib import Path

import pytest
from support.decisions import decided, written
from support.git import Repo
from support.portfolio import AS_OF, portfolio, program
from support.program import run

from readiness_gate.config.portfolio import FILE, load
from readiness_gate.model.time import instant
from readiness_gate.portfolio import process
from readiness_gate.portfolio.assess import Request, job, selected
from readiness_gate.sources.decisions.lines import FILE as DECISIONS

CHECK = ("portfolio", "check", "--as-of", AS_OF, "--format", "json")

NO_CONFIG = (
    "configuration changes: which files count as config is not configured: provide config = […] in [git.paths], "
    "or name the pack of your platform in packs, such as platforms/salesforce"
)
NO_HOURS = (
    "its training hours: some of its sessions have no length. Give times in starts-at and ends-at of the calendar"
)
GIT = """
[git]
mainline = "main"

[git.paths]
config = ["config/**"]

[[covers]]
modules = ["basics"]
config = ["config/quote.xml"]
"""
COMPONENTS = """
[[components]]
path = "config/{object}.xml"
name = "object {object}"
"""


def people(where: Path, sessions: str, date: str = "2026-06-01") -> None:
    """Give a program super users, units, a calendar and an approver; its two leads are too few to be shown."""
    rows = [
        f"p{number},Clerk,{'North' if number < 6 else 'South'},{'yes' if number < 6 else 'no'}" for number in range(8)
    ]
    rows += ["lead-1,Clerk lead,North,no", "lead-2,Clerk lead,North,no"]
    (where / "roster.csv").write_text("person,role,unit,super-user\n" + "\n".join(rows) + "\n")
    (where / "calendar.csv").write_text(f"starts-at,module,role\n{sessions}")
    text = (where / "readiness-gate.toml").read_text().replace("2026-06-01", date)
    text = text.replace(
        'completions = "completions.csv"\n', 'completions = "completions.csv"\ncalendar = "calendar.csv"\n'
    )
    text += '"Clerk lead" = ["basics"]\n\n[waivers]\napprovers = ["boss@example.com"]\n'
    (where / "readiness-gate.toml").write_text(text)
    done = (where / "completions.csv").read_text()
    (where / "completions.csv").write_text(done + "lead-1,basics,2026-03-01\nlead-2,basics,2026-03-01\n")


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Two programs that go live and train in the same weeks."""
    people(program(tmp_path, "one"), "2026-05-20,basics,Clerk\n2026-03-02,basics,Clerk\n")
    people(program(tmp_path, "two"), "2026-06-03,basics,Clerk\n2026-06-05,basics,Clerk\n", date="2026-07-15")
    portfolio(tmp_path, ("one", "two"))
    return tmp_path


def test_two_programs_ask_for_the_same_people(two: Path) -> None:
    """The warnings have roles, units, weeks and counts, and change no verdict."""
    ended = run(*CHECK, cwd=two)
    assert ended.exit == 0
    assert [(one["signal"], one["message"]) for one in ended.json["warnings"]] == [
        (
            "portfolio.change-load",
            (
                "Clerk in North: 2 programs ask for the same people in the three weeks from 2026-05-18: one (go-live "
                "in the week of 2026-06-01, 1 training session from the week of 2026-05-18); two (2 training sessions "
                "from the week of 2026-06-01)"
            ),
        ),
        ("portfolio.shared-people", "one and two count on the same people: 6 super-users are in both"),
        ("portfolio.shared-people", "one and two count on the same people: 1 to 4 approvers are in both"),
    ]
    assert ended.json["unknown"] == [
        f"one, two: {NO_HOURS}",
        f"one, two: {NO_CONFIG}",
        "one, two: 3 groups of fewer than 5 people: such groups are not compared",
    ]
    for name in ("p0", "lead-1", "boss@example.com", "Clerk lead", "South"):
        assert name not in ended.out


def test_no_person_leaves_the_process(two: Path) -> None:
    """The answer has pseudonyms that are alike in both programs with one key, and others with another key."""
    portfolio_ = load(FILE, lambda _name, _limit: (two / FILE).read_bytes())
    request = Request(two, instant("2026-04-01T08:00:00Z"))
    one, other = selected(portfolio_, ())
    answers = [process.evaluated(job(member, request, key)) for member, key in ((one, "a"), (other, "a"), (one, "b"))]
    loads = [json.loads(answer)["load"] for answer in answers]
    assert loads[0]["super-users"] == loads[1]["super-users"]
    assert set(loads[0]["super-users"]).isdisjoint(loads[2]["super-users"])
    assert len(loads[0]["super-users"]) == 6
    for name in ("p0", "lead-1", "boss", "Clerk lead"):
        assert name not in " ".join(answers)


def log(where: Path, by: str) -> None:
    """Give a program a decision by somebody, against its gate."""
    (where / DECISIONS).write_bytes(written([decided(by=by, because=f"{by} knows the risk", program=where.name)]))


@pytest.mark.parametrize("who", ["mallory@x.example", "Mallory Smith", "mallory"])
@pytest.mark.parametrize("may", [True, False])
def test_no_text_names_a_person(tmp_path: Path, who: str, *, may: bool) -> None:
    """Not a note on the decision log either, which says what happened all the same."""
    where = program(tmp_path, "one", trained=2)
    approvers = f'\n[decisions]\nby = ["{who if may else "boss@example.com"}"]\n'
    (where / "readiness-gate.toml").write_text((where / "readiness-gate.toml").read_text() + approvers)
    log(where, who)
    portfolio(tmp_path, ("one",))
    ended = run("portfolio", "check", "--as-of", "2026-04-02", "--format", "json", cwd=tmp_path)
    notes = " ".join(ended.json["gates"][0]["notes"])
    assert ("Decided go on 2026-04-01 by somebody" if may else "is by somebody, who may not decide") in notes
    assert f"by {who}" not in notes
    if who != "mallory":
        assert who not in ended.out


def test_what_is_not_known(tmp_path: Path) -> None:
    """A roster that cannot be read, or no calendar, says so, and the verdict stays what it is."""
    program(tmp_path, "one")
    portfolio(tmp_path, ("one",))
    ended = run(*CHECK, cwd=tmp_path)
    assert ended.exit == 0
    assert ended.json["unknown"] == ["one: its training sessions: add calendar to [people]", f"one: {NO_CONFIG}"]
    (tmp_path / "one" / "roster.csv").write_text("person\n")
    ended = run(*CHECK, cwd=tmp_path)
    assert ended.exit == 3
    assert [one for one in ended.json["unknown"] if one.startswith("one: its roles: roster.csv")]


def changing(where: Path, days: float, *, frozen: bool) -> None:
    """Give a program a repository in which something landed that its clerks are trained on, and something else."""
    text = (where / "readiness-gate.toml").read_text() + GIT
    (where / "readiness-gate.toml").write_text(
        text.replace("packs =", "freeze = 2026-03-10\npacks =") if frozen else text
    )
    (where / "rules.toml").write_text((where / "rules.toml").read_text() + COMPONENTS)
    repo = Repo(where)
    repo.commit(0, {"config/quote.xml": "1", "config/case.xml": "1", "config/old.xml": "1"}, "begin")
    repo.commit(days, {"config/quote.xml": "2"}, where.name)
    repo.commit(days + 1, {"config/case.xml" if frozen else "config/old.xml": "3"}, where.name)


def test_what_both_changed(tmp_path: Path) -> None:
    """Changes of what people are trained on, hours of training, and what two programs changed inside one freeze."""
    people(program(tmp_path, "one"), "2026-04-07T09:00:00Z,basics,Clerk\n")
    people(program(tmp_path, "two"), "2026-04-08T09:00:00Z,basics,Clerk\n", date="2026-07-15")
    for name in ("one", "two"):
        where = tmp_path / name / "calendar.csv"
        where.write_text(
            where.read_text().replace("role\n", "role,ends-at\n").replace("Clerk", "Clerk,2026-04-08T12:30:00Z")
        )
    changing(tmp_path / "one", 80, frozen=True)
    changing(tmp_path / "two", 75, frozen=False)
    portfolio(tmp_path, ("one", "two"))
    ended = run(*CHECK, cwd=tmp_path)
    assert ended.exit == 0
    messages = {one["signal"]: one["message"] for one in ended.json["warnings"]}
    assert messages["portfolio.same-configuration"] == (
        "one and two changed the same configuration inside the freeze of one, which began on 2026-03-10: object quote"
    )
    assert messages["portfolio.change-load"] == (
        "Clerk in North: 2 programs ask for the same people in the four weeks from 2026-03-16: one (1 training session "
        "from the week of 2026-04-06, 1 change of what they are trained on); two (1 training session (at least 3.5 "
        "h) from the week of 2026-04-06, 1 change of what they are trained on)"
    )
    assert ended.json["unknown"] == [
        f"one: {NO_HOURS}",
        "one, two: 3 groups of fewer than 5 people: such groups are not compared",
        (
            "two: its freeze: when the freeze begins is not configured: provide freeze = … in [milestones.go-live], or "
            "baseline = … in [git]"
        ),
    ]
