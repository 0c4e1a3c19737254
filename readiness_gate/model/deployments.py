"""The rules that map deployments and merge requests to gates: for environments of a GitHub App, for branches with
status checks of GitLab, and for environments with checks of Azure DevOps."""

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
class DeploymentRule:
    """The gate that one environment of one repository waits for."""

    repository: str
    """Its owner and name, as in `octo-org/crm`."""
    installation: int
    """The id of the app's installation for the repository."""
    environment: str
    gate: Gate

    def is_of(self, repository: str, environment: str) -> bool:
        """Return whether it applies to an environment of a repository; GitHub ignores case in both."""
        return (self.repository.casefold(), self.environment.casefold()) == (
            repository.casefold(),
            environment.casefold(),
        )


@dataclass(frozen=True, slots=True)
class GitHubApp:
    """A GitHub App that answers for environments."""

    id: str
    """Its client id or its number."""
    api: str
    """The base URL of the API, without a trailing slash."""
    private_key: str
    """The absolute path of its private key file; empty for the environment variable."""
    webhook_secret: str
    """The absolute path of the file with its webhook secret; empty for the environment variable."""
    give_up_after: Seconds
    """How long after a request to keep trying to answer."""
    rules: tuple[DeploymentRule, ...]

    def rule(self, repository: str, environment: str, installation: int) -> DeploymentRule | None:
        """Return the rule for an environment of a repository of an installation; None if there is none."""
        found = (one for one in self.rules if one.is_of(repository, environment))
        return next((one for one in found if one.installation == installation), None)


@dataclass(frozen=True, slots=True)
class GitLabRule:
    """The gate that merge requests into one branch of one project wait for."""

    project: str
    """The project's path including its groups, as in `octo-group/crm`."""
    project_id: int
    target_branch: str
    gate: Gate


@dataclass(frozen=True, slots=True)
class GitLabChecks:
    """A GitLab instance whose status checks are answered."""

    url: str
    """The URL of the instance, without a trailing slash."""
    token: str
    """The absolute path of the file with the access token; empty for the environment variable."""
    secret: str
    """The absolute path of the file with the shared secret of the status checks; empty for the environment variable."""
    give_up_after: Seconds
    """How long after a request to keep trying to answer."""
    notes: bool
    """Whether to write the reason into a note on the merge request."""
    rules: tuple[GitLabRule, ...]

    def rule(self, project_id: int, project: str, target_branch: str) -> GitLabRule | None:
        """Return the rule for a branch of a project; None if there is none. GitLab ignores case in paths, but not in
        branch names."""
        found = (one for one in self.rules if (one.project_id, one.target_branch) == (project_id, target_branch))
        return next((one for one in found if one.project.casefold() == project.casefold()), None)


@dataclass(frozen=True, slots=True)
class AzureRule:
    """The gate that pipeline runs of one repository wait for at one environment."""

    project_id: str
    """The id of the project, in lower case."""
    repository: str
    environment: str
    gate: Gate


@dataclass(frozen=True, slots=True)
class AzureChecks:
    """An Azure DevOps organization whose checks are answered."""

    organization: str
    """The URL of the organization, without a trailing slash."""
    secret: str
    """The absolute path of the file with the password of the service connection; empty for the environment variable."""
    give_up_after: Seconds
    """How long after a request to keep trying to answer."""
    rules: tuple[AzureRule, ...]

    def rule(self, project_id: str, repository: str, environment: str) -> AzureRule | None:
        """Return the rule for an environment and a repository of a project; None if there is none. Case is ignored."""
        asked = project_id.casefold(), repository.casefold(), environment.casefold()
        named = ((one, (one.project_id, one.repository.casefold(), one.environment.casefold())) for one in self.rules)
        return next((one for one, name in named if name == asked), None)
