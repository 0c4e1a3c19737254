"""The password comes from a file that nobody else may read, or from a variable, and is not repeated."""

from dataclasses import replace
from pathlib import Path

import pytest
from support.azure_checks import SECRET as GIVEN
from support.azure_checks import checks

from readiness_gate.deployments.azure.secret import SECRET, password_of
from readiness_gate.errors import BadUse


def test_from_a_variable_or_a_file(tmp_path: Path) -> None:
    """The file counts before the variable, which is removed all the same."""
    environment = {SECRET: f"{GIVEN.decode()}\n", "PATH": "/bin"}
    assert password_of(checks(), environment) == GIVEN
    assert environment == {"PATH": "/bin"}
    path = tmp_path / "azure-secret"
    path.write_bytes(GIVEN)
    path.chmod(0o600)
    environment = {SECRET: "x"}
    assert password_of(replace(checks(), secret=str(path)), environment) == GIVEN
    assert environment == {}
    path.chmod(0o604)
    with pytest.raises(BadUse, match="others may read"):
        password_of(replace(checks(), secret=str(path)), {})


@pytest.mark.parametrize(("given", "why"), [("", "has no secret"), ("planted", "fewer than 16 characters")])
def test_what_cannot_be_used(given: str, why: str) -> None:
    """The message says what to do, and has nothing of it."""
    with pytest.raises(BadUse, match=why) as caught:
        password_of(checks(), {SECRET: given})
    assert "planted" not in str(caught.value)
