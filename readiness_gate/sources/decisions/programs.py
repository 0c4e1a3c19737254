"""Whose the lines of the decision log are, and who might write them: as the configurations beside the log said when
each line landed."""

import posixpath
from collections.abc import Iterable, Mapping, Sequence

from readiness_gate.model.decisions import Closed
from readiness_gate.model.facts.git import Touch
from readiness_gate.model.settings import Settings
from readiness_gate.sources.decisions.deciders import deciders
from readiness_gate.sources.decisions.lines import LARGEST, Log
from readiness_gate.sources.git.file_history import Aside, FileHistory, configuration_of
from readiness_gate.toml.program import program_in


class Then:
    """The configurations beside the log when each of its lines landed."""

    def __init__(
        self, history: FileHistory, settings: Settings, touches: Sequence[Touch], asides: Sequence[Aside | None]
    ) -> None:
        self._history = history
        self._program = settings.program
        self._path = history.path(configuration_of(settings))
        self._commits = [touch.commit for touch in touches]
        self._paths = [(one and one.configurations) or (self._path,) for one in asides]
        self._read = self._contents()

    def _contents(self) -> Mapping[tuple[str, str], bytes | None]:
        """What each path of the own configuration was at the landings of the lines beside it."""
        found: dict[tuple[str, str], bytes | None] = {}
        for path in dict.fromkeys(path for paths in self._paths for path in paths):
            pairs = zip(self._commits, self._paths, strict=True)
            commits = list(dict.fromkeys(commit for commit, paths in pairs if path in paths))
            contents = self._history.contents(path, commits, LARGEST)
            found |= {(commit, path): content for commit, content in zip(commits, contents, strict=True)}
        return found

    def _own(self, place: int) -> list[bytes]:
        """The own configuration when a line landed; more than one where it may have been each of them."""
        contents = (self._read[self._commits[place], path] for path in self._paths[place])
        return [content for content in contents if content is not None]

    def _there(self, place: int) -> Mapping[str, bytes]:
        """All configurations that were beside a line when it landed."""
        return self._history.configurations(self._commits[place], posixpath.dirname(self._paths[place][0]))

    def deciders(self, place: int, program: str) -> tuple[str, ...] | None:
        """Who might write a line of a program when it landed; None where that is unknown. Where the own configuration
        was not there under its name, those of that program say so, or else all that were there."""
        own = self._own(place)
        if not own:
            there = self._there(place).values()
            own = [one for one in there if program_in(one) in (program, self._program)] or list(there)
        return _in_all(names for content in own if (names := deciders(content)) is not None)

    @property
    def beside(self) -> Mapping[str, str]:
        """The other programs in the folder at the end of the history, each with its configuration. None while the own
        configuration has not landed there under its name: it may be one of theirs that was renamed."""
        there = dict(self._now(self._path))
        own = program_in(there.pop(self._path, None))
        programs = {program_in(content): posixpath.basename(path) for path, content in there.items()} if own else {}
        return {name: path for name, path in programs.items() if name not in (own, self._program)}

    def _now(self, path: str) -> Mapping[str, bytes]:
        """The configurations in the folder of a path at the end of the history."""
        return self._history.configurations(self._history.tip, posixpath.dirname(path))

    def other(self, place: int, program: str) -> str:
        """The configuration of another program that a line is of; empty where the line is own.

        It is another's only if a configuration beside it had that program when the line landed, and the own one had
        not; and if that one is still there. So neither a new name nor a configuration that is added makes a line
        another's, and no line is of nobody."""
        if program == self._program or self._path not in self._now(self._path):
            return ""
        own = {name for content in self._own(place) if (name := program_in(content))}
        paths, commit = self._paths[place], self._commits[place]
        had = [path for path, one in self._there(place).items() if path not in paths and program_in(one) == program]
        if program in own or not had:
            return ""
        if any(program_in(self._history.before(path, commit)) == program for path in paths):
            return ""  # the landing that brought the line gave the own one another name
        now = {**self._now(paths[0]), **self._now(self._path)}
        still = [path for path in had if path in now]
        if own and not still:  # the own one was another than that, whose file may have another name or place since
            still = [path for path, one in now.items() if path != self._path and program_in(one) == program]
        return posixpath.basename(still[0]) if still else ""


def programs_of(log: Log) -> list[str]:
    """The program that each line is of: one that closes a condition is of that of its decision."""
    of = {one.id: entry.program for entry in log.decisions for one in entry.conditions}
    return [of[entry.condition] if isinstance(entry, Closed) else entry.program for entry in log.entries]


def _in_all(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...] | None:
    """The names that are in all of some lists; None without any list."""
    found = list(lists)
    return tuple(name for name in found[0] if all(name in other for other in found)) if found else None
