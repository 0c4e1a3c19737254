"""What a verdict is bound to by a digest: the package to deploy, or the commit to merge."""

import re
from collections.abc import Mapping

from readiness_gate.lean_dataclass import dataclass

LENGTHS: Mapping[str, tuple[int, ...]] = {"sha256": (64,), "sha512": (128,), "gitCommit": (40, 64)}
"""The allowed algorithms, by their in-toto names, with the number of hexadecimal digits of their digests."""
_GIVEN = re.compile(r"(?P<name>[^=]*)=(?P<algorithm>[A-Za-z0-9_]+):(?P<digest>[0-9A-Fa-f]+)")


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing with its digest in lower-case hexadecimal; its name is for people, and decides nothing."""

    name: str
    algorithm: str
    digest: str


def subject(text: str) -> Subject | None:
    """Return the subject of a text such as `crm-1.4.zip=sha256:5d5b…`; None if it has another form.

    Raises ValueError for this form with an unknown algorithm, or too few or too many digits.
    """
    match = _GIVEN.fullmatch(text)
    if match is None:
        return None
    algorithm, digest = match["algorithm"], match["digest"].lower()
    if algorithm not in LENGTHS:
        raise ValueError(f'"{algorithm}" is not a known digest. Use {", ".join(LENGTHS)}')
    if len(digest) not in LENGTHS[algorithm]:
        digits = " or ".join(map(str, LENGTHS[algorithm]))
        raise ValueError(f"a digest of {algorithm} has {digits} hexadecimal digits, and this has {len(digest)}")
    return Subject(match["name"] or digest, algorithm, digest)
