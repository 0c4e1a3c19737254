"""A verdict travels as an attestation, and is checked again where it is used."""

import hashlib
from pathlib import Path

import pytest
from support.console import Call, Clock
from support.program import AS_OF, Sample, issue

VERIFY = ["verify", "go.intoto.json", "--subject", "crm.zip", "--milestone", "go-live"]


@pytest.fixture
def attested(sample: Sample, call: Call, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The attestation of a program that is ready, about a package."""
    monkeypatch.chdir(sample.path)
    clock(AS_OF)
    (sample.path / "crm.zip").write_bytes(b"package")
    ended = call("check", "--format", "attestation", "--output", "go.intoto.json", "--subject", "crm.zip")
    assert ended.exit == 0, ended.err
    return sample.path / "go.intoto.json"


@pytest.mark.usefixtures("attested")
def test_a_go_is_verified_where_it_is_used(call: Call) -> None:
    """By the package itself, or by its digest; the exit code says it, and so does the text."""
    digest = hashlib.sha256(b"package").hexdigest()
    for subject in ("crm.zip", f"crm.zip=sha256:{digest}"):
        ended = call("verify", "go.intoto.json", "--subject", subject, "--milestone", "go-live")
        assert (ended.exit, ended.err) == (0, ""), ended.out
        assert ended.out.startswith("✓ HOLDS: go of go-live, ")
    told = call("verify", "go.intoto.json", "--subject", "crm.zip", "--milestone", "go-live", "--format", "json").json
    assert (told["holds"], told["against"]) == (True, [])
    again = call("verify", "go.intoto.json", "--subject", "crm.zip", "--policy-digest", told["policy-digest"])
    assert again.exit == 0, again.out


@pytest.mark.usefixtures("attested")
def test_a_package_that_changed_is_another(call: Call, sample: Sample) -> None:
    """The exit code is 1, and the text names what is not covered."""
    (sample.path / "crm.zip").write_bytes(b"another package")
    ended = call("verify", "go.intoto.json", "--subject", "crm.zip", "--milestone", "go-live")
    assert ended.exit == 1
    assert ended.out.startswith("✗ DOES NOT HOLD: ")
    assert "It is not about crm.zip" in ended.out


@pytest.mark.usefixtures("attested")
def test_a_go_of_yesterday_is_none(call: Call, clock: Clock) -> None:
    """Readiness decays without a commit."""
    clock("2026-04-03T10:00:00Z")
    ended = call("verify", "go.intoto.json", "--subject", "crm.zip", "--milestone", "go-live")
    assert ended.exit == 1
    assert "run the gate again" in ended.out


@pytest.mark.usefixtures("attested")
def test_a_no_go_is_attested_and_verifies_nothing(call: Call, sample: Sample) -> None:
    """The exit code of check stays the verdict."""
    sample.export([issue("CRM-1", "Highest")])
    assert call("check", "--output", "no.intoto.json", "--subject", "crm.zip").exit == 1
    ended = call("verify", "no.intoto.json", "--subject", "crm.zip", "--milestone", "go-live")
    assert ended.exit == 1
    assert "The gate of go-live was no-go" in ended.out


@pytest.mark.usefixtures("attested")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([*VERIFY[:2], "--milestone", "go-live"], "--subject"),
        (["verify", "go.intoto.json", "--subject", "crm.zip"], "--milestone or --policy-digest"),
        (["verify", "go.intoto.json", "--subject", "gone.zip", "--milestone", "go-live"], "No such file"),
        (["verify", "go.intoto.json", "--subject", ".", "--milestone", "go-live"], "is not a file"),
        (["verify", "none.json", "--subject", "crm.zip", "--milestone", "go-live"], "none.json"),
        (
            ["verify", "go.intoto.json", "--subject", "crm.zip", "--milestone", "go-live", "--max-age", "2d"],
            "at most 1d",
        ),
        (["verify", "go.intoto.json", "--subject", "crm.zip", "--milestone", "go-live", "--max-age", "x"], "--max-age"),
        (["verify", "go.intoto.json", "--subject", "a=md5:00", "--milestone", "go-live"], "md5"),
        (["check", "--format", "attestation"], "--format attestation needs --subject"),
        (["check", "--subject", "crm.zip"], "--subject is for --format attestation"),
        (["check", "--all", "--format", "attestation", "--subject", "crm.zip"], "shows one milestone"),
    ],
)
def test_what_cannot_be_asked(call: Call, words: list[str], said: str) -> None:
    """It is wrong usage, and says what to give."""
    ended = call(*words)
    assert (ended.exit, ended.out) == (2, "")
    assert said in ended.err


@pytest.mark.usefixtures("attested")
def test_what_is_not_understood_cannot_be_determined(call: Call, sample: Sample) -> None:
    """The exit code is 3, not that of a verdict."""
    sample.write("odd.json", "{}")
    ended = call("verify", "odd.json", "--subject", "crm.zip", "--milestone", "go-live")
    assert (ended.exit, ended.out) == (3, "")
    assert "odd.json: it has an object that is neither a statement" in ended.err
