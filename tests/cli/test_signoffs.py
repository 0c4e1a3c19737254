"""Sign-offs, from the report that is signed to the gate that asks for them."""

from typing import Any

import pytest
from support.console import Call
from support.git import instant
from support.program import AS_OF, Ended, Sample, issue

from readiness_gate.model.time import instant as moment_of
from readiness_gate.model.time import iso

SIGNERS = '[signoffs.approvers]\nsponsor = ["sponsor@example.com"]\n"IT operations" = ["ops@example.com"]\n'
WAIVERS = '[waivers]\napprovers = ["board@example.com"]\n'
PACK = 'includes = ["integrity"]\nonly = ["GOV-01", "GOV-01-b"]\n'
QUIET = """\
[[rules]]
id = "OWN-01"
title = "Quiet"
dimension = "change"
signal = "change.landings"
with = { window = "7d", paths = "docs" }
at-most = 0
"""
WAIVED = """\
[[waivers]]
rule = "OWN-01"
reason = "x"
requested-by = "pm@example.com"
approved-by = "board@example.com"
approved-on = DAY
expires = 2026-04-20
"""
LOCKED = 'packs = ["starter", "./own.toml"]\npolicy-lock = 2026-03-31'
DAY_BEFORE = "2026-03-31T12:00:00Z"


@pytest.fixture
def signing(program: Sample) -> Sample:
    """A program that is ready but for its sign-offs."""
    program.configure('packs = ["starter"]', 'packs = ["starter", "./own.toml"]')
    program.configure("[people]", f"{SIGNERS}\n{WAIVERS}\n[people]")
    program.write("own.toml", PACK)
    return program


def _check(call: Call, as_of: str = AS_OF) -> Ended:
    return call("check", "--as-of", as_of, "--format", "json")


def _sign(program: Sample, *signed: tuple[str, str, str, str], milestone: str = "go-live") -> None:
    """Write sign-offs: role, approver, as of, digest."""
    tables = (
        f'[[signoffs]]\nmilestone = "{milestone}"\nrole = "{role}"\napprover = "{approver}"\n'
        f'signed-on = {when}\nevidence = "{digest}"\n'
        for role, approver, when, digest in signed
    )
    program.write("readiness-signoffs.toml", "\n".join(tables))


def _both(program: Sample, when: str, digest: str) -> None:
    _sign(program, ("sponsor", "Sponsor@example.com", when, digest), ("IT operations", "ops@example.com", when, digest))


def _notes(ended: Ended) -> dict[str, str]:
    evidence: list[Any] = ended.finding("GOV-01")["reading"]["evidence"]
    return {each["id"]: each["note"] for each in evidence}


def test_a_gate_is_signed(signing: Sample, call: Call) -> None:
    """The report says what a sign-off has; with both there it goes, and what was signed has not changed by that."""
    before = _check(call, DAY_BEFORE)
    digest = before.json["evidence-digest"]
    told = f'signed-on = {DAY_BEFORE} and evidence = "{digest}"'
    assert (before.exit, before.finding("GOV-01")["outcome"]) == (1, "fail")
    assert told in before.finding("GOV-01")["message"]
    assert _notes(before) == {
        "sponsor": "not signed yet; may be signed by sponsor@example.com",
        "IT operations": "not signed yet; may be signed by ops@example.com",
    }
    _sign(signing, ("sponsor", "sponsor@example.com", DAY_BEFORE, digest))
    half = _check(call, DAY_BEFORE)
    assert (half.exit, half.finding("GOV-01")["reading"]["value"]) == (1, 1)
    _both(signing, DAY_BEFORE, digest)
    signed = _check(call, DAY_BEFORE)
    assert (signed.exit, signed.json["evidence-digest"]) == (0, digest)
    assert signed.json["policy"]["digest"] == before.json["policy"]["digest"]
    assert _notes(signed)["sponsor"] == f"signed by Sponsor@example.com as of {DAY_BEFORE}"
    later = _check(call)
    assert (later.exit, later.finding("GOV-01")["outcome"]) == (0, "pass")
    assert later.finding("GOV-01")["message"].endswith(
        "All of 2 roles signed this evidence, and nothing that blocks has got worse since."
    )
    earlier = _check(call, "2026-03-31T11:59:59Z")
    assert (earlier.exit, earlier.finding("GOV-01")["reading"]["value"]) == (1, 2)
    assert _notes(earlier)["sponsor"].endswith(f"as of {DAY_BEFORE} does not count: it is dated later")


def test_a_digest_of_something_else(signing: Sample, call: Call) -> None:
    """Counts for nothing."""
    _both(signing, DAY_BEFORE, "sha256:" + "0" * 64)
    ended = _check(call)
    assert (ended.exit, ended.finding("GOV-01")["reading"]["value"]) == (1, 2)
    assert _notes(ended)["sponsor"].endswith(": today's policy and sources give different evidence for that time")


def test_who_may_sign(signing: Sample, call: Call) -> None:
    """Each role has its own approvers; nobody signs in another's, nor in a role that there is not."""
    digest = _check(call, DAY_BEFORE).json["evidence-digest"]
    _sign(
        signing,
        ("sponsor", "ops@example.com", DAY_BEFORE, digest),
        ("IT operations", "ops@example.com", DAY_BEFORE, digest),
        ("board", "board@example.com", DAY_BEFORE, digest),
    )
    ended = _check(call)
    assert (ended.exit, ended.finding("GOV-01")["reading"]["value"]) == (1, 1)
    assert "ops@example.com may not sign as sponsor" in _notes(ended)["sponsor"]
    assert 'no role "board" is in [signoffs.approvers]' in _notes(ended)["board"]
    assert _notes(ended)["IT operations"].startswith("signed by")


def test_what_was_known_then_has_changed(signing: Sample, call: Call) -> None:
    """A completion that is taken back afterwards is not what was signed."""
    digest = _check(call, DAY_BEFORE).json["evidence-digest"]
    _both(signing, DAY_BEFORE, digest)
    assert _check(call).exit == 0
    signing.write(
        "completions.csv", (signing.path / "completions.csv").read_text().replace("cleo,basics", "cleo,other")
    )
    ended = _check(call)
    assert ended.finding("GOV-01")["outcome"] == "fail"
    assert "today's policy and sources give" in _notes(ended)["sponsor"]


def test_a_risk_that_is_accepted_after_the_signature(signing: Sample, call: Call) -> None:
    """Was not signed. Once it is signed the gate goes; then not as another one comes."""
    digest = _check(call, DAY_BEFORE).json["evidence-digest"]
    _both(signing, DAY_BEFORE, digest)
    signing.repo.commit(90.2, {"docs/other.md": "3"}, "change a document")
    signing.configure("[jira]", f"{QUIET}\n[jira]")
    signing.write("readiness-waivers.toml", WAIVED.replace("DAY", "2026-04-01"))
    stale = _check(call)
    assert stale.json["decision"] == "no-go"
    assert "today's policy and sources give" in _notes(stale)["sponsor"]
    _both(signing, DAY_BEFORE, _check(call, DAY_BEFORE).json["evidence-digest"])
    worse = _check(call)
    assert (worse.exit, worse.finding("GOV-01")["outcome"]) == (1, "fail")
    assert _notes(worse)["sponsor"].endswith("worse since: OWN-01; accepted by waiver since: OWN-01")
    _both(signing, AS_OF, worse.json["evidence-digest"])
    assert (_check(call).exit, _check(call).finding("OWN-01")["waived"]) == (0, True)
    signing.repo.commit(90.6, {"docs/other.md": "4"}, "change it again")
    again = _check(call, "2026-04-01T18:00:00Z")
    assert (again.exit, _notes(again)["sponsor"].rpartition(": ")[2]) == (1, "OWN-01")


@pytest.mark.parametrize("day", ["2026-04-01", "2026-03-30"], ids=["later", "backdated"])
def test_a_signature_under_a_no_go_is_none_under_a_go(signing: Sample, call: Call, day: str) -> None:
    """What failed when it was signed, and is accepted by a waiver that was written afterwards, was not signed so."""
    signing.repo.commit(89.2, {"docs/other.md": "3"}, "change a document")
    signing.configure("[jira]", f"{QUIET}\n[jira]")
    before = _check(call, DAY_BEFORE)
    assert before.finding("OWN-01")["outcome"] == "fail"
    _both(signing, DAY_BEFORE, before.json["evidence-digest"])
    assert _check(call, DAY_BEFORE).finding("GOV-01")["outcome"] == "pass"
    signing.write("readiness-waivers.toml", WAIVED.replace("DAY", day))
    ended = _check(call)
    assert (ended.exit, ended.finding("OWN-01")["waived"]) == (1, True)
    assert ended.finding("GOV-01")["outcome"] == "fail"
    why = "accepted by waiver since: OWN-01" if day == "2026-04-01" else "today's policy and sources give"
    assert why in _notes(ended)["sponsor"]
    _both(signing, AS_OF, ended.json["evidence-digest"])
    assert _check(call).exit == 0


@pytest.mark.parametrize("edit", ["at-most = 99", 'at-most = 0\nenforcement = "warn"'], ids=["limit", "enforcement"])
def test_a_rule_that_is_loosened_after_the_signature(signing: Sample, call: Call, edit: str) -> None:
    """Is another policy than that which was signed, also where nothing that was measured then would differ."""
    signing.configure("[jira]", f"{QUIET}\n[jira]")
    _both(signing, DAY_BEFORE, _check(call, DAY_BEFORE).json["evidence-digest"])
    assert _check(call).exit == 0
    signing.configure("at-most = 0", edit)
    ended = _check(call)
    assert (ended.exit, ended.finding("GOV-01")["outcome"]) == (1, "fail")
    assert "today's policy and sources give" in _notes(ended)["sponsor"]


def test_an_edit_is_not_signed_off_by_what_was_signed_before_it(signing: Sample, call: Call) -> None:
    """Though both bear the same second: the sign-off is one of other limits."""
    signing.write("own.toml", f"{PACK.replace('GOV-01-b', 'GOV-03')}\n{QUIET}")
    signing.configure('packs = ["starter", "./own.toml"]', LOCKED)
    signing.repo.git("add", "-A")
    signing.repo.git("commit", "-q", "-m", "the policy", at=instant(89))
    landed = "2026-04-01T04:48:00Z"
    _both(signing, landed, _check(call, landed).json["evidence-digest"])
    signing.write("own.toml", (signing.path / "own.toml").read_text().replace("at-most = 0", "at-most = 50"))
    signing.repo.git("add", "-A")
    signing.repo.git("commit", "-q", "-m", "an edit", at=instant(90.2))
    ended = _check(call)
    assert (ended.exit, ended.finding("GOV-03")["reading"]["value"], ended.finding("GOV-01")["outcome"]) == (
        1,
        1,
        "fail",
    )
    told = ended.finding("GOV-03")["message"]
    assert f'To sign it, add a [[signoffs]] with milestone = "go-live", role, approver, signed-on = {AS_OF}' in told
    _both(signing, AS_OF, ended.json["evidence-digest"])
    assert _check(call).exit == 0


def test_nobody_is_asked_to_sign_what_is_unknown(signing: Sample, call: Call) -> None:
    """First that must be measured; a signature under it would not count."""
    (signing.path / "roster.csv").rename(signing.path / "away.csv")
    ended = _check(call)
    assert (ended.exit, ended.finding("GOV-01")["outcome"]) == (3, "unknown")
    assert ended.finding("GOV-01")["message"] == (
        "Could not be measured: this evidence cannot be signed yet: GOV-05, TRN-01, TRN-01-b could not be "
        "measured. Fix that first, as the finding of each says. Still to sign: sponsor, IT operations."
    )
    _both(signing, DAY_BEFORE, _check(call, DAY_BEFORE).json["evidence-digest"])
    assert _check(call, DAY_BEFORE).finding("GOV-01")["outcome"] == "unknown"
    (signing.path / "away.csv").rename(signing.path / "roster.csv")
    measured = _check(call, DAY_BEFORE)
    assert (measured.exit, measured.finding("GOV-01")["reading"]["value"]) == (1, 2)


def test_what_can_no_longer_be_looked_at(signing: Sample, call: Call) -> None:
    """An export without a past tells nothing of the time that was signed: that is unknown, and nobody's fault."""
    digest = _check(call, DAY_BEFORE).json["evidence-digest"]
    _both(signing, DAY_BEFORE, digest)
    signing.export([issue("CRM-1", category="done", updated="2026-04-01T08:00:00.000+0000")])
    ended = _check(call)
    assert (ended.exit, ended.finding("GOV-01")["outcome"]) == (3, "unknown")
    told = ended.finding("GOV-01")["message"]
    assert "can no longer be measured: have it signed again (DEF-01: Could not be measured:" in told
    assert f'signed-on = {AS_OF} and evidence = "{ended.json["evidence-digest"]}".' in told
    _both(signing, AS_OF, ended.json["evidence-digest"])
    assert _check(call).exit == 0


def test_nobody_said_who_must_sign(signing: Sample, call: Call) -> None:
    """That is unknown, with what to provide."""
    signing.configure(SIGNERS, "")
    ended = _check(call)
    assert (ended.exit, ended.finding("GOV-01")["outcome"]) == (3, "unknown")
    assert "add [signoffs.approvers]" in ended.finding("GOV-01")["message"]


def test_the_first_assessment(signing: Sample, call: Call) -> None:
    """Belongs 60 to 30 days before the milestone; from the day after that on, one must have been made."""
    assert _check(call).finding("GOV-01-b")["outcome"] == "not-applicable"
    signing.configure("date = 2026-06-01", "date = 2026-04-30")
    ended = _check(call)
    assert (ended.finding("GOV-01-b")["outcome"], ended.finding("GOV-01-b")["reading"]["value"]) == ("fail", 0)
    for when, count in (
        ("2026-02-28T22:59:59Z", 0),
        ("2026-02-28T23:00:00Z", 1),
        ("2026-03-31T21:59:59Z", 1),
        ("2026-03-31T22:00:00Z", 0),
    ):
        _both(signing, when, "sha256:" + "0" * 64)
        reading = _check(call).finding("GOV-01-b")["reading"]
        assert (when, reading["value"]) == (when, 2 * count)


def test_an_edit_of_the_policy_that_is_signed_off(signing: Sample, call: Call) -> None:
    """Is agreed on: by all who must sign, and with evidence of a time at which it had landed."""
    signing.write("own.toml", PACK.replace('["GOV-01", "GOV-01-b"]', '["GOV-01", "GOV-03"]'))
    signing.configure('packs = ["starter", "./own.toml"]', LOCKED)
    signing.repo.git("add", "-A")
    signing.repo.git("commit", "-q", "-m", "the policy", at=instant(89))
    _both(signing, DAY_BEFORE, _check(call, DAY_BEFORE).json["evidence-digest"])
    assert _check(call).exit == 0
    signing.configure('name = "Test program"', 'name = "Other"')
    signing.repo.git("commit", "-q", "-a", "-m", "an edit", at=instant(90.2))
    edited = _check(call)
    assert (edited.exit, edited.finding("GOV-03")["reading"]["value"]) == (1, 1)
    landed = iso(moment_of("2026-04-01T04:48:00Z"))
    digest = _check(call, landed).json["evidence-digest"]
    for when, agreed in (("2026-04-01T04:47:59Z", False), (landed, True)):
        _both(signing, when, _check(call, when).json["evidence-digest"])
        signed = _check(call)
        assert (signed.exit, signed.finding("GOV-03")["reading"]["value"]) == ((0, 0) if agreed else (1, 1))
    assert (
        "1 landing changed the policy since it was locked at 2026-03-31T21:59:59Z, 1 of them signed off"
        in (_check(call).finding("GOV-03")["message"])
    )
    _sign(signing, ("sponsor", "sponsor@example.com", landed, digest))
    assert _check(call).finding("GOV-03")["outcome"] == "fail"


def test_how_it_stood(signing: Sample, call: Call) -> None:
    """Each week is told by what was signed until then, or could not be; measure reads it of the milestone's gate."""
    _both(signing, DAY_BEFORE, _check(call, DAY_BEFORE).json["evidence-digest"])
    told = call("explain", "GOV-01", "--milestone", "go-live", "--as-of", AS_OF)
    assert told.exit == 0
    weeks = [" ".join(line.split()) for line in told.out.splitlines() if line.strip().startswith("2026-0")]
    assert weeks[0] == "2026-04-01 ✓ PASS 0"
    assert {each.partition(" ")[2] for each in weeks[1:]} == {
        "? UNKNOWN this evidence could not be signed: DEF-01, DEF-02, GOV-05"
    }
    assert len(weeks) == 9
    measured = call("measure", "governance.signoffs-missing", "--as-of", AS_OF, "--format", "json")
    assert measured.json["readings"][0]["value"] == 0


def test_under_a_policy_ref(signing: Sample, call: Call) -> None:
    """A change cannot sign for others: the sign-offs are those of the ref, and those that it adds are told."""
    signing.repo.git("add", "-A")
    signing.repo.git("commit", "-q", "-m", "the policy", at=instant(89))
    _both(signing, DAY_BEFORE, _check(call, DAY_BEFORE).json["evidence-digest"])
    signing.configure('"IT operations" = ["ops@example.com"]\n', "")
    signing.configure("sponsor@example.com", "anybody@example.com")
    ended = call("check", "--as-of", AS_OF, "--format", "json", "--policy-ref", "main")
    assert (ended.exit, ended.finding("GOV-01")["reading"]["value"]) == (1, 2)
    assert [each for each in ended.json["policy"]["weakened"] if "sign" in each] == [
        "in the work tree, a sign-off as sponsor is added, by Sponsor@example.com",
        "in the work tree, a sign-off as IT operations is added, by ops@example.com",
        "in the work tree, signoffs.approvers no longer has IT operations",
        "in the work tree, signoffs.approvers.sponsor also has anybody@example.com",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("signed-on = 2026-03-31T12:00:00Z", "signed-on = 2026-03-31", "signed-on must be the time that the report is"),
        ("12:00:00Z", "12:00:00", "has no offset from UTC"),
        ("sha256:0", "sha256:", "must be the evidence digest of the signed report"),
        ('role = "sponsor"', 'rule = "sponsor"', 'unknown key "rule"'),
        ('role = "sponsor"', "", '"role" is missing'),
        ("[[signoffs]]", "[[signoff]]", 'unknown key "signoff"'),
    ],
    ids=["a-day", "no-offset", "a-short-digest", "unknown-key", "missing-key", "unknown-table"],
)
def test_a_file_with_mistakes(signing: Sample, call: Call, old: str, new: str, told: str) -> None:
    """Is refused, at the place."""
    _sign(signing, ("sponsor", "sponsor@example.com", DAY_BEFORE, "sha256:" + "0" * 64))
    where = signing.path / "readiness-signoffs.toml"
    where.write_text(where.read_text().replace(old, new, 1))
    ended = _check(call)
    assert (ended.exit, ended.out) == (2, "")
    assert "readiness-signoffs.toml:" in ended.err
    assert told in " ".join(ended.err.split())


def test_lint_tells_what_will_never_count(signing: Sample, call: Call) -> None:
    """A sign-off for no milestone, in no role, or by somebody who may not sign in it."""
    digest = "sha256:" + "0" * 64
    _sign(
        signing,
        ("sponser", "sponsor@example.com", DAY_BEFORE, digest),
        ("sponsor", "ops@example.com", DAY_BEFORE, digest),
        ("sponsor", "sponsor@example.com", DAY_BEFORE, digest),
    )
    ended = call("rules", "lint")
    assert ended.exit == 2
    assert 'signoffs.approvers has no role "sponser"; did you mean "sponsor"?' in ended.out
    assert "ops@example.com cannot sign as sponsor; approvers: sponsor@example.com" in ended.out
    _sign(signing, ("sponsor", "sponsor@example.com", DAY_BEFORE, digest), milestone="golive")
    assert 'there is no milestone "golive"; did you mean "go-live"?' in call("rules", "lint").out
