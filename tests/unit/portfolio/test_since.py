"""What changed since an earlier report: of the same programs alone, and with what a verdict is worth."""

import json
from dataclasses import replace
from pathlib import Path

from readiness_gate.model.portfolio import Assessment, GateState, Member, MemberState, OpenRule
from readiness_gate.portfolio.since import earlier_report, since
from readiness_gate.reports.portfolio.as_json import as_json
from readiness_gate.reports.portfolio.words import changes

DIGEST = "sha256:" + 64 * "a"
FAILS = (OpenRule("R-1", "t", "fail", "m"),)
NO_GO = GateState("Two", "go-live", "no-go", "No.", open=FAILS, policy_digest=DIGEST, evidence_digest=DIGEST)
GO = replace(NO_GO, decision="go", open=(), waived=("R-1", "R-2"), weakened=3)
TWO = Member("Two", "two", "c.toml")


def changed(folder: Path, then: GateState, now: GateState, member: Member) -> dict[str, tuple[str, ...]]:
    """What is said of a program that is `member` now."""
    path = folder / "then.json"
    path.write_text(as_json(Assessment("All", 0, (MemberState(TWO, (then,)),))))
    found = since(earlier_report(path), Assessment("All", 60, (MemberState(member, (now,)),)))
    return {one.name: one.items for one in changes(found)}


def test_better_says_by_what(tmp_path: Path) -> None:
    """Accepted risks and a weakened policy."""
    assert changed(tmp_path, NO_GO, GO, TWO) == {
        "Better": ("Two, go-live: no-go to go, policy weakened in 3 places, 2 accepted risks (no-go without waivers)",)
    }


def test_another_checkout_is_another_program(tmp_path: Path) -> None:
    """Under the same name: it is said first, and nothing is compared."""
    for now in (GO, replace(GO, evidence_digest="", decision="undecided")):
        found = changed(tmp_path, NO_GO, now, replace(TWO, checkout="three"))
        assert found == {"Another checkout": ("Two (was two/c.toml, is three/c.toml; not compared)",)}
    assert json.loads((tmp_path / "then.json").read_text())["programs"][0]["checkout"] == "two"
    assert list(changed(tmp_path, NO_GO, GO, replace(TWO, config="d.toml"))) == ["Another checkout"]
