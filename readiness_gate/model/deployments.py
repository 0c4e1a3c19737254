"""Which deployments and merge requests wait for which gate: the rules of a GitHub App for environments, and of GitLab's
status checks for branches."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Seconds

API = "https://api.github.com"


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate that something waits for, and how it is judged."""

    checkout: str
    """The folder that has all files of the program, absolute."""
    config: str
    """Its configuration, relative to the checkout."""
    milestone: str
    policy_ref: str
    """The git ref that the policy is read from, empty for the work tree."""
    seconds: int
    """The time for one evaluation."""
    memory: int
    """The memory for one evaluation, in MiB."""
    max_age: Seconds = 0
    """How long ago a go on the same evidence must have been recorded at most; 0 where none has to be."""
    valid_for: Seconds = 0
    """How long an approval holds unless the gate is judged again; 0 for one that is used at once."""


@dataclass(frozen=True, slots=True)
class DeploymentRule:
    """The gate that one environment of one repository waits for."""

    repository: str
    """Its owner and name, as in `octo-org/crm`."""
    installation: int
    """The id of the app's installation for the repository."""
    environment: str
    checkout: str
    """The absolute path of the folder with all files of the program."""
    config: str
    """Its configuration, relative to the checkout."""
    milestone: str
    policy_ref: str
    """The git ref that the policy is read from; empty for the work tree."""
    seconds: int
    """The time limit for one evaluation."""
    memory: int
    """The memory limit for one evaluation, in MiB."""
    max_age: Seconds = 0
    """The maximum age of a recorded go on the same evidence; 0 if none is required."""

    @property
    def gate(self) -> Gate:
        """What is judged."""
        return Gate(
            self.checkout, self.config, self.milestone, self.policy_ref, self.seconds, self.memory, self.max_age
        )

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
    """Its path with its groups, as in `octo-group/crm`."""
    project_id: int
    target_branch: str
    gate: Gate


@dataclass(frozen=True, slots=True)
class GitLabChecks:
    """Status checks of a GitLab that are answered."""

    url: str
    """The address of the GitLab, without a slash at its end."""
    token: str
    """The file with the access token, absolute; empty for the variable."""
    secret: str
    """The file with the shared secret of the status checks, absolute; empty for the variable."""
    give_up_after: Seconds
    """How long after a request an answer is still tried."""
    notes: bool
    """Whether the reason is written into a note of the merge request."""
    rules: tuple[GitLabRule, ...]

    def rule(self, project_id: int, project: str, target_branch: str) -> GitLabRule | None:
        """The rule for a branch of a project; None for none. GitLab ignores case in paths, but not in names of
        branches."""
        found = (one for one in self.rules if (one.project_id, one.target_branch) == (project_id, target_branch))
        return next((one for one in found if one.project.casefold() == project.casefold()), None)


@dataclass(frozen=True, slots=True)
class AzureRule:
    """The gate that runs of pipelines of one repository wait for at one environment."""

    project_id: str
    """The id of the project, in lower case."""
    repository: str
    environment: str
    gate: Gate


@dataclass(frozen=True, slots=True)
class AzureChecks:
    """Checks of Azure DevOps that are answered."""

    organization: str
    """The address of the organization, without a slash at its end."""
    secret: str
    """The file with the password of the service connection, absolute; empty for the variable."""
    give_up_after: Seconds
    """How long after a request an answer is still tried."""
    rules: tuple[AzureRule, ...]

    def rule(self, project_id: str, repository: str, environment: str) -> AzureRule | None:
        """The rule for an environment and a repository of a project; None for none. No letter case is heeded."""
        asked = project_id.casefold(), repository.casefold(), environment.casefold()
        named = ((one, (one.project_id, one.repository.casefold(), one.environment.casefold())) for one in self.rules)
        return next((one for one, name in named if name == asked), None)
