"""Checks that a gate judges exactly the commit that is about to be deployed."""

from collections.abc import Iterator
from dataclasses import replace

from readiness_gate.app.session import Session
from readiness_gate.errors import CouldNotLook, GateError
from readiness_gate.model.repositories import Repositories
from readiness_gate.model.settings import Settings
from readiness_gate.sources.git.chain import resolve
from readiness_gate.sources.git.mainline import Mainline, find

CHECKED_OUT = "HEAD"
"""The ref of the policy if none is named."""
_SHOWN = 12


def refuse_other(session: Session, commit: str) -> None:
    """Raise GateError unless the commit is the head of a judged mainline, and also checked out if no ref is named for
    the policy."""
    settings = session.configuration.settings
    mainlines = list(_mainlines(settings))
    found = next((one for one in mainlines if one.commit == commit), None)
    if found is None:
        raise CouldNotLook(_why(mainlines, commit))
    if settings.policy_ref != CHECKED_OUT:
        return
    checked_out = resolve(found.repository, CHECKED_OUT)
    if checked_out != commit:
        raise CouldNotLook(
            f"the rules are those of the commit that is checked out, {checked_out[:_SHOWN]}, and the deployment is of "
            f"{commit[:_SHOWN]}. Check out that commit there, or set policy-ref for this environment"
        )


def _mainlines(settings: Settings) -> Iterator[Mainline]:
    """Yield the mainline of each judged repository."""
    git = settings.git
    several = git.by_name.values() if isinstance(git, Repositories) else (git,)
    for one in several:
        yield find(replace(settings, git=one))


def _why(mainlines: list[Mainline], commit: str) -> str:
    """Return why the commit is not the judged one, and how to fix it."""
    judged = ", ".join(f"{one.commit[:_SHOWN]} ({one.name})" for one in mainlines)
    if not any(_is_there(one, commit) for one in mainlines):
        return (
            f"the checkout does not have commit {commit[:_SHOWN]}, whose gate is asked for. Fetch it on the server "
            "(git fetch)"
        )
    return (
        f"the gate judges {judged}, and the deployment is of {commit[:_SHOWN]}. Deploy the newest commit of the "
        "mainline; if it is the newest, fetch it on the server (git fetch)"
    )


def _is_there(mainline: Mainline, commit: str) -> bool:
    try:
        return resolve(mainline.repository, commit) == commit
    except GateError:
        return False
