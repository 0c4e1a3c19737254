"""`init --host` writes the template of a host, beside a configuration that is there or begins; it overwrites none."""

from pathlib import Path

import pytest
from support.console import Call
from support.hosts import INTEGRATIONS

from readiness_gate.app.hosts import HOSTS, write_hosts
from readiness_gate.config import FILE
from readiness_gate.errors import BadUse

GIVEN = ("--go-live", "2150-03-01", "--timezone", "UTC")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the command runs in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", HOSTS)
def test_beside_a_configuration(folder: Path, call: Call, name: str) -> None:
    """Only the template is written, to the letter; a second time it is refused."""
    (folder / FILE).write_text("mine")
    ended = call("init", "--host", name, "--host", name)
    assert (ended.exit, ended.err) == (0, "")
    assert ended.out.startswith(f"Wrote {HOSTS[name].target} for {name}. ")
    written = folder / HOSTS[name].target
    assert written.read_bytes() == (INTEGRATIONS / HOSTS[name].template).read_bytes()
    assert sorted(each for each in folder.rglob("*") if each.is_file()) == sorted([folder / FILE, written])
    written.write_text("changed")
    ended = call("init", "--host", name)
    assert (ended.exit, ended.out) == (2, "")
    assert f"{HOSTS[name].target} already exists here. Remove it first" in ended.err
    assert (written.read_text(), (folder / FILE).read_text()) == ("changed", "mine")


def test_with_a_first_configuration(folder: Path, call: Call) -> None:
    """Both are written; where a template is in the way, neither."""
    (folder / "readiness-gate.sh").symlink_to("nowhere")
    ended = call("init", *GIVEN, "--host", "shell")
    assert (ended.exit, ended.out) == (2, "")
    assert "Nothing was written." in ended.err
    assert not (folder / FILE).exists()
    ended = call("init", *GIVEN, "--host", "gitlab", "--host", "pre-commit")
    assert (ended.exit, ended.err) == (0, "")
    assert "Wrote .gitlab/readiness-gate.yml for gitlab." in ended.out
    assert (folder / FILE).is_file()
    assert (folder / ".pre-commit-config.yaml").is_file()


def test_options_of_a_configuration_that_is_there(folder: Path, call: Call) -> None:
    """Are refused as without a host, and no template is written."""
    (folder / FILE).write_text("mine")
    ended = call("init", *GIVEN, "--host", "shell")
    assert (ended.exit, ended.out) == (2, "")
    assert "readiness-gate.toml already exists here. Edit it" in ended.err
    assert not (folder / "readiness-gate.sh").exists()


def test_an_unknown_host(call: Call) -> None:
    """Is bad use; the choices are shown."""
    ended = call("init", "--host", "gitlub")
    assert ended.exit == 2
    assert "gitlab" in ended.err


def test_a_file_that_appears_meanwhile(folder: Path) -> None:
    """Stays as it is, and is reported."""
    (folder / "readiness-gate.sh").write_text("other")
    with pytest.raises(BadUse, match=r"^readiness-gate\.sh was written by another program meanwhile"):
        write_hosts(folder, ["shell"])
    assert (folder / "readiness-gate.sh").read_text() == "other"
