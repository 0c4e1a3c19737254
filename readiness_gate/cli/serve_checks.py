"""The requests that `serve` answers besides pages: deployments and merge requests that wait for a gate."""

import os
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from readiness_gate.cli.clock import now
from readiness_gate.cli.output import to_stderr
from readiness_gate.config.reader import WorkTree
from readiness_gate.errors import BadUse
from readiness_gate.history import NoHistory, Store
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.settings import Reader

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from readiness_gate.deployments.service import Service

_NEEDED_BY_APP = ("jwt", "cryptography")
_Settings = TypeVar("_Settings")
_Command = TypeVar("_Command", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class _Option:
    """The option that makes a server answer a service."""

    title: str
    name: str
    asks: str
    """What asks for an answer, as the object of a sentence."""


_OPTIONS: Mapping[str, _Option] = {
    "github": _Option("GitHub", "--github-app", "the deployments that wait on GitHub, for the environments"),
    "gitlab": _Option("GitLab", "--gitlab-checks", "the status checks of merge requests on GitLab, for the branches"),
    "azure": _Option(
        "Azure DevOps", "--azure-checks", "the checks of environments on Azure DevOps, for the environments"
    ),
}


def options(command: _Command) -> _Command:
    """Add the options for the files that define the answered services."""
    for one in reversed(list(_OPTIONS.values())):
        said = f"Answer {one.asks} in this file. Pages then need --auth."
        command = click.option(one.name, metavar="FILE", help=said)(command)
    return command


@contextmanager
def answering(files: Mapping[str, str | None], history: Store) -> "Generator[Sequence[BaseRoute]]":
    """Yield the routes of the services whose files are given, and answer their requests until the block ends; empty
    without a file. Warn of what waits for other services."""
    given = {name: file for name, file in files.items() if file is not None}
    with _answering(given, history) as routes:
        _warn(history, given)
        yield routes


def _answering(given: Mapping[str, str], history: Store) -> "AbstractContextManager[Sequence[BaseRoute]]":
    if not given:
        return nullcontext(())
    from readiness_gate.deployments.serving import answering as answered  # noqa: PLC0415 - an extra

    return answered([_SERVICES[name](file) for name, file in given.items()], history, now, to_stderr)


def _warn(history: Store, given: Collection[str]) -> None:
    """Warn of requests and approvals on the queue that this server leaves to others."""
    from readiness_gate.deployments.unanswered import unanswered  # noqa: PLC0415 - not needed for anything else

    try:
        with history.reading() as rows:
            left = unanswered(rows, given)
    except NoHistory:  # an older history has no queue; what else is wrong with it, the caller finds
        return
    for service, requests in left.items():
        option = _OPTIONS.get(service, _Option(service, "a newer version of readiness-gate", ""))
        to_stderr(
            f"Warning: this server does not answer {option.title}, but its requests are on the queue ({requests}). "
            f"Unless another server answers them, start this one with {option.name}"
        )


def _loaded(file: str, load: Callable[[str, Reader, Path], _Settings]) -> _Settings:
    where = Path.cwd() / file
    return load(where.name, WorkTree(where.parent).read, where.parent)


def _github(file: str) -> "Service":
    missing = [name for name in _NEEDED_BY_APP if find_spec(name) is None]
    if missing:
        raise BadUse(f'--github-app needs {missing[0]}: pip install "readiness-gate[github-app]"')
    from readiness_gate.config.github_app import load  # noqa: PLC0415 - an extra
    from readiness_gate.deployments.github import GitHub  # noqa: PLC0415
    from readiness_gate.deployments.github.secret import secrets_of  # noqa: PLC0415

    app = _loaded(file, load)
    return GitHub(app, secrets_of(app, os.environ))


def _gitlab(file: str) -> "Service":
    from readiness_gate.config.gitlab_checks import load  # noqa: PLC0415 - not needed for anything else
    from readiness_gate.deployments.gitlab import GitLab  # noqa: PLC0415 - an extra
    from readiness_gate.deployments.gitlab.secret import secrets_of  # noqa: PLC0415

    checks = _loaded(file, load)
    return GitLab(checks, secrets_of(checks, os.environ))


def _azure(file: str) -> "Service":
    from readiness_gate.config.azure_checks import load  # noqa: PLC0415 - not needed for anything else
    from readiness_gate.deployments.azure import AzureDevOps  # noqa: PLC0415 - an extra
    from readiness_gate.deployments.azure.secret import password_of  # noqa: PLC0415

    checks = _loaded(file, load)
    return AzureDevOps(checks, password_of(checks, os.environ))


_SERVICES: Mapping[str, "Callable[[str], Service]"] = {"github": _github, "gitlab": _gitlab, "azure": _azure}

__all__ = ["answering", "options"]
