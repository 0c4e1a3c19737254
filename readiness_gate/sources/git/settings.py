"""The repositories of a configuration as settings: `[git]`, or `[[git]]` for several."""

from collections.abc import Sequence
from posixpath import normpath

from readiness_gate.model.repositories import together
from readiness_gate.model.settings.git import GitSettings, Platform
from readiness_gate.model.time import duration
from readiness_gate.sources.git.platforms import own_patterns, paths
from readiness_gate.sources.git.tables import Git, Repository
from readiness_gate.sources.source import Context


def git_settings(tables: Git | Sequence[Repository], context: Context) -> GitSettings:
    """Make settings of one table or of several. Contradictions between the tables are added to the problems."""
    platform = context.platform
    if isinstance(tables, Git):
        return _settings(tables, platform)
    names: set[str] = set()
    places: dict[str, str] = {}
    for index, table in enumerate(tables):
        where = normpath(table.repository or ".")
        if table.name.casefold() in names:
            what = f'another repository is already called "{table.name}": give this one a different name'
            context.problem(what, "git", index, "name", at_value=True)
        elif where in places:
            what = (
                f'"{places[where]}" is already this repository, and its landings would count twice: remove one of them'
            )
            context.problem(what, "git", index, "repository", at_value=True)
        names.add(table.name.casefold())
        places.setdefault(where, table.name)
    return together({table.name: _settings(table, platform) for table in tables})


def _settings(table: Git | Repository, platform: Platform) -> GitSettings:
    return GitSettings(
        repository=table.repository,
        mainline=table.mainline,
        baseline=table.baseline,
        paths=paths(table.paths, platform.paths),
        components=platform.components,
        written=own_patterns(platform.paths, paths(table.paths)),
        ignore_dates_of=tuple(table.ignore_dates_of or ()),
        late_after=duration(table.late_after),
    )
