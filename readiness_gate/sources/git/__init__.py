"""The source git: landings on the mainline, and the last change of every document."""

from pydantic import Field

from readiness_gate.model.repositories import repositories_of
from readiness_gate.model.settings import Settings
from readiness_gate.sources.git.fetch import fetch
from readiness_gate.sources.git.overview import overview
from readiness_gate.sources.git.settings import git_settings
from readiness_gate.sources.git.tables import DESCRIBED, CoverEntry, Git, OneOrSeveral, ProcessDocuments
from readiness_gate.sources.git.weakened import weakened
from readiness_gate.sources.source import Section, Source
from readiness_gate.toml.values import MANY


def _is_configured(_settings: Settings) -> bool:
    """Always: without a table, the repository is the one that contains the configuration."""
    return True


def _location(settings: Settings) -> object:
    return {name: git.repository for name, git in repositories_of(settings.git).items()}


SOURCE = Source(
    name="git",
    fetch=fetch,
    sections=(
        Section("git", OneOrSeveral, git_settings, default=Git.model_construct()),
        Section("covers", list[CoverEntry], default=Field(default_factory=list[CoverEntry], max_length=MANY)),
        Section("process_documents", ProcessDocuments, default=Field(default_factory=dict, description=DESCRIBED)),
    ),
    configured=_is_configured,
    overview=overview,
    weakened=weakened,
    location=_location,
)

__all__ = ["SOURCE", "fetch"]
