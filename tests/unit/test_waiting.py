"""What a run says that it is doing."""

import pytest

from readiness_gate.waiting import doing, listening, report


def test_only_a_listener_hears_it() -> None:
    """From the beginning to the end of its block, and that the block ended."""
    heard: list[str] = []
    report("before")
    with listening(heard.append):
        with doing("Reading"):
            report("1 of 2")
        report("more")
    report("after")
    assert heard == ["Reading", "1 of 2", "", "more", ""]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_step_that_fails_is_over(error: type[BaseException]) -> None:
    """By whatever it fails."""
    heard: list[str] = []
    with listening(heard.append), pytest.raises(error), doing("Reading"):
        raise error
    assert heard == ["Reading", "", ""]
