"""A file that would wait, or has no end, keeps no run alive: by whatever name it is read, nothing is decided."""

import os
from pathlib import Path

import pytest
from support.console import Call
from support.program import AS_OF, Sample

READ = ["readiness-gate.toml", "readiness-waivers.toml", "readiness-signoffs.toml", "roster.csv", "completions.csv"]


@pytest.mark.parametrize("name", [*READ, "export.json"])
@pytest.mark.parametrize("kind", ["pipe", "kernel", "device"])
@pytest.mark.timeout(20)
def test_nothing_is_waited_for(program: Sample, call: Call, name: str, kind: str) -> None:
    """A pipe into which nobody writes, the kernel's own log, and a device without an end."""
    where = program.path / name
    where.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(where)
    else:
        where.symlink_to({"kernel": "/proc/kmsg", "device": "/dev/zero"}[kind])
    if not where.exists() and kind != "pipe":
        pytest.skip(f"there is no {where.readlink()} here")
    ended = call("check", "--as-of", AS_OF, "--format", "json", "-c", str(program.path / "readiness-gate.toml"))
    assert "Traceback" not in ended.err
    if kind == "kernel" and name.startswith("readiness-") and name != "readiness-gate.toml":
        assert ended.exit in (0, 2, 3)  # an empty file of waivers waives nothing
    else:
        assert ended.exit in (2, 3)


def test_a_gzip_file_of_the_kernel_or_a_pipe(program: Sample, call: Call) -> None:
    """Packed exports are opened in the same way."""
    (program.path / "export.json").unlink()
    os.mkfifo(program.path / "export.json.gz")
    program.configure('export = "export.json"', 'export = "export.json.gz"')
    ended = call("check", "--as-of", AS_OF)
    assert ended.exit == 3
    assert "export.json.gz is not a file" in ended.out.replace("\n", " ")
    assert Path("export.json.gz").exists()
