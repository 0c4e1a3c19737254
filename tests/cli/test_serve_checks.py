"""`readiness-gate serve` does not start for services whose file, checkout or secret cannot be used."""

from pathlib import Path

import pytest
from support.console import Call

GATE = 'checkout = "crm"\nmilestone = "go-live"\n'
FILES = {
    "github-app.toml": '[app]\nid = "1"\n[[rules]]\nrepository = "o/crm"\ninstallation = 1\nenvironment = "main"\n',
    "gitlab-checks.toml": '[gitlab]\n[[rules]]\nproject = "o/crm"\nproject-id = 6\ntarget-branch = "main"\n',
    "azure-checks.toml": '[azure]\norganization = "https://dev.azure.com/octo-org"\n[[rules]]\nenvironment = "main"\n'
    'project-id = "6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c"\nrepository = "crm"\n',
}
SECRETS = {
    "github-app.toml": "the app has no private key",
    "gitlab-checks.toml": "there is no access token for GitLab",
    "azure-checks.toml": "the service connection has no secret",
}


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("missing", ["file", "checkout", "secret"])
def test_what_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Call, file: str, missing: str
) -> None:
    """The message names it."""
    monkeypatch.chdir(tmp_path)
    if missing != "checkout":
        (tmp_path / "crm").mkdir()
    if missing != "file":
        (tmp_path / file).write_text(FILES[file] + GATE)
    ended = call("serve", "--port", "0", f"--{file.removesuffix('.toml')}", file, "--store", "h.sqlite")
    assert ended.exit == 2
    why = {"file": f"{file} not found", "checkout": '"crm" is not a folder', "secret": SECRETS[file]}
    assert why[missing] in ended.err
