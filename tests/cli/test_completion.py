"""A shell that completes a command is offered the names of milestones and rules."""

from pathlib import Path

import pytest
from support.console import Call
from support.program import Sample

from readiness_gate.config.packs.catalog import shipped_rules
from readiness_gate.signals import SIGNALS


def _offered(call: Call, monkeypatch: pytest.MonkeyPatch, *words: str) -> list[str]:
    """What bash is offered for the last word of a command line."""
    monkeypatch.setenv("_READINESS_GATE_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", " ".join(["readiness-gate", *words]))
    monkeypatch.setenv("COMP_CWORD", str(len(words)))
    ended = call()
    assert (ended.exit, ended.err) == (0, "")
    return [line.removeprefix("plain,") for line in ended.out.splitlines() if line]


@pytest.fixture
def milestones(program: Sample) -> Sample:
    """A program with two more milestones, and a rule of its own."""
    more = '[milestones.go-west]\ndate = 2026-09-01\npacks = ["starter"]\n[milestones.wave-2]\ndate = 2026-10-01\n'
    program.configure("[git]\n", f'{more}packs = ["starter"]\n\n[git]\n')
    with (program.path / "readiness-gate.toml").open("a") as file:
        file.write('\n[[rules]]\nid = "DEF-03-ours"\nextends = "DEF-03"\n')
    return program


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("check", "go"), ["go-live", "go-west"]),
        (("check", "--milestone", "w"), ["wave-2"]),
        (("measure", "--milestone", "w"), ["wave-2"]),
        (("explain", "DEF-01", "wave"), ["wave-2"]),
        (("waive", "DEF-01", "x"), []),
        (("facts", "save", "facts.json", "go-l"), ["go-live"]),
        (("explain", "def-03"), ["DEF-03", "DEF-03-b", "DEF-03-ours"]),
        (("waive", "DOC"), ["DOC-01", "DOC-02"]),
        (("rules", "show", "SAP-G-05"), ["SAP-G-05"]),
        (("rules", "li"), ["lint", "list"]),
    ],
    ids=lambda value: " ".join(value) or "nothing",
)
@pytest.mark.usefixtures("milestones")
def test_names(call: Call, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], offered: list[str]) -> None:
    """Of milestones as they are written, and of rules, shipped and custom, in any case."""
    assert _offered(call, monkeypatch, *words) == offered


@pytest.mark.usefixtures("milestones")
def test_every_shipped_rule(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is offered, and no other but the program's own."""
    ids = {rule.id for pack in shipped_rules(SIGNALS).values() for rule in pack}
    assert _offered(call, monkeypatch, "explain", "") == sorted(ids | {"DEF-03-ours"})


def test_the_configuration_that_is_named(
    milestones: Sample, call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its milestones are offered, also from another folder, and upward from a folder below."""
    below = milestones.path / "below" / "it"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert _offered(call, monkeypatch, "check", "go-l") == ["go-live"]
    monkeypatch.chdir(tmp_path)
    named = str(milestones.path / "readiness-gate.toml")
    assert _offered(call, monkeypatch, "check", "-c", named, "go-l") == ["go-live"]


@pytest.mark.parametrize(
    "content",
    [b"", b"[milestones", b"\xff\xfe", b'milestones = "go"', b"rules = 1\nmilestones = 2", b"x = " + b"[" * 9_999],
)
def test_what_cannot_be_read_offers_nothing(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes
) -> None:
    """A damaged file, or none, is no reason to disturb whoever types."""
    (tmp_path / "readiness-gate.toml").write_bytes(content)
    monkeypatch.chdir(tmp_path)
    assert _offered(call, monkeypatch, "check", "") == []
    assert "DEF-01" in _offered(call, monkeypatch, "explain", "")


def test_a_loop_of_links_offers_nothing(call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A link that leads nowhere is no configuration."""
    (tmp_path / "readiness-gate.toml").symlink_to("readiness-gate.toml")
    monkeypatch.chdir(tmp_path)
    assert _offered(call, monkeypatch, "check", "") == []
