"""What is the same for the answers to every service: each is sent once, and only a refusal is certain not to count."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from support.asking import ASKING
from support.fake_service import FakeService
from support.jira_server import Asked as Seen
from support.jira_server import Reply, serving
from support.trial import BEGUN

from readiness_gate.deployments.answer import NotSent
from readiness_gate.deployments.service import Service
from readiness_gate.history.deployments import Asked

_ANSWER = re.compile(r"/(deployment_protection_rule|status_check_responses|events)$")


@dataclass
class Waiting:
    """A request that waits for an answer, and what its service says to one."""

    service: Service
    asked: Asked
    fake: FakeService
    replies: list[Reply] = field(default_factory=list[Reply])
    answers: int = 0

    def disturb(self, seen: Seen) -> Reply | None:
        """Count the answers, and reply to them."""
        if not _ANSWER.search(seen.path):
            return None
        self.answers += 1
        return self.replies[min(self.answers, len(self.replies)) - 1]

    def fails(self, *replies: Reply) -> NotSent:
        """Send an approval that the service replies so to."""
        self.replies, self.fake.before = list(replies), self.disturb
        with pytest.raises(NotSent) as caught:
            self.service.send(self.asked, "approved", "GO: go-live", BEGUN, lambda: True)
        return caught.value


@pytest.fixture(params=sorted(ASKING))
def waiting(request: pytest.FixtureRequest) -> Iterator[Waiting]:
    """One of each service."""
    asking = ASKING[request.param]
    with serving(asking.fake()) as fake:
        service = asking.service(fake.url)
        body, headers = asking.message(fake.url, 42)
        yield Waiting(service, service.received(headers, body, BEGUN), fake)


def test_a_service_that_asks_to_wait(waiting: Waiting) -> None:
    """The answer is not sent again after the wait: the worker judges the gate again, as it may be go no more."""
    error = waiting.fails(Reply({"message": "Too many"}, 429, {"Retry-After": "1"}), Reply({}, 201))
    assert (waiting.answers, error.wait, error.is_refusal) == (1, 1, True)


@pytest.mark.parametrize("status", [303, 307, 408, 501, 520, 524])
def test_a_status_that_does_not_say_what_became_of_the_answer(waiting: Waiting, status: int) -> None:
    """Such as one of a proxy that lost the answer of the service: the approval may count."""
    error = waiting.fails(Reply({}, status, {"Location": "/other"}))
    assert (waiting.answers, error.is_refusal, error.nothing_waits, error.is_over) == (1, False, False, False)


@pytest.mark.parametrize("status", [400, 401, 403, 413])
def test_a_refusal(waiting: Waiting, status: int) -> None:
    """It is certain that the answer does not count."""
    assert waiting.fails(Reply({}, status)).is_refusal
