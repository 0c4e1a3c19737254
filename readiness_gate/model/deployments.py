"""Which deployments ask which gate: the rules of a GitHub App for environments."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Seconds

API = "https://api.github.com"


@dataclass(frozen=True, slots=True)
class DeploymentRule:
    """The gate that one environment of one repository waits for."""

    repository: str
    """Its owner and name, as in `octo-org/crm`."""
    installation: int
    """The number of the app's installation that the repository belongs to."""
    environment: str
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

    def is_of(self, repository: str, environment: str) -> bool:
        """Whether it is for an environment of a repository; GitHub heeds no letter case in either."""
        return (self.repository.casefold(), self.environment.casefold()) == (
            repository.casefold(),
            environment.casefold(),
        )


@dataclass(frozen=True, slots=True)
class GitHubApp:
    """An app of GitHub that answers for environments."""

    id: str
    """Its client id or its number."""
    api: str
    """The address of the API, without a slash at its end."""
    private_key: str
    """The file with its private key, absolute; empty for the variable."""
    webhook_secret: str
    """The file with the secret of its webhook, absolute; empty for the variable."""
    give_up_after: Seconds
    """How long after a request an answer is still tried."""
    rules: tuple[DeploymentRule, ...]

    def rule(self, repository: str, environment: str, installation: int) -> DeploymentRule | None:
        """The rule for an environment of a repository of an installation; None for none."""
        found = (one for one in self.rules if one.is_of(repository, environment))
        return next((one for one in found if one.installation == installation), None)
