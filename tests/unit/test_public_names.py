"""The names that plugins build on."""

import pytest

import readiness_gate


@pytest.mark.parametrize("name", readiness_gate.__all__)
def test_a_public_name_is_there_and_told(name: str) -> None:
    """Each is imported when it is asked for; classes have the name that they are known by, and say what they are."""
    found = getattr(readiness_gate, name)
    if isinstance(found, type):
        assert found.__name__ == name
        assert found.__doc__
    else:
        assert name in ("Reader", "Reading")


def test_nothing_else_is_public() -> None:
    """A name that is not there is an error of the usual kind."""
    with pytest.raises(AttributeError, match="readiness_gate has no public name Nothing"):
        readiness_gate.Nothing  # noqa: B018 - to ask for it is the test
