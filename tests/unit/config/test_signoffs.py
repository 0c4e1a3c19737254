"""The file of sign-offs: what a sign-off says, what is refused of it, and what will never count."""

from datetime import date

import pytest
from support.policy import BEGIN, Files, complaint, gate, loaded, reader

from readiness_gate.config.signoffs import FILE, signoffs, stray
from readiness_gate.errors import Unreadable
from readiness_gate.model.policy import SignOff
from readiness_gate.model.time import instant
from readiness_gate.toml.problems import Problem

DIGEST = "sha256:" + "0a" * 32
SIGNOFF = f"""\
[[signoffs]]
milestone = "go-live"
role = "sponsor"
approver = "sponsor@example.com"
signed-on = 2027-02-14T10:00:00+01:00
evidence = "{DIGEST}"
"""
SIGNERS = '[signoffs.approvers]\nsponsor = ["Sponsor@example.com", "deputy@example.com"]\n'
ONE = SignOff("go-live", "sponsor", "sponsor@example.com", instant("2027-02-14T09:00:00Z"), DIGEST)


def _files(text: str) -> Files:
    return {FILE: text}


def test_a_sign_off() -> None:
    """Is taken as it is written; no file has none."""
    assert gate(BEGIN).signoffs == gate(BEGIN, _files("")).signoffs == ()
    assert gate(BEGIN, _files(SIGNOFF)).signoffs == (ONE,)
    assert gate(BEGIN + SIGNERS).signers == {"sponsor": ("Sponsor@example.com", "deputy@example.com")}
    assert gate(BEGIN).signers == {}


def test_to_sign_is_no_edit_of_the_policy() -> None:
    """Its digest stays; who must sign is a part of it."""
    bare = gate(BEGIN).policy.digest
    assert gate(BEGIN, _files(SIGNOFF)).policy.digest == bare
    assert gate(BEGIN + SIGNERS).policy.digest != bare


@pytest.mark.parametrize(
    ("old", "new", "what", "marked"),
    [
        (DIGEST, DIGEST[:-1], "must be the evidence digest of the signed report", '"sha256:'),
        (DIGEST, DIGEST.upper(), "must be the evidence digest of the signed report", '"SHA256:'),
        ("2027-02-14T10:00:00+01:00", "2027-02-14", 'the time that the report is "as of"', "2027-02-14"),
        ("2027-02-14T10:00:00+01:00", "2027-02-14T10:00:00", "has no offset from UTC", "2027-02-14T10"),
        ("2027-02-14T10:00:00+01:00", '"2027-02-14T10:00:00Z"', 'the time that the report is "as of"', '"2027'),
        ("2027-02-14", "1927-02-14", "is not between 2000 and 2199", "1927"),
        ('"sponsor"', '" sponsor"', "begins or ends with a space", '" sponsor'),
        ('role = "sponsor"\n', "", '"role" is missing in signoffs[1]', "[[signoffs]]"),
        ("[[signoffs]]", "[[signoff]]", 'unknown key "signoff"', "signoff"),
    ],
)
def test_mistakes(old: str, new: str, what: str, marked: str) -> None:
    """Each is told at its place."""
    text = SIGNOFF.replace(old, new)
    found = complaint(BEGIN, _files(text))
    assert found.file == FILE
    assert what in found.what
    assert found.marked.startswith(marked)


def test_a_file_that_cannot_be_read() -> None:
    """Is told as that, and not taken as empty."""

    def read(path: str, _limit: int) -> bytes | None:
        raise Unreadable(f"{path} is a folder")

    problems: list[Problem] = []
    assert signoffs(read, problems) == ()
    assert [(each.file, each.what) for each in problems] == [(FILE, "is a folder")]


def _stray(text: str) -> list[tuple[str, str]]:
    found = stray(reader(_files(text)), loaded(BEGIN + SIGNERS).gates, date(2027, 2, 14))
    return [(each.what.partition(":")[0], f"{each.at.line if each.at else 0}") for each in found]


def test_what_will_never_count() -> None:
    """Is for no milestone, in no role, or by somebody who may not sign in it; capitals do not matter."""
    assert _stray(SIGNOFF) == _stray("") == _stray(SIGNOFF.replace("10:00:00", "23:59:59")) == []
    assert _stray(SIGNOFF.replace("2027-02-14T10:00:00", "2027-02-15T00:00:00")) == [("2027-02-15T00", "5")]
    assert _stray(SIGNOFF.replace('"go-live"', '"golive"')) == [
        ('there is no milestone "golive"; did you mean "go-live"?', "2")
    ]
    assert _stray(SIGNOFF.replace('"sponsor"', '"sponsors"')) == [
        ('signoffs.approvers has no role "sponsors"; did you mean "sponsor"?', "3")
    ]
    assert _stray(SIGNOFF.replace('"sponsor@example.com"', '"pm@example.com"')) == [
        ("pm@example.com cannot sign as sponsor; approvers", "4")
    ]
