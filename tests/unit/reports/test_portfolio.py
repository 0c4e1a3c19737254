"""The formats of a portfolio: the same contents, worst first, bounded, and harmless whatever the texts are."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from readiness_gate.model.portfolio import Assessment, Concern, GateState, Member, MemberState, OpenRule, SinceThen
from readiness_gate.model.verdict import Decision
from readiness_gate.reports.portfolio.formats import NAMES, formats
from readiness_gate.reports.portfolio.words import headline
from readiness_gate.reports.spec import Display

DIGEST = "sha256:" + 64 * "a"
HOSTILE = "<script>alert(1)</script>|**x**\x1b[31m\n::error::x @team =1+1"


def gate(program: str, decision: Decision = "go", rules: tuple[OpenRule, ...] = (), **more: Any) -> GateState:
    """A gate of a program."""
    found = GateState(program, "go-live", "go", "All is well.", "2026-06-01", "go-live", evidence_digest=DIGEST)
    return replace(found, decision=decision, open=rules, **more)


def assessment(*gates: GateState, **more: Any) -> Assessment:
    """A portfolio of programs with one gate each."""
    states = tuple(MemberState(Member(one.program, one.program, "c.toml"), (one,)) for one in gates)
    return replace(Assessment("All waves", 1_775_000_000, states), **more)


FAILS = OpenRule("OUR-01", "Everybody is trained", "fail", "2 of 8")
UNKNOWN = OpenRule("OUR-02", "No defects", "unknown", "no export")
SEVERAL = assessment(
    gate("Ready"),
    gate("Lost", "undecided", evidence_digest="", sentence="it hangs", milestone="", date=""),
    gate("Not ready", "no-go", (FAILS, UNKNOWN)),
    warnings=(Concern("portfolio.shared-people", ("Ready", "Lost"), "Both count on 7 people", "Agree."),),
    unknown=("Lost: what is asked of people",),
    since=SinceThen("2026-03-01T08:00:00Z", ("Ready",), ("Gone",), (), (), ("Not ready, go-live: no-go to go",)),
)
each_format = pytest.mark.parametrize("name", [name for name in NAMES if name not in ("pdf", "pptx")])


def drawn(name: str, of: Assessment, display: Display | None = None) -> str:
    """A portfolio in a format that is a text."""
    return formats(display or Display())[name].render(of).decode()


@each_format
def test_every_format_has_everything(name: str) -> None:
    """The gates worst first, with the reasons; the table for spreadsheets has the gates alone."""
    text = drawn(name, SEVERAL, Display(verbosity=2))
    assert "OUR-01" in text
    assert "it hangs" in text
    if name == "csv":
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert [row["program"] for row in rows] == ["Not ready", "Lost", "Ready"]
        assert (rows[0]["failing_rules"], rows[0]["unknown_rules"], rows[0]["failing"]) == ("OUR-01", "OUR-02", "1")
        assert [row["has_verdict"] for row in rows] == ["true", "false", "true"]
        return
    assert "Both count on 7 people" in text
    assert "what is asked of people" in text
    assert "Gone" in text
    if name != "json":
        gates = re.findall(r"(?:NO-GO|UNDECIDED|GO)\W+(?:[a-z<> =\"]*)(Not ready|Lost|Ready)", text)
        assert gates == ["Not ready", "Lost", "Ready"]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "pdf"])
def test_a_go_says_what_it_is_worth(name: str) -> None:
    """A weakened policy and accepted risks, in every format and wherever there is one line only."""
    of = assessment(gate("W", weakened=5, waived=("R-1", "R-2")), gate("Plain"))
    content = formats(Display())[name].render(of)
    if name == "pptx":
        with zipfile.ZipFile(io.BytesIO(content)) as slides:
            content = slides.read("ppt/slides/slide1.xml")
    text = " ".join(content.decode().split())
    if name == "json":
        [first, second] = json.loads(text)["gates"]
        assert (second["policy-weakened"], second["decision-without-waivers"]) == (5, "no-go")
        assert (first["policy-weakened"], first["decision-without-waivers"]) == (0, "go")
        return
    said = "Policy weakened in 5 places, 2 accepted risks (no-go without waivers)."
    assert text.count(said) == 1
    if name != "csv":
        assert "2 gates go; 1 go gate has accepted risks or a weakened policy" in text
    if name == "text":
        assert "1 go gate has accepted risks or a weakened policy" in drawn(name, of, Display(verbosity=0))


@each_format
def test_nothing_is_a_mean_or_a_share(name: str) -> None:
    """A portfolio has counts and names."""
    text = drawn(name, assessment(gate("Ready"), gate("Not ready", "no-go", (FAILS,))), Display())
    body = re.sub(r'<style>.*?</style>|"version": ".*?"', "", text, flags=re.DOTALL)
    assert "%" not in body
    assert not re.search(r"average|mean|score|ratio|\b0\.\d", body)


@each_format
@pytest.mark.parametrize("verbosity", [0, 1, 2])
def test_hostile_texts(name: str, verbosity: int) -> None:
    """Of a program's name, a sentence or a message: nothing of it is markup, a command or a formula."""
    rule = OpenRule("OUR-01", HOSTILE, "fail", HOSTILE)
    hostile = assessment(
        gate(HOSTILE, "no-go", (rule,), sentence=HOSTILE, milestone=HOSTILE),
        name=HOSTILE,
        warnings=(Concern("portfolio.change-load", (HOSTILE,), HOSTILE, HOSTILE),),
        unknown=(HOSTILE,),
        since=SinceThen("2026-03-01T08:00:00Z", (HOSTILE,), (), (), (), ()),
    )
    text = drawn(name, hostile, Display(verbosity=verbosity))
    assert "\x1b" not in text
    assert not re.search(r"^\s*::error", text, re.MULTILINE)
    if name in ("html", "markdown"):
        assert "<script" not in text
        assert "**x**" not in text or name == "html"
    if name == "csv":
        assert not any(cell.startswith("=") for row in csv.reader(io.StringIO(text)) for cell in row)


def test_the_page_fetches_nothing() -> None:
    """No script, no address, and a policy that forbids both."""
    text = drawn("html", SEVERAL, Display())
    assert "default-src 'none'" in text
    assert "<script" not in text
    assert "http" not in re.sub(r"http-equiv", "", text)


@pytest.mark.parametrize(
    ("decisions", "said"),
    [
        (("go",), "1 gate go"),
        (("go", "no-go", "go"), "1 gate no-go, 2 go"),
        (("undecided", "undecided", "no-go"), "1 gate no-go, 2 undecided"),
        ((), "no gate was evaluated"),
    ],
)
def test_the_headline(decisions: tuple[Decision, ...], said: str) -> None:
    """Counts gates, worst first; none at all is undecided."""
    found = assessment(*(gate(str(number), decision) for number, decision in enumerate(decisions)))
    assert headline(found) == said
    if not decisions:
        assert found.decision == "undecided"


@each_format
def test_many_gates(name: str) -> None:
    """A report for people is bounded and counts what it leaves out; one for programs has all."""
    many = assessment(*(gate(f"program-{number}") for number in range(1_200)))
    text = drawn(name, many, Display())
    if name == "markdown":
        assert "700 more: see the JSON" in text
    elif name == "html":
        assert "200 more gates" in text
    else:
        assert "program-1199" in text


def test_nothing_changed() -> None:
    """Is said in one sentence."""
    same = assessment(gate("Ready"), since=SinceThen("2026-03-01T08:00:00Z", (), (), (), (), ()))
    for name in ("text", "markdown", "html"):
        assert "the same programs, and the same decisions" in " ".join(drawn(name, same, Display()).split())


def test_what_an_earlier_wave_decided() -> None:
    """Stands beside the program that comes after it, unless that is go."""
    first, second, third = gate("Wave 1", "no-go", (FAILS,)), gate("Wave 2", "no-go", (FAILS,)), gate("Wave 3")
    found = assessment(first, second, third)
    states = [replace(one, member=replace(one.member, after=("Wave 1", "Wave 3"))) for one in found.states[1:2]]
    found = replace(found, states=(found.states[0], *states, found.states[2]))
    for name in ("text", "markdown", "html"):
        assert drawn(name, found).count("after Wave 1 (no-go)") == 1, name
        assert "Wave 3 (" not in drawn(name, found)
    assert "after" not in drawn("text", replace(found, states=found.states[:1]))
