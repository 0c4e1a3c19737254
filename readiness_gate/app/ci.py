"""Whether a command runs in a CI system, where nobody reads a note."""

from collections.abc import Mapping

VARIABLES = (
    "CI",
    "GITHUB_ACTIONS",
    "GITLAB_CI",
    "TF_BUILD",
    "JENKINS_URL",
    "BITBUCKET_BUILD_NUMBER",
    "TEAMCITY_VERSION",
    "CODEBUILD_BUILD_ID",
)
"""What GitHub, GitLab, Azure DevOps, Jenkins, Bitbucket, TeamCity and AWS CodeBuild set, and most others with CI."""


def is_one(environment: Mapping[str, str]) -> bool:
    """Whether any of the variables is set that CI systems set."""
    return any(environment.get(name, "").casefold() not in ("", "0", "false") for name in VARIABLES)
