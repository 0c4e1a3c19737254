"""What is let through is named by its digest."""

import pytest

from readiness_gate.model.subject import Subject, subject

SHA = "5D" * 32


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"crm.zip=sha256:{SHA}", Subject("crm.zip", "sha256", SHA.lower())),
        (f"=sha256:{SHA}", Subject(SHA.lower(), "sha256", SHA.lower())),
        (f"crm=gitCommit:{'a' * 40}", Subject("crm", "gitCommit", "a" * 40)),
        (f"crm=gitCommit:{'a' * 64}", Subject("crm", "gitCommit", "a" * 64)),
        (f"crm=sha512:{'0' * 128}", Subject("crm", "sha512", "0" * 128)),
        ("crm.zip", None),
        ("crm.zip=sha256", None),
        ("crm.zip=sha256:xyz", None),
        (f"a=b=sha256:{SHA}", None),
    ],
)
def test_the_forms(text: str, found: Subject | None) -> None:
    """A name, an algorithm and a digest, in any case of letters; anything else is none, and may be a file."""
    assert subject(text) == found


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"crm=md5:{'0' * 32}", '"md5" is not a known digest. Use sha256, sha512, gitCommit'),
        ("crm=sha256:abc", "a digest of sha256 has 64 hexadecimal digits, and this has 3"),
        ("crm=gitCommit:abcdef1", "a digest of gitCommit has 40 or 64 hexadecimal digits, and this has 7"),
    ],
)
def test_a_digest_that_names_nothing_for_sure(text: str, why: str) -> None:
    """A weak algorithm, and a digest that was cut."""
    with pytest.raises(ValueError, match=why):
        subject(text)
