"""`measure` prints readings without judging them."""

import json
from pathlib import Path

import pytest
from support.console import Call, Clock, joined
from support.program import AS_OF, Sample

from readiness_gate.signals import SIGNALS

NOT_READY = "2026-03-09T08:00:00Z"


def _readings(call: Call, *words: str, code: int = 0) -> list[dict[str, object]]:
    ended = call("measure", *words, "--as-of", NOT_READY, "--format", "json")
    assert (ended.exit, ended.err) == (code, "")
    assert set(ended.json) == {"schema", "as-of", "readings", "sources"}
    return list(ended.json["readings"])


@pytest.mark.usefixtures("demo")
def test_all_signals(call: Call) -> None:
    """Without a name every signal is measured, in the table's order."""
    ended = call("measure", "--as-of", NOT_READY)
    assert ended.out.startswith("as of 2026-03-09 09:00 CET\n\n")
    assert [line.split()[0] for line in ended.out.splitlines()[1:] if line[:1].isalpha()] == list(SIGNALS)
    assert ended.exit == (3 if "unavailable: " in ended.out else 0)


@pytest.mark.usefixtures("demo")
def test_a_signal_by_its_name(call: Call) -> None:
    """Named signals are read in the order given, each once, with the defaults of their parameters told."""
    found = _readings(call, "docs.stale", "defects.open", "docs.stale")
    assert [each["signal"] for each in found] == ["docs.stale", "defects.open"]
    assert found[1]["with"] == {"severity": "sev1"}
    assert (found[1]["value"], found[1]["unit"]) == (0, "issues")


@pytest.mark.parametrize(
    ("signal", "given", "told"),
    [
        ("change.landings", "window=10d", {"window": "10d", "paths": "config+code"}),
        ("change.landings", "paths=docs", {"window": "28d", "paths": "docs"}),
        ("change.landings", "paths=docs/**,force-app/**/*.cls", {"paths": ["docs/**", "force-app/**/*.cls"]}),
        ("defects.open", "severity=sev1+sev2", {"severity": "sev1+sev2"}),
        ("defects.open", "severity=any", {"severity": "any"}),
        ("training.coverage", "role=Sales rep", {"role": "Sales rep"}),
        ("training.coverage", "critical=true", {"critical": True}),
        ("training.coverage", "critical=false", {"critical": False}),
        ("docs.stale", "max-age=52w", {"max-age": "52w"}),
        ("change.late-share", "count=landings", {"count": "landings"}),
        ("change.late-share", "min=12", {"min": 12}),
        ("docs.drift-days", "percentile=100", {"percentile": 100}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.usefixtures("demo")
def test_parameters_of_every_kind(call: Call, signal: str, given: str, told: dict[str, object]) -> None:
    """A parameter is given as NAME=VALUE, and the reading says with which it was taken."""
    (found,) = _readings(call, signal, "--with", given)
    assert {name: found["with"][name] for name in told} == told  # type: ignore[index]  # JSON
    assert "value" in found


@pytest.mark.usefixtures("demo")
def test_a_parameter_reaches_each_signal_that_has_it(call: Call) -> None:
    """Several signals share a parameter; one that has none is left as it is; several are given one after the other."""
    words = ["change.landings", "change.files", "defects.open", "--with", "window=10d", "--with", "paths=config"]
    found = _readings(call, *words)
    assert [each["with"] for each in found] == [
        {"paths": "config", "window": "10d"},
        {"paths": "config", "window": "10d"},
        {"severity": "sev1"},
    ]
    assert [each["value"] for each in found] == [2, 3, 0]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("change.landing",), 'no signal is called "change.landing"; did you mean "change.landings"?'),
        (("zzz",), 'no signal is called "zzz": `readiness-gate measure` shows all signals'),
        (("change.files", "--with", "windw=1d"), '--with windw=1d: none of the signals has a parameter "windw"'),
        (("change.files", "--with", "window"), '--with window: none of the signals has a parameter "window" (write'),
        (("change.files", "--with", "window=ten"), '--with window=ten: "ten" is not a duration'),
        (("change.files", "--with", "paths=a//b"), "--with paths=a//b: "),
        (("defects.open", "--with", "severity=high"), '--with severity=high: must be "sev1" to "sev4"'),
        (("training.coverage", "--with", "critical=yes"), "--with critical=yes: must be true or false"),
        (("change.late-share", "--with", "count=bytes"), "--with count=bytes: must be one of files, landings, lines"),
        (("change.late-share", "--with", "min=0"), "--with min=0: must be a whole number, 1 or more"),
        (("change.late-share", "--with", "min=1.5"), "--with min=1.5: must be a whole number, 1 or more"),
        (("change.late-share", "--with", f"min={'9' * 5000}"), ": must be a whole number, 1 or more"),
        (("docs.drift-days", "--with", "percentile=101"), "must be a whole number from 1 to 100"),
        (("training.coverage", "--with", "role="), "--with role=: must be a text"),
        (("--format", "markdown"), "'markdown' is not one of 'text', 'json'"),
    ],
    ids=lambda value: joined(value)[:60],
)
@pytest.mark.usefixtures("demo")
def test_bad_use(call: Call, words: tuple[str, ...], told: str) -> None:
    """A signal or a parameter that there is not ends with 2, and says what there is."""
    ended = call("measure", *words)
    assert (ended.exit, ended.out) == (2, "")
    assert told in ended.err


def test_what_is_unavailable_ends_with_3(program: Sample, call: Call) -> None:
    """One reading without a value: it says why, the others have theirs, and the exit code is 3."""
    (program.path / "export.json").unlink()
    ended = call("measure", "change.landings", "defects.open", "--as-of", AS_OF)
    assert ended.exit == 3
    assert "unavailable: the export export.json is missing" in ended.out
    assert "landings in the 28 days" in ended.out
    told = call("measure", "change.landings", "defects.open", "--as-of", AS_OF, "--format", "json")
    assert told.exit == 3
    assert ["unavailable" in each for each in told.json["readings"]] == [False, True]
    assert [each["complete"] for each in told.json["sources"]] == [True, False]
    assert call("measure", "change.landings", "--as-of", AS_OF).exit == 0


def test_it_works_without_a_milestone(program: Sample, call: Call) -> None:
    """Readings need no gate: a configuration without milestones can be measured."""
    program.configure('[milestones.go-live]\ndate = 2026-06-01\npacks = ["starter"]\n', "")
    assert call("measure", "change.landings", "--as-of", AS_OF).exit == 0


def test_a_milestone_by_its_name(program: Sample, call: Call) -> None:
    """One that is not the next; without a name it is unknown which of several on one day is meant."""
    days = {"past": ("2026-03-20", "2026-03-10"), "a": ("2026-05-01", "2026-04-01"), "b": ("2026-05-01", "2026-03-02")}
    for name, (date, freeze) in days.items():
        written = f'[milestones.{name}]\nkind = "go-live"\ndate = {date}\nfreeze = {freeze}\npacks = ["starter"]'
        program.configure("[git]\n", f"{written}\n\n[git]\n")
    words = ("measure", "change.freeze-days", "--as-of", AS_OF)
    ended = call(*words)
    assert ended.err == ""
    assert "of several on the same day, with --milestone" in " ".join(ended.out.split())
    for name, frozen in (("past", 10), ("a", 30), ("b", 60)):
        (found,) = call(*words, "--milestone", name, "--format", "json").json["readings"]
        assert found["value"] == pytest.approx(frozen, abs=0.1)
    wrong = call(*words, "--milestone", "c")
    assert (wrong.exit, wrong.out) == (2, "")
    assert 'there is no milestone "c"; the configuration has: a, b, go-live, past' in wrong.err


@pytest.mark.usefixtures("demo")
def test_to_a_file(tmp_path: Path, call: Call) -> None:
    """The readings go to a file as well."""
    where = tmp_path / "readings.json"
    ended = call("measure", "docs.stale", "--as-of", NOT_READY, "--format", "json", "--output", str(where))
    assert (ended.exit, ended.out) == (0, "")
    assert json.loads(where.read_text())["schema"] == 1


@pytest.mark.usefixtures("demo")
def test_the_ending_of_the_output_is_its_format(tmp_path: Path, call: Call, clock: Clock) -> None:
    """As for check, but there are no readings as Markdown."""
    clock("2026-06-01T12:00:00Z")
    words = ("measure", "docs.stale", "--as-of", NOT_READY)
    json_file, text_file = tmp_path / "readings.json", tmp_path / "readings.txt"
    for file in (json_file, text_file):
        assert call(*words, "--output", str(file)).out == ""
    assert json_file.read_text() == call(*words, "--format", "json").out
    assert text_file.read_text() == call(*words).out
    ended = call(*words, "--output", str(tmp_path / "readings.md"))
    assert (ended.exit, ended.out) == (2, "")
    assert 'no format has the ending ".md". Known endings: .json (json), .txt (text).' in ended.err
    assert call(*words, "--format", "text", "--output", str(tmp_path / "readings.md")).exit == 0


@pytest.mark.usefixtures("demo")
def test_quiet_and_verbose(call: Call) -> None:
    """-q has the values alone, -v all the evidence."""
    quiet, usual, verbose = (call("measure", "change.landings", "--as-of", NOT_READY, *each).out for each in OPTIONS)
    assert ("•" in quiet, usual.count("•"), verbose.count("•")) == (False, 6, 7)


OPTIONS: tuple[tuple[str, ...], ...] = (("-q",), (), ("-v",))
