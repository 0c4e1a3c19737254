"""Which deployments wait for which gate: the rules of a GitHub App for environments."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Seconds

API = "https://api.github.com"


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
