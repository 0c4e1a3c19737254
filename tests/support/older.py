"""A queue that an older version made, when only GitHub asked."""

from readiness_gate.history import Store
from readiness_gate.history.deployments import Asked, ask, everything, step, take

OLD_DEPLOYMENTS = (
    "INSERT INTO deployments VALUES (1, 'd-1', 'sha256:1', 'octo-org/crm', 4567, 'production', 42, 7, 'ab', 100)",
    "INSERT INTO deployments VALUES (2, 'd-2', 'sha256:2', 'octo-org/crm', 4567, 'production', 43, 8, 'ab', 100)",
    "INSERT INTO deployment_steps VALUES (1, 1, 'taken', '', 100, 200, '')",
    "INSERT INTO deployment_steps VALUES (1, 2, 'answered', 'rejected', 110, 0, '')",
    "INSERT INTO deployment_steps VALUES (2, 1, 'taken', '', 100, 200, '')",
)
"""Two requests, of which one was answered, and one was being judged."""


def goes_on(store: Store) -> None:
    """What is open is taken, and other services ask beside it."""
    again = Asked("", "sha256:3", "octo-group/crm", 6, "status check 1", 43, 1, "cd", 300, "gitlab", "main")
    with store.writing() as rows:
        assert ask(rows, again)
        held = take(rows, 300, lambda _: 10)
        assert held is not None
        assert (held.asked.service, held.asked.run, held.tries) == ("github", 43, 2)
        step(rows, held, "answered", 301, state="approved")
    with store.reading() as rows:
        assert [(one.asked.service, one.is_over) for one in everything(rows)] == [
            ("github", True),
            ("github", True),
            ("gitlab", False),
        ]


__all__ = ["OLD_DEPLOYMENTS", "goes_on"]
