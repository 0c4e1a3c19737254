"""Whether a command runs in a CI system, where nobody reads notes."""

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
"""The variables that GitHub, GitLab, Azure DevOps, Jenkins, Bitbucket, TeamCity and AWS CodeBuild set, and CI, which
most others set."""


def is_one(environment: Mapping[str, str]) -> bool:
    """Return whether any of the variables of CI systems is set."""
    return any(environment.get(name, "").casefold() not in ("", "0", "false") for name in VARIABLES)
