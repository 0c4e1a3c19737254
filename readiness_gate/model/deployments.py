"""The rules that map deployments and merge requests to gates: for environments of a GitHub App, for branches with
status checks of GitLab, and for environments with checks of Azure DevOps."""

from typing import ClassVar

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Seconds

API = "https://api.github.com"


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate that a request waits for, and how it is judged."""

    checkout: str
    """The absolute path of the folder with all files of the program."""
    config: str
    """Its configuration, relative to the checkout."""
    milestone: str
    policy_ref: str
    """The git ref that the policy is read from; empty for the work tree."""
    seconds: int
    """The time limit for one evaluation, in seconds."""
    memory: int
    """The memory limit for one evaluation, in MiB."""
    max_age: Seconds = 0
    """The maximum age of a recorded go on the same evidence; 0 if none is required."""
    valid_for: Seconds = 0
    """How long an approval is valid unless the gate is judged again; 0 if the service uses it immediately."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The gate that deployments to an environment, or merge requests into a branch, wait for."""

    repository: str
    """The owner and name at GitHub, as in `octo-org/crm`; the path of the project at GitLab; the name at Azure
    DevOps."""
    owner_id: int | str
    """The id of the app's installation at GitHub, and of the project elsewhere."""
    place: str
    """The environment; the target branch at GitLab."""
    gate: Gate


@dataclass(frozen=True, slots=True)
class Checks:
    """A service whose requests are answered; these are all settings of Azure DevOps."""

    url: str
    """The URL of GitHub's API, of the GitLab instance, or of the organization, without a trailing slash."""
    secret: str
    """The absolute path of the file with the secret that identifies the service; empty for the environment variable."""
    give_up_after: Seconds
    """How long after a request to keep trying to answer."""
    rules: tuple[Rule, ...]

    ignores_case: ClassVar[bool] = True
    """Whether the service ignores case in the names of places, as all do in those of repositories."""

    def rule(self, repository: str, owner_id: int | str, place: str) -> Rule | None:
        """Return the rule for a place of a repository; None if there is none."""
        asked = self._key(repository, owner_id, place)
        return next((one for one in self.rules if self._key(one.repository, one.owner_id, one.place) == asked), None)

    def _key(self, repository: str, owner_id: int | str, place: str) -> tuple[str, str, str]:
        return repository.casefold(), str(owner_id).casefold(), place.casefold() if self.ignores_case else place


@dataclass(frozen=True, slots=True)
class GitHubApp(Checks):
    """A GitHub App that answers for environments."""

    id: str
    """Its client id or its number."""
    private_key: str
    """The absolute path of its private key file; empty for the environment variable."""


@dataclass(frozen=True, slots=True)
class GitLabChecks(Checks):
    """A GitLab instance whose status checks are answered."""

    token: str
    """The absolute path of the file with the access token; empty for the environment variable."""
    notes: bool
    """Whether to write the reason into a note on the merge request."""

    ignores_case: ClassVar[bool] = False
