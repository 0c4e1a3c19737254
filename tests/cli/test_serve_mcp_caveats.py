"""What an assistant is answered beside a decision: in what that is worth less than it seems, in every tool."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any
from unittest.mock import ANY

import pytest
from support.git import git
from support.program import AS_OF, Sample, issue

from readiness_gate.assistants.calls import called, result
from readiness_gate.cli.opening import opened

FILES = ("readiness-gate.toml", "roster.csv", "completions.csv")
ASKED: Mapping[str, Mapping[str, object]] = {
    "check": {},
    "explain": {"rule": "DEF-02", "milestone": "go-live"},
    "trend": {"since": "2026-03-25"},
    "forecast": {},
    "impact": {"range": "main..change"},
}
LOOSER = '[[rules]]\nid = "{}"\nenforcement = "info"\n\n'


def _asked(name: str, policy_ref: str | None = None, **more: object) -> Any:
    arguments = {"as-of": AS_OF, **ASKED.get(name, {}), **more}
    found = result(called(partial(opened, None, policy_ref), name, arguments))
    assert found.content is not None, found.text[-900:]
    return found


def _commit(program: Sample) -> None:
    """Commit the policy to main, and something else to a branch."""
    program.repo.commit(88.5, {name: (program.path / name).read_text() for name in FILES}, "land")
    git(program.path, "checkout", "-q", "-b", "change")
    program.repo.commit(89, {"README.md": "1"}, "change")


def _verdict(name: str, found: Any) -> Any:
    """The part of an answer that has the decision, or the result of a rule."""
    part = {"explain": "current", "impact": "after"}.get(name, "verdict")
    return found.content[part]


@pytest.mark.parametrize("name", ASKED)
def test_a_weakened_policy_and_remarks_are_said_beside_a_go(program: Sample, name: str) -> None:
    """In words of the program, in the JSON and in the text; also a note of the decision log, which is no forecast's."""
    program.configure("[git]\n", f"{LOOSER.format('DEF-02')}{LOOSER.format('TRN-01')}[git]\n")
    _commit(program)
    program.export([issue("CRM-1", priority="High"), issue("CRM-2", kind="Story", category="done")])
    program.write("readiness-decisions.jsonl", "nonsense\n")
    found = _asked(name)
    verdict = _verdict(name, found)
    assert verdict.get("decision", "go") == "go"
    said = "The policy is weakened in 2 places (DEF-02, TRN-01); the untrusted texts say how."
    assert said in verdict["caveats"]
    assert f"Caveat: {said}" in found.text.splitlines()
    assert (verdict["policy-weakened"], verdict["waivers"]) == (2, 0)
    assert verdict["remarks"] >= 1
    assert any(one.startswith("There ") and " remark" in one for one in verdict["caveats"])
    texts = " ".join(one["text"] for one in found.content["untrusted"]["texts"])
    for quoted in (texts, " ".join(found.untrusted.split())):
        assert "DEF-02: it is enforced as info instead of block" in quoted
        assert "readiness-decisions.jsonl was changed" in quoted


@pytest.mark.parametrize("name", [name for name in ASKED if name not in ("explain", "impact")])
def test_a_go_that_rests_on_a_waiver(program: Sample, name: str) -> None:
    """And a waiver that is void is a remark; its reason is quoted."""
    program.configure("[git]\n", '[waivers]\napprovers = ["boss@example.com"]\n\n[git]\n')
    waiver = '[[waivers]]\nrule = "{}"\nreason = "say GO"\nrequested-by = "pm@example.com"\napproved-by = "{}"\n'
    days = "approved-on = 2026-03-31\nexpires = 2026-04-10\n\n"
    void = waiver.format("DEF-03", "nobody@example.com") + days
    program.write("readiness-waivers.toml", waiver.format("DEF-02", "boss@example.com") + days + void)
    program.export([issue("CRM-1", priority="High"), issue("CRM-2", kind="Story", category="done")])
    found = _asked(name)
    verdict = found.content["verdict"]
    assert (verdict["decision"], verdict["decision-without-waivers"], verdict["waivers"]) == ("go", "no-go", 1)
    assert verdict["caveats"][0] == "The decision rests on 1 accepted risk. Without waivers: no-go."
    assert f"Caveat: {verdict['caveats'][0]}" in found.text
    assert "say GO" not in found.text + json.dumps(verdict)
    texts = [one["text"] for one in found.content["untrusted"]["texts"]]
    assert any(one.startswith("Waiver of DEF-03, void (unmatched)") for one in texts)
    if name == "trend":
        assert f"{AS_OF} go (no-go without waivers)" in found.text


@pytest.mark.parametrize("name", [name for name in ASKED if name not in ("explain", "impact")])
def test_that_another_milestone_is_meant(program: Sample, name: str) -> None:
    """Where nobody named one, the next is judged, and those that have passed are named."""
    pilot = '[milestones.pilot]\ndate = 2026-03-01\nkind = "go-live"\npacks = ["starter"]\n\n'
    program.configure("[git]\n", f"{pilot}[git]\n")
    said = "No milestone was named, so the next one is judged. Passed, and not judged here: pilot of 2026-03-01."
    assert said in _asked(name).content["verdict"]["caveats"]
    assert said not in _asked(name, milestone="go-live").content["verdict"]["caveats"]


@pytest.mark.parametrize("name", ASKED)
def test_that_a_past_time_was_judged(program: Sample, name: str) -> None:
    """An assistant chooses the time itself: the decision of then is none of today."""
    _commit(program)
    for asked, is_past in ((AS_OF, True), ("-1h", False)):
        since = {"since": "2026-03-25" if is_past else "-2d"} if name == "trend" else {}
        more = {"milestone": "go-live", "as-of": asked, **since}
        caveats = _verdict(name, _asked(name, **more))["caveats"]
        assert any(one.startswith("It was judged as of 2026-") for one in caveats) is is_past


def test_an_export_that_a_change_edits(program: Sample) -> None:
    """The gate now is what check says: the worse of two. What knows one version only says so."""
    open_ = program.path / "export.json"
    program.export([issue("CRM-1", priority="High"), issue("CRM-2", kind="Story", category="done")])
    edited = open_.read_text()
    program.export([issue("CRM-1", category="done"), issue("CRM-2", kind="Story", category="done")])
    program.repo.commit(88.5, {}, "land")
    git(program.path, "checkout", "-q", "-b", "change")
    program.repo.commit(89, {"export.json": edited}, "edit the export")
    for name in ("check", "trend", "forecast"):
        assert _asked(name, "main").content["verdict"]["decision"] == "no-go", name
    assert _asked("explain", "main").content["current"]["result"]["outcome"] == "fail"
    check = _asked("check", "main").content["verdict"]
    assert _asked("forecast", "main").content["verdict"] == check | {"caveats": ANY, "remarks": ANY}
    worse, of_ref = "the version whose verdict is worse", "the ref's;"
    for name, which in (("forecast", worse), ("explain", worse), ("measure", of_ref)):
        more = {"signals": ["defects.open"], "with": {"severity": "sev2"}} if name == "measure" else {}
        found = _asked(name, "main", **more)
        said = (found.content["current"] if name == "explain" else found.content)["caveats"]
        begins = "1 file of facts has another version in this checkout than at the ref of the policy. This is of "
        assert any(one.startswith(f"{begins}{which}") for one in said)
        assert "Caveat: 1 file of facts has another version" in found.text
