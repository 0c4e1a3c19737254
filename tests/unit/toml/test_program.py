"""The program of a content that need not be a configuration."""

import pytest

from readiness_gate.toml.program import program_in


@pytest.mark.parametrize(
    ("content", "program"),
    [
        (b'[program]\nname = "CRM"\n', "CRM"),
        (b"[program]\nname = 1\n", ""),
        (b"program = 1\n", ""),
        (b"= no TOML", ""),
        (b"\xff", ""),
        (b"a = " + b"[" * 100_000, ""),
        (None, ""),
    ],
)
def test_the_program(content: bytes | None, program: str) -> None:
    """Empty where there is none."""
    assert program_in(content) == program
