"""The secrets of status checks come from files that nobody else may read, or from variables, and are not repeated."""

from dataclasses import replace
from pathlib import Path

import pytest
from support.gitlab_checks import SECRET as SHARED
from support.gitlab_checks import TOKEN as GIVEN
from support.gitlab_checks import checks

from readiness_gate.deployments.gitlab.secret import SECRET, TOKEN, secrets_of
from readiness_gate.errors import BadUse


def test_from_variables() -> None:
    """They are gone then: no process that is started later has them."""
    environment = {TOKEN: f"{GIVEN}\n", SECRET: SHARED.decode(), "PATH": "/bin"}
    found = secrets_of(checks(), environment)
    assert (found.token, found.shared) == (GIVEN, SHARED)
    assert environment == {"PATH": "/bin"}
    assert "planted" not in repr(found)


def test_from_files(tmp_path: Path) -> None:
    """They count before the variables, which are removed all the same."""
    for name, text in (("token", GIVEN), ("secret", SHARED.decode())):
        (tmp_path / name).write_text(text + "\n")
        (tmp_path / name).chmod(0o600)
    given = replace(checks(), token=str(tmp_path / "token"), secret=str(tmp_path / "secret"))
    environment = {TOKEN: "x", SECRET: "x"}
    found = secrets_of(given, environment)
    assert (found.token, found.shared) == (GIVEN, SHARED)
    assert environment == {}
    (tmp_path / "token").chmod(0o640)
    with pytest.raises(BadUse, match=r"token: others may read .* Run `chmod 600"):
        secrets_of(given, {})


@pytest.mark.parametrize(
    ("token", "shared", "why"),
    [
        ("", SHARED.decode(), "no access token for GitLab"),
        ("glpat planted", SHARED.decode(), "has spaces or other characters"),
        ("glpat-plänted", SHARED.decode(), "has spaces or other characters"),
        (GIVEN, "", "have no secret"),
        (GIVEN, "planted", "fewer than 16 characters"),
    ],
)
def test_what_cannot_be_used(token: str, shared: str, why: str) -> None:
    """The message says what to do, and has nothing of it."""
    with pytest.raises(BadUse, match=why) as caught:
        secrets_of(checks(), {TOKEN: token, SECRET: shared})
    assert "planted" not in str(caught.value)
