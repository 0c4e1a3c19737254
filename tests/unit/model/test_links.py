"""Links may lead around in the folder of the configuration, and not out of it."""

from pathlib import Path

import pytest

from readiness_gate.model.links import leads_out


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a configuration, beside another with shared files; it is reached by a link."""
    (tmp_path / "team/gate/deep").mkdir(parents=True)
    (tmp_path / "team/shared").mkdir()
    (tmp_path / "secret").mkdir()
    for name in ("team/gate/own.toml", "team/gate/deep/own.toml", "team/shared/own.toml", "secret/token"):
        (tmp_path / name).touch()
    links = {
        "gate": "team/gate",
        "team/gate/inside": "deep/own.toml",
        "team/gate/around": "../gate/deep",
        "team/gate/beside": "../shared/own.toml",
        "team/gate/folder": "../shared",
        "team/gate/absolute": str(tmp_path / "secret/token"),
        "team/gate/twice": "deep/twice",
        "team/gate/deep/twice": "../../../secret/token",
        "team/gate/nowhere": "../absent",
        "team/gate/loop": "loop",
        "team/shared/out": "../../secret/token",
        "team/shared/near": "own.toml",
        "team/far": "../secret",
    }
    for name, target in links.items():
        (tmp_path / name).symlink_to(target)
    return tmp_path / "gate"


@pytest.mark.parametrize(
    "path",
    [
        "own.toml",
        "./deep/../own.toml",
        "inside",
        "around/own.toml",
        "absent",
        "absent/file",
        "loop",
        "../shared/own.toml",
        "../shared/near",
        "/etc/hostname",
    ],
)
def test_what_stays(root: Path, path: str) -> None:
    """Files, missing ones too, and links inside the folder; a file elsewhere that is named itself."""
    assert not leads_out(root, path)


@pytest.mark.parametrize(
    "path",
    [
        "beside",
        "folder/own.toml",
        "absolute",
        "twice",
        "deep/twice",
        "nowhere",
        "../shared/out",
    ],
)
def test_what_leads_out(root: Path, path: str) -> None:
    """Links to files and folders elsewhere, directly or by others, whether or not there is anything."""
    assert leads_out(root, path)


def test_a_folder_beside_is_no_way_out(root: Path) -> None:
    """Of what is named above the folder, no link leads out of what both have in common."""
    assert not leads_out(root, "../shared/near")
    assert leads_out(root, "../far/token")
