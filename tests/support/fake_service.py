"""What every stand-in for a service that waits for a gate has: what arrived, and what disturbs it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from readiness_gate.model.deployments import Gate
from support.jira_server import Asked, Reply

Json = dict[str, Any]


def gate(**given: Any) -> Gate:
    """The gate of a rule."""
    usual: Json = {
        "checkout": "/nowhere",
        "config": "readiness-gate.toml",
        "milestone": "go-live",
        "policy_ref": "",
        "seconds": 60,
        "memory": 4_096,
    }
    return Gate(**{**usual, **given})


@dataclass
class FakeService:
    """The state of a stand-in, and what disturbs it."""

    before: Callable[[Asked], Reply | None] | None = None
    """Answers in place of the stand-in, which then does nothing."""
    after: Callable[[Asked, Reply], Reply] | None = None
    """Changes an answer, once everything is done."""
    asked: list[Asked] = field(default_factory=list[Asked])
    taken: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    """The answers that arrived, by the number of the run or merge request."""
    refused: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Those that came when nothing waited any more."""
    wrong: list[str] = field(default_factory=list[str])
    """What the service does not describe."""
    url: str = ""
    date: str = ""
    counts_newest = False
    """Whether a later answer counts in place of an earlier one."""
    loses_tokens = False
    """Whether a server that is killed cannot answer any more."""

    def reply(self, asked: Asked) -> Reply:
        """The answer to a request, perhaps disturbed."""
        self.check(asked)
        reply = self.before(asked) if self.before else None
        if reply is not None:
            return reply
        reply = self.answer(asked)
        return self.after(asked, reply) if self.after else reply

    def check(self, asked: Asked) -> None:
        """Note what is wrong with a request, for a service with a description of them."""

    def answer(self, asked: Asked) -> Reply:
        """The answer to a request that nothing disturbs."""
        raise NotImplementedError


def headers_of(usual: dict[str, str], **given: str) -> dict[str, str]:
    """The headers of a message, some of them changed."""
    return {
        "content-type": "application/json",
        **usual,
        **{name.replace("_", "-"): value for name, value in given.items()},
    }


__all__ = ["FakeService", "Json", "gate", "headers_of"]
