"""The program of a configuration in the history is read as the loader reads it."""

import pytest

from readiness_gate.toml.program import program_in


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b'[program]\nname = "P"\n', "P"),
        (b'\xef\xbb\xbf[program]\r\nname = "P"\r\n', "P"),
        (b'program = {\n  name = "P",\n}\n', "P"),
        (b"[program]\nname = 1\n", ""),
        (b'["pro\\u0067ram"]\nname = "P"\n', "P"),
        (b"program = 1\n", ""),
        (b"\xff", ""),
        (b"a = " + b"[" * 100_000, ""),
        (b"= no TOML", ""),
        (None, ""),
    ],
)
def test_the_name_of_the_program(content: bytes | None, name: str) -> None:
    """Else a configuration could be moved away unseen, with its log left behind."""
    assert program_in(content) == name
