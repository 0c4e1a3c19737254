"""A digest of what is installed: the same for the same files, and another one for any other rule or plugin."""

import shutil
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

import readiness_gate
from readiness_gate.portfolio import installed

PACKAGE = Path(readiness_gate.__file__).parent


def copied(folder: Path) -> Path:
    """A small package with rules inside it, as a wheel has them."""
    shutil.copytree(PACKAGE / "judge", folder / "wheel" / "judge")
    for kind in ("rules", "integrations"):
        shutil.copytree(PACKAGE.parent / kind, folder / "wheel" / kind)
    return folder / "wheel"


def put(monkeypatch: pytest.MonkeyPatch, package: Path, data: Path) -> None:
    """Have the package in a folder, and its data below another one."""

    def files(_name: str) -> Path:
        return package

    def shipped(kind: str) -> Path:
        return data / kind

    monkeypatch.setattr(installed, "files", files)
    monkeypatch.setattr(installed, "shipped", shipped)


def test_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a wheel and of a checkout are the same; what Python and editors leave there is none of them; one more byte of
    code or of a rule makes another digest."""
    wheel = copied(tmp_path)
    put(monkeypatch, wheel, wheel)
    first = installed.code()
    put(monkeypatch, wheel, PACKAGE.parent)
    assert installed.code() == first

    put(monkeypatch, wheel, wheel)
    (wheel / "__pycache__").mkdir(exist_ok=True)
    (wheel / "__pycache__" / "x.pyc").write_bytes(b"x")
    (wheel / ".swp").write_bytes(b"x")
    assert installed.code() == first
    seen = {first}
    for place in ("judge/verdict.py", "rules/starter.toml"):
        with (wheel / place).open("a") as file:
            file.write("\n")
        seen.add(installed.code())
    assert len(seen) == 3


def test_a_plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes another digest."""
    point = EntryPoint("more", "more:measure", "readiness_gate.signals")
    first = installed.code()
    monkeypatch.setattr(installed, "entry_points", lambda: EntryPoints([point]))
    assert installed.code() != first
