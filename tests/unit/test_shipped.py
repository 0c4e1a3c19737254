"""The data beside the code is found in a checkout and in a wheel."""

from collections.abc import Callable
from pathlib import Path

import pytest

import readiness_gate
from readiness_gate import shipped


def _package_at(folder: Path) -> Callable[[str], Path]:
    def files(_package: str) -> Path:
        return folder

    return files


def test_in_a_checkout() -> None:
    """The folder at the top of the repository is found, with what is in it."""
    names = {child.name for child in shipped.shipped("rules").iterdir()}
    assert "baseline.toml" in names


def test_in_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder inside the package comes first."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "wheel.toml").touch()
    monkeypatch.setattr(shipped, "files", _package_at(tmp_path))
    assert [child.name for child in shipped.shipped("rules").iterdir()] == ["wheel.toml"]


def test_outside_of_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a folder in the package, the one beside it is meant, wherever the command is run."""
    monkeypatch.setattr(shipped, "files", _package_at(tmp_path))
    assert shipped.shipped("rules") == Path(readiness_gate.__file__).parents[1] / "rules"
