"""No message has the content of a file that the user did not name."""

from pathlib import Path

import pytest
from support.console import Call
from support.program import AS_OF, Sample

CONTENT = '[[rules]]\nJIRA_TOKEN = "s3cret-of-mine"\n'


@pytest.mark.parametrize(
    "name",
    ["own.toml", "roster.csv", "completions.csv", "export.json", "readiness-waivers.toml", "readiness-signoffs.toml"],
)
@pytest.mark.parametrize("command", ["check", "doctor"])
def test_a_link_shows_nothing(program: Sample, call: Call, tmp_path: Path, name: str, command: str) -> None:
    """Packs, people files, exports and what is beside the configuration, without a policy ref."""
    (tmp_path / "secret").write_text(CONTENT)
    program.configure('packs = ["starter"]', 'packs = ["starter", "./own.toml"]')
    program.write(
        "own.toml", '[[rules]]\nid = "O"\ntitle = "O"\ndimension = "change"\nsignal = "change.landings"\nat-most = 9\n'
    )
    (program.path / name).unlink(missing_ok=True)
    (program.path / name).symlink_to(tmp_path / "secret")
    ended = call(command, *(("--as-of", AS_OF, "-v") if command == "check" else ()))
    assert ended.exit in (2, 3)
    assert "symbolic link" in " ".join((ended.out + ended.err).split())
    assert "s3cret" not in ended.out + ended.err
    assert "JIRA_TOKEN" not in ended.out + ended.err


@pytest.mark.parametrize("place", ["verdict.json", "out/verdict.json"])
@pytest.mark.parametrize("command", ["check", "measure"])
def test_a_link_leads_no_result_elsewhere(
    program: Sample, call: Call, tmp_path_factory: pytest.TempPathFactory, place: str, command: str
) -> None:
    """A change can put a link where a pipeline writes its result, and so have any file replaced."""
    outside = tmp_path_factory.mktemp("home")
    (outside / "verdict.json").write_text("precious")
    link = program.path / place.partition("/")[0]
    link.symlink_to(outside if "/" in place else outside / "verdict.json")
    words = ["check"] if command == "check" else ["measure", "defects.open"]
    ended = call(*words, "--format", "json", "--output", place)
    assert ended.exit == 2
    assert f"--output {place}: a symbolic link leads out of this folder" in ended.err
    assert (outside / "verdict.json").read_text() == "precious"


@pytest.mark.parametrize("pack", ["../own.toml", "{}/own.toml", "../x/../own.toml"])
def test_no_line_of_a_file_elsewhere(program: Sample, call: Call, pack: str) -> None:
    """A pack that is not below the configuration is named with the place, and its lines are not shown."""
    (program.path.parent / "own.toml").write_text(CONTENT)
    program.configure('packs = ["starter"]', f'packs = ["starter", "{pack.format(program.path.parent)}"]')
    ended = call("check", "--as-of", AS_OF)
    assert ended.exit == 2
    assert "own.toml:2:1: " in ended.err
    assert "s3cret" not in ended.err
    program.configure(f'"{pack.format(program.path.parent)}"', '"./own.toml"')
    program.write("own.toml", CONTENT.replace("JIRA_TOKEN", "idd"))
    assert 'idd = "s3cret-of-mine"' in call("check", "--as-of", AS_OF).err
