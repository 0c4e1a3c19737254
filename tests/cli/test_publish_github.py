"""`publish github` on a stand-in: what is written, that a second run changes nothing, and every refusal."""

from collections.abc import Callable, Iterator

import pytest
from support.console import Call
from support.github_server import TOKEN, FakeGitHub, on_github
from support.program import AS_OF, Ended, Sample

EVERYTHING = (
    "--comment=sticky",
    "--pull-request=17",
    "--issue=5",
    "--status",
    "--check-run",
    "--github-milestone=Wave 2",
    "--reopen",
)
Publish = Callable[..., Ended]


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGitHub]:
    """A stand-in, with the environment of a job on it."""
    with on_github(monkeypatch) as fake:
        yield fake


@pytest.fixture
def publish(call: Call, program: Sample) -> Publish:
    """Calls `publish github` on the sample, as of the day on which it is ready."""
    assert program

    def called(*words: str, as_of: str = AS_OF) -> Ended:
        ended = call("publish", "github", "go-live", f"--as-of={as_of}", *words)
        assert TOKEN not in ended.out + ended.err
        return ended

    return called


def test_everything_is_written_and_a_second_run_changes_nothing(publish: Publish, github: FakeGitHub) -> None:
    """A comment on the pull request and the issue, a status, a check run, and our part of the milestone."""
    first = publish(*EVERYTHING)
    assert (first.exit, first.err) == (0, "")
    assert first.out.splitlines() == [
        "Set the status readiness-gate/go-live of abababababab to success",
        "Wrote the check run readiness-gate/go-live of abababababab: success",
        'Updated the milestone "Wave 2"',
        "Wrote a comment on #17",
        "Wrote a comment on #5",
    ]
    assert [one["state"] for one in github.statuses] == ["success"]
    assert [one["conclusion"] for one in github.check_runs] == ["success"]
    assert github.milestones[1]["description"].startswith("What we deliver.\n\nBy people.\n\n<!-- readiness-gate:")
    assert (github.milestones[1]["state"], github.milestones[0]["description"]) == ("closed", "Not this one.")
    written = len(github.written)
    second = publish(*EVERYTHING)
    assert second.exit == 0
    assert all(line.startswith("Nothing to change: ") for line in second.out.splitlines())
    assert len(github.written) == written
