"""`readiness-gate portfolio`, as users run it: many programs, each in a process of its own."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.git import Repo
from support.portfolio import AS_OF, portfolio, program
from support.program import Ended, run

from readiness_gate.reports.portfolio.as_json import schema_text
from readiness_gate.reports.portfolio.sealing import sealed

CHECK = ("portfolio", "check", "--as-of", AS_OF)
CHANGES = """
[[rules]]
id = "OUR-02"
title = "Few changes"
dimension = "change"
signal = "change.landings"
at-most = 5
"""


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portfolio of three programs: go, no-go and undecided."""
    folder = tmp_path_factory.mktemp("three")
    program(folder, "ready")
    program(folder, "not-ready", trained=2)
    program(folder, "unknown", trained=0)
    portfolio(folder, ("ready", "not-ready", "unknown"))
    return folder


def decisions(ended: Ended) -> dict[str, str]:
    """What each program decided."""
    return {gate["program"]: gate["decision"] for gate in ended.json["gates"]}


def reasons(ended: Ended) -> dict[str, str]:
    """The sentence of each program's gate."""
    return {gate["program"]: gate["sentence"] for gate in ended.json["gates"]}


def test_the_worst_comes_first(three: Path) -> None:
    """The first line has the counts, the gates follow worst first, and the exit code is that of the worst."""
    ended = run(*CHECK, cwd=three)
    assert ended.exit == 1
    said = " ".join(ended.out.split())
    assert said.startswith(
        "✗ NO-GO: 1 gate no-go, 1 undecided, 1 go; 1 go gate has accepted risks or a weakened policy "
    )
    shown = [line.split(":")[0] for line in ended.out.splitlines() if line[:1] in "✗?✓" and "on 2026" in line]
    assert shown == ["✗ NO-GO  not-ready", "? UNDECIDED  unknown", "✓ GO  ready"]
    assert "%" not in ended.out.splitlines()[0]


def test_the_json_keeps_its_schema(three: Path) -> None:
    """What is written for programs is as the public schema says, with verdicts as `check` gives them."""
    ended = run(*CHECK, "--format", "json", cwd=three)
    schema: Any = Draft202012Validator(json.loads(schema_text()))
    schema.validate(ended.json)
    assert ended.json["counts"] == {"no-go": 1, "undecided": 1, "go": 1}
    alone = run("check", "go-live", "--as-of", AS_OF, "--format", "json", cwd=three / "not-ready").json
    ours = next(gate for gate in ended.json["gates"] if gate["program"] == "not-ready")
    assert {key: ours[key] for key in ("decision", "sentence", "evidence-digest", "as-of")} == {
        key: alone[key] for key in ("decision", "sentence", "evidence-digest", "as-of")
    }
    assert ours["policy-digest"] == alone["policy"]["digest"]
    assert [one["rule"] for one in ours["open-rules"]] == ["OUR-01"]


@pytest.mark.parametrize(
    ("names", "code"), [(("ready",), 0), (("ready", "unknown"), 3), (("ready", "unknown", "not-ready"), 1)]
)
def test_exit_codes(three: Path, tmp_path: Path, names: tuple[str, ...], code: int) -> None:
    """1 if any gate is no-go, else 3 if any is undecided, else 0."""
    for name in names:
        (tmp_path / name).symlink_to(three / name)
    portfolio(tmp_path, names)
    assert run(*CHECK, "-q", cwd=tmp_path).exit == code


def test_a_checkout_that_is_gone(three: Path, tmp_path: Path) -> None:
    """Makes its program undecided, with what to do, and no other."""
    (tmp_path / "ready").symlink_to(three / "ready")
    portfolio(tmp_path, ("ready", "gone"))
    ended = run(*CHECK, "--format", "json", cwd=tmp_path)
    assert ended.exit == 3
    assert decisions(ended) == {"gone": "undecided", "ready": "go"}
    assert "is not there. Clone it again" in reasons(ended)["gone"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('[portfolio]\nname = "x"\n', "programs"),
        (
            '[portfolio]\nname = "x"\n' + 2 * '[[programs]]\nname = "a"\ncheckout = "."\n',
            "is also the name of program 1",
        ),
        (None, "portfolio.toml not found"),
    ],
)
def test_a_portfolio_that_cannot_be_used(tmp_path: Path, text: str | None, what: str) -> None:
    """Evaluates nothing: 2."""
    if text is not None:
        (tmp_path / "portfolio.toml").write_text(text)
    ended = run(*CHECK, cwd=tmp_path)
    assert (ended.exit, ended.out) == (2, "")
    assert what in ended.err


def _broken(folder: Path, how: str) -> None:
    """Break a program in some way."""
    if how == "outside":
        text = (folder / "readiness-gate.toml").read_text()
        (folder.parent / "roster.csv").write_bytes((folder / "roster.csv").read_bytes())
        (folder / "readiness-gate.toml").write_text(text.replace('"roster.csv"', '"../roster.csv"'))
    elif how == "passwd":
        text = (folder / "readiness-gate.toml").read_text()
        (folder / "readiness-gate.toml").write_text(text.replace('"roster.csv"', '"/etc/passwd"'))
    elif how == "link":
        (folder / "roster.csv").rename(folder.parent / "elsewhere.csv")
        (folder / "roster.csv").symlink_to("../elsewhere.csv")
    elif how == "mistake":
        (folder / "readiness-gate.toml").write_text("[program]\n")
    elif how == "no-configuration":
        (folder / "readiness-gate.toml").unlink()
    elif how in ("repository", "above"):
        # Another repository beside the checkout, or the one that the checkout is a folder of.
        other = folder.parent / "other" if how == "repository" else folder.parent
        Repo(other).commit(0, {"config/quote.xml": "1"}, "begin")
        text = (folder / "readiness-gate.toml").read_text() + '\n[git]\nmainline = "main"\n'
        text += 'repository = "../other"\n' if how == "repository" else ""
        (folder / "readiness-gate.toml").write_text(text + '\n[git.paths]\nconfig = ["config/**"]\n')
        (folder / "rules.toml").write_text((folder / "rules.toml").read_text() + CHANGES)
    elif how == "module":
        # A checkout that has modules of our names, or of Python's: none of them is imported.
        (folder / "readiness_gate").mkdir()
        (folder / "readiness_gate" / "__init__.py").write_text("import os\nos._exit(0)\n")
        (folder / "json.py").write_text("import os\nos._exit(0)\n")


@pytest.mark.parametrize(
    ("how", "decision", "reason"),
    [
        ("outside", "undecided", "it reads ../roster.csv, which is outside its checkout. Move the file"),
        ("passwd", "undecided", "outside its checkout"),
        ("link", "undecided", "outside its checkout"),
        ("mistake", "undecided", '"name" is missing in program'),
        ("no-configuration", "undecided", "readiness-gate.toml not found"),
        ("repository", "undecided", "it reads ../other, which is outside its checkout"),
        ("above", "undecided", "Unknown: "),
        ("module", "go", ""),
    ],
)
def test_a_broken_program(tmp_path: Path, how: str, decision: str, reason: str) -> None:
    """Is undecided with its reason, and changes nothing for the others; its checkout is the only folder it can use."""
    _broken(program(tmp_path, "broken"), how)
    program(tmp_path, "fine")
    portfolio(tmp_path, ("broken", "fine"))
    ended = run(*CHECK, "--format", "json", cwd=tmp_path)
    assert decisions(ended) == {"broken": decision, "fine": "go"}
    assert reason in reasons(ended)["broken"]
    assert "root:" not in ended.out


def test_tags(three: Path, tmp_path: Path) -> None:
    """Select programs; what is left out is counted, and an unknown tag is a mistake."""
    for name in ("ready", "unknown"):
        (tmp_path / name).symlink_to(three / name)
    where = portfolio(tmp_path, ("ready",), 'tags = ["europe"]\n')
    where.write_text(where.read_text() + '[[programs]]\nname = "unknown"\ncheckout = "unknown"\n')
    ended = run(*CHECK, "--tag", "europe", cwd=tmp_path)
    assert ended.exit == 0
    assert "only those with the tag europe, 1 program left out" in " ".join(ended.out.split())
    wrong = run(*CHECK, "--tag", "Europe", cwd=tmp_path)
    assert wrong.exit == 2
    assert 'has the tag "Europe"; did you mean "europe"?' in wrong.err


def test_a_milestone_that_is_not_there(three: Path, tmp_path: Path) -> None:
    """Is undecided beside the one that is."""
    (tmp_path / "ready").symlink_to(three / "ready")
    where = portfolio(tmp_path, ("ready",))
    where.write_text(where.read_text().replace('["go-live"]', '["go-live", "live"]'))
    ended = run(*CHECK, "--format", "json", cwd=tmp_path)
    assert [(gate["milestone"], gate["decision"]) for gate in ended.json["gates"]] == [
        ("live", "undecided"),
        ("go-live", "go"),
    ]
    assert 'there is no milestone "live"' in ended.json["gates"][0]["sentence"]


def test_since_an_earlier_report(three: Path, tmp_path: Path) -> None:
    """Says who joined, who left and what is no longer evaluated before what is worse and better."""
    for name in ("same", "left", "lost", "worse", "better"):
        program(tmp_path, name, trained=2 if name == "better" else 8)
    portfolio(tmp_path, ("same", "left", "lost", "worse", "better"))
    assert run(*CHECK, "--output", "then.json", cwd=tmp_path).exit == 1
    assert "the same programs, and the same decisions" in run(*CHECK, "--since-report", "then.json", cwd=tmp_path).out

    (tmp_path / "new").symlink_to(three / "ready")
    (tmp_path / "lost" / "readiness-gate.toml").unlink()
    both = {name: (tmp_path / name / "completions.csv").read_text() for name in ("worse", "better")}
    (tmp_path / "worse" / "completions.csv").write_text(both["better"])
    (tmp_path / "better" / "completions.csv").write_text(both["worse"])
    portfolio(tmp_path, ("same", "lost", "worse", "better", "new"))
    both_formats = ("--format", "json", "--output", "now.json", "--format", "text", "--output", "-")
    text = run(*CHECK, "--since-report", "then.json", *both_formats, cwd=tmp_path).out
    since: dict[str, Any] = json.loads((tmp_path / "now.json").read_text())["since"]
    assert {key: since[key] for key in since if key != "earlier"} == {
        "joined": ["new"],
        "left": ["left"],
        "no-longer-evaluated": ["lost, go-live (was go)"],
        "worse": ["worse, go-live: go to no-go, policy weakened in 1 place"],
        "better": ["better, go-live: no-go to go, policy weakened in 1 place"],
        "another-checkout": [],
        "newly-evaluated": [],
    }
    order = [text.index(f"{word}: ") for word in ("Joined", "Left", "No longer evaluated", "Worse", "Better")]
    assert order == sorted(order)


def test_gates_without_an_earlier_verdict(three: Path, tmp_path: Path) -> None:
    """Are said to be new, with what they decided: one that had no verdict then, and a milestone that nobody asked for;
    so is one that nobody asks for any more."""
    program(tmp_path, "late", trained=2)
    (tmp_path / "ready").symlink_to(three / "ready")
    (tmp_path / "late" / "readiness-gate.toml").rename(tmp_path / "kept.toml")
    where = portfolio(tmp_path, ("ready", "late"))
    assert run(*CHECK, "--output", "then.json", cwd=tmp_path).exit == 3

    (tmp_path / "kept.toml").rename(tmp_path / "late" / "readiness-gate.toml")
    named = where.read_text()
    where.write_text(named.replace('["go-live"]', '["go-live", "more"]', 1))
    ended = run(*CHECK, "--since-report", "then.json", "--format", "json", "--output", "now.json", cwd=tmp_path)
    since = json.loads((tmp_path / "now.json").read_text())["since"]
    assert since["newly-evaluated"] == ["late, go-live (now no-go)", "ready, more (now undecided)"]
    assert (since["better"], since["worse"], since["no-longer-evaluated"]) == ([], [], [])
    where.write_text(named)
    ended = run(*CHECK, "--since-report", "now.json", cwd=tmp_path)
    assert "No longer evaluated: ready, more (was undecided)" in ended.out
    assert "the same decisions" not in ended.out


@pytest.mark.parametrize("edit", ["no-gate", "twice"])
def test_an_earlier_report_that_somebody_edited(three: Path, tmp_path: Path, edit: str) -> None:
    """Is refused: a program without a gate, and a gate twice."""
    (tmp_path / "ready").symlink_to(three / "ready")
    portfolio(tmp_path, ("ready",))
    run(*CHECK, "--output", "then.json", cwd=tmp_path)
    then = json.loads((tmp_path / "then.json").read_text())
    then["gates"] = [] if edit == "no-gate" else then["gates"] * 2
    (tmp_path / "then.json").write_text(json.dumps(then))
    ended = run(*CHECK, "--since-report", "then.json", cwd=tmp_path)
    assert (ended.exit, ended.out) == (2, "")
    assert "so somebody edited it" in ended.err


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("{", "no report of a portfolio"),
        ("[]", "no report of a portfolio (its content"),
        ('{"schema": 2}', "no report of a portfolio (schema"),
        (None, "No such file"),
        ("other", 'the report is of "Others", and this portfolio is "All waves"'),
        ("tags", "the report is of other programs"),
    ],
)
def test_what_is_no_earlier_report(three: Path, tmp_path: Path, content: str | None, what: str) -> None:
    """Is refused before anything is evaluated."""
    whole: dict[str, Any] = {
        "schema": 1,
        "portfolio": "Others" if content == "other" else "All waves",
        "evaluated-at": "2026-03-01T08:00:00Z",
        "tags": ["europe"] if content == "tags" else [],
        "programs": [],
        "gates": [],
    }
    if content is not None:
        (tmp_path / "then.json").write_text(json.dumps(sealed(whole)) if content in ("other", "tags") else content)
    ended = run(*CHECK, "--since-report", str(tmp_path / "then.json"), cwd=three)
    assert (ended.exit, ended.out) == (2, "")
    assert what in ended.err


def test_the_future(three: Path) -> None:
    """Cannot be judged."""
    ended = run("portfolio", "check", "--as-of", "2150-01-01", cwd=three)
    assert ended.exit == 2
    assert "in the future" in ended.err


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--format", "json", "--format", "text"), "--format is given 2 times, and --output 0 times"),
        (("--output", "portfolio.toml", "--format", "json"), "would be lost"),
        (("--output", "a.json", "--output", "a.json"), "two formats cannot have the same --output"),
        (("--output", "a.docx"), 'no format has the ending ".docx"'),
        (("--output", "a.json", "--output", "-", "--format", "json"), "--format is given 1 time, and --output 2 times"),
    ],
)
def test_outputs_that_are_not_clear(three: Path, words: tuple[str, ...], what: str) -> None:
    """Are refused before anything is evaluated."""
    ended = run(*CHECK, *words, cwd=three)
    assert (ended.exit, ended.out) == (2, "")
    assert what in ended.err
