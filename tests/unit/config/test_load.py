"""The whole configuration: read through a reader, with everything wrong told in one run, sealed with a digest."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from support.policy import BEGIN, PROGRAM, ROOT, Files, complaints, gate, loaded, reader

from readiness_gate.config import FILE, ConfigurationError, load
from readiness_gate.config.packs import loader as packs
from readiness_gate.errors import BadUse, ExitCode, Unreadable
from readiness_gate.model.policy import Limit
from readiness_gate.shipped import shipped
from readiness_gate.signals import SIGNALS

OWN = '[[rules]]\nid = "P"\ntitle = "T"\ndimension = "change"\nsignal = "change.landings"\nat-most = 0\n'
WAIVER = (
    '[[waivers]]\nrule = "DEF-02"\nreason = "r"\nrequested-by = "a"\napproved-by = "b"\n'
    "approved-on = 2027-01-01\nexpires = 2027-01-02\n"
)


def test_no_file() -> None:
    """Where there is no configuration, what to do is said; it is bad use."""
    with pytest.raises(
        BadUse, match=r"readiness-gate\.toml not found in /program\. Create it with `readiness-gate init`"
    ):
        load(FILE, reader({}), SIGNALS, root=ROOT)


def test_a_file_that_cannot_be_read() -> None:
    """A configuration that is there and cannot be read ends the run."""

    def refuse(path: str, _limit: int) -> bytes | None:
        raise Unreadable(f"{path} is not a file")

    with pytest.raises(Unreadable) as caught:
        load(FILE, refuse, SIGNALS, root=ROOT)
    assert caught.value.exit_code == ExitCode.BAD_USE


def test_a_configuration() -> None:
    """Settings, and a gate for each milestone; paths are relative to the root that was given."""
    found = loaded(BEGIN)
    assert (found.settings.program, found.settings.root) == ("Northwind CRM", ROOT)
    assert list(found.gates) == ["go-live"]


def test_another_name() -> None:
    """The file may have any name; it is the one that complaints tell."""
    with pytest.raises(ConfigurationError) as caught:
        load("wave-2.toml", reader({"wave-2.toml": "x = 1"}), SIGNALS, root=ROOT)
    assert {problem.file for problem in caught.value.problems} == {"wave-2.toml"}


def test_everything_is_told_at_once() -> None:
    """Mistakes of every kind, in the file, its packs and its waivers, in that order and each from the top down."""
    text = (
        'name = "stray"\n[program]\nname = "P"\ntimezone = "UTC"\n'
        '[milestones.go-live]\ndate = 2027-03-01\npacks = ["starter", "./p.toml"]\n'
        '[jira]\nexport = "e"\nseverity = { sev1 = ["a"], sev2 = ["a"] }\n'
        '[[rules]]\nid = "DEF-03"\nat-most = -1\nowne = "x"\n'
    )
    files = {"p.toml": OWN.replace("= 0", "= nan"), "readiness-waivers.toml": WAIVER + "x = 1\n"}
    assert [(each.file, each.marked) for each in complaints(text, files)] == [
        ("readiness-gate.toml", 'name = "stray"'),
        ("readiness-gate.toml", '"a"] }'),
        ("readiness-gate.toml", "-1"),
        ("readiness-gate.toml", 'owne = "x"'),
        ("p.toml", "nan"),
        ("readiness-waivers.toml", "x = 1"),
    ]


def test_the_configuration_comes_first() -> None:
    """Its mistakes are told before those of a pack, whichever were found first."""
    text = (
        PROGRAM + '[milestones.go-live]\ndate = 2027-03-01\npacks = ["./p.toml"]\n[[rules]]\nid = "P"\nat-most = -1\n'
    )
    assert [each.file for each in complaints(text, {"p.toml": OWN + "x = 1\n"})] == ["readiness-gate.toml", "p.toml"]


def test_no_toml_and_its_waivers() -> None:
    """A file that is no TOML can only be told that; its waivers are read all the same."""
    found = complaints("[program", {"readiness-waivers.toml": WAIVER + "x = 1\n"})
    assert [each.file for each in found] == ["readiness-gate.toml", "readiness-waivers.toml"]


@pytest.mark.parametrize(
    ("program", "what"),
    [
        pytest.param("", '"program" is missing', id="no-table"),
        pytest.param("[program]\n", '"name" is missing in program', id="no-name"),
        pytest.param("[program]\nname = 3\n", "program.name must be a text in quotes", id="no-text"),
    ],
)
def test_a_program_without_a_name(program: str, what: str) -> None:
    """Even then the rest is checked, and nothing is told that only follows."""
    text = program + BEGIN.removeprefix(PROGRAM) + '[[rules]]\nid = "DEF-03"\nat-most = -1\n'
    assert [each.what for each in complaints(text)] == [
        what,
        "at-most is below 0, which defects.open (in issues) never is",
    ]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        pytest.param(
            PROGRAM + '[milestones.go-live]\nfreeze = 2027-03-01\npacks = ["baselin"]\n',
            ["[milestones.go-live]", '"baselin"]'],
            id="milestone-without-date",
        ),
        pytest.param(
            BEGIN.replace("2027-03-01", '"soon"').replace("starter", "baselin") + "freeze = 2027-03-01\n",
            ['"soon"', '"baselin"]'],
            id="milestone-with-a-bad-date",
        ),
        pytest.param(
            PROGRAM + "[milestones.wave-2]\ndate = 2027-03-01\nkin = 'go-live'\n[[rules]]\nid = 'DEF-99'\n",
            ["[milestones.wave-2]", "kin = 'go-live'"],
            id="milestone-without-packs",
        ),
        pytest.param(
            BEGIN + '[[rules]]\nsignal = "change.landing"\nat-most = -1\n[[rules]]\nid = 3\nsignal = "x"\n',
            ["[[rules]]", '"change.landing"', "3", '"x"'],
            id="rules-without-id",
        ),
        pytest.param(
            BEGIN + '[[rules]]\nid = "DEF-03"\nat-mots = 5\n[[rules]]\nid = "A"\nsignl = "x"\nat-most = 0\n',
            ["at-mots = 5", 'signl = "x"'],
            id="rules-with-misspelt-keys",
        ),
        pytest.param(
            BEGIN + '[[covers]]\ncnfig = ["a"]\n[jira]\nexprt = "e"\n',
            ["[[covers]]", 'cnfig = ["a"]', "exprt"],
            id="sections",
        ),
    ],
)
def test_a_mistake_hides_nothing_and_brings_nothing(text: str, marked: list[str]) -> None:
    """Beside a mistake the rest of its table is checked too, and nothing is told that would go away with it."""
    found = [each.marked for each in complaints(text)]
    assert [each[: len(begin)] for each, begin in zip(found, marked, strict=True)] == marked


def test_a_mistake_is_never_forgiven() -> None:
    """Whatever can be read of a configuration with a mistake, no gate comes of it."""
    for mistake in ("x = 1\n", "[git]\nmainline = 3\n", '[[rules]]\nid = "DEF-03"\nowner = ""\n'):
        with pytest.raises(ConfigurationError):
            loaded(mistake + BEGIN if mistake == "x = 1\n" else BEGIN + mistake)


def digest(text: str, files: Files | None = None) -> str:
    """The digest of the policy of a milestone."""
    return gate(text, files or {}).policy.digest


def test_the_digest_is_of_what_decides() -> None:
    """The same policy has the same digest, however it is written and wherever it lies."""
    assert digest(BEGIN).startswith("sha256:")
    assert digest(BEGIN) == digest("# A comment\n" + BEGIN.replace('"starter"', "'starter'").replace("\n", "\r\n"))
    elsewhere = load(FILE, reader({FILE: BEGIN}), SIGNALS, root=Path("/elsewhere"))
    assert elsewhere.gates["go-live"].policy.digest == digest(BEGIN)


@pytest.mark.parametrize(
    ("text", "files"),
    [
        pytest.param(BEGIN.replace("03-01", "03-02"), {}, id="date"),
        pytest.param(BEGIN.replace("Europe/Berlin", "Europe/Paris"), {}, id="zone"),
        pytest.param(BEGIN + '[git]\nmainline = "x"\n', {}, id="mainline"),
        pytest.param(BEGIN + '[jira]\nexport = "e"\ndefect-types = ["Story"]\n', {}, id="defect-types"),
        pytest.param(BEGIN + '[people.required]\nClerk = ["a"]\n', {}, id="modules"),
        pytest.param(BEGIN + '[waivers]\napprovers = ["me"]\n', {}, id="approvers"),
        pytest.param(BEGIN + '[[rules]]\nid = "DEF-03"\nat-most = 99\n', {}, id="limit"),
        pytest.param(BEGIN + "[not-measured]\nfeedback = 'f'\n", {}, id="not-measured"),
        pytest.param(BEGIN + "[plugins.acme]\nlevel = 3\n", {}, id="plugin"),
        pytest.param(BEGIN, {"readiness-waivers.toml": WAIVER}, id="waiver"),
    ],
)
def test_whatever_decides_changes_the_digest(text: str, files: Files) -> None:
    """A change to anything that a verdict rests on is seen in the digest."""
    assert digest(text, files) != digest(BEGIN)


def test_the_ref_is_told() -> None:
    """The ref that the policy was read from stands in it, and is no part of what it says."""
    found = load(FILE, reader({FILE: BEGIN}), SIGNALS, root=ROOT, ref="origin/main").gates["go-live"]
    assert found.policy.ref == "origin/main"
    assert replace(found.policy, ref=None) == gate(BEGIN).policy


def test_a_configuration_with_every_section(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example that shows every section loads without a problem, its two packs from elsewhere being there."""
    shutil.copytree(str(shipped("rules")), tmp_path, dirs_exist_ok=True)
    (tmp_path / "platforms" / "salesforce.toml").write_text(OWN.replace('"P"', '"SF-1"'))

    def elsewhere(_kind: str) -> Path:
        return tmp_path

    monkeypatch.setattr(packs, "shipped", elsewhere)
    text = (Path(__file__).parent / "every-section.toml").read_text(encoding="utf-8")
    found = loaded(text, {"our-rules.toml": OWN})
    wave = found.gates["wave-2"]
    assert [each.id for each in wave.rules][-2:] == ["SF-1", "P"]
    assert wave.policy.packs[0] == "baseline"
    assert wave.policy.packs[-2:] == ("platforms/salesforce", "our-rules.toml")
    assert wave.policy.weakened == ("feedback is not measured: measured by the CRM board",)
    assert next(each.limit for each in wave.rules if each.id == "DEF-03") == Limit("at-most", 5)
    assert "TRN-01" not in {each.id for each in found.gates["training-start"].rules}
