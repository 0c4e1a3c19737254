"""Determines which program owns each line of the decision log and who was allowed to write it, from the configurations
beside the log when the line landed and just before."""

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
    """The configurations beside the log when each of its lines landed, and just before."""

    def __init__(
        self,
        history: FileHistory,
        settings: Settings,
        log: Log,
        touches: Sequence[Touch],
        asides: Sequence[Aside | None],
    ) -> None:
        self._history = history
        self._program = settings.program
        self._programs = programs_of(log)
        self._path = history.path(configuration_of(settings))
        self._commits = [touch.commit for touch in touches]
        self._paths = [(one and one.configurations) or (self._path,) for one in asides]
        self._read = self._contents()

    def _contents(self) -> Mapping[tuple[str, str], bytes | None]:
        """Return the content of the own configuration, for each of its paths, at and just before the landings of the
        lines beside it; by commit and path."""
        found: dict[tuple[str, str], bytes | None] = {}
        for path in dict.fromkeys(path for paths in self._paths for path in paths):
            pairs = zip(self._commits, self._paths, strict=True)
            commits = dict.fromkeys(commit for commit, paths in pairs if path in paths)
            both = list(
                dict.fromkeys(one for commit in commits for one in (commit, self._history.before(commit)) if one)
            )
            contents = self._history.contents(path, both, LARGEST)
            found |= {(commit, path): content for commit, content in zip(both, contents, strict=True)}
        return found

    def _own(self, place: int, commit: str) -> list[bytes]:
        """Return the own configuration for a line in a commit; several if it may have been any of them."""
        contents = (self._read.get((commit, path)) for path in self._paths[place])
        return [content for content in contents if content is not None]

    def _there(self, place: int, commit: str) -> Mapping[str, bytes]:
        """Return all configurations beside a line in a commit, by path."""
        return self._history.configurations(commit, posixpath.dirname(self._paths[place][0]))

    def deciders(self) -> tuple[tuple[str, ...] | None, ...]:
        """Return who was allowed to write each line before it landed; None if unknown. A configuration that lands with
        a line authorizes nobody, unless the program had no configuration before and no line that landed earlier."""
        found: list[tuple[str, ...] | None] = []
        for place, (commit, earlier) in enumerate(zip(self._commits, self._earlier(), strict=True)):
            before = self._history.before(commit)
            names = _named(self._own_before(place, before)) if before else None
            if names is None and earlier is not None:
                names = found[earlier]
            if names is None and before:
                names = _named(self._changed(place, before))
            found.append(_named(self._at(place)) if names is None else names)
        return tuple(found)

    def _own_before(self, place: int, before: str) -> list[bytes]:
        """Return the own configuration before a line landed, with its namesakes; if there is none, those beside it that
        had the program of the line. A file that had another program than afterwards is left out: it belonged to a
        program that this one replaced, or the program had another name."""
        own = {program_in(one) for one in self._own(place, self._commits[place])}
        names = {self._programs[place], self._program}
        same = [one for one in self._own(place, before) if program_in(one) in own | names]
        if same:
            return self._and_namesakes(place, before, same)
        return [one for one in self._there(place, before).values() if program_in(one) in names]

    def _and_namesakes(self, place: int, commit: str, own: list[bytes]) -> list[bytes]:
        """Return the own configuration and those beside it that had the program of a line: if the own one has since
        taken the place of another program's, that one alone must not determine who was allowed to decide."""
        there = self._there(place, commit).values()
        return [*own, *(one for one in there if program_in(one) == self._programs[place] and one not in own)]

    def _changed(self, place: int, before: str) -> list[bytes]:
        """Return the configurations that were beside a line before it landed, and had another file name or program
        afterwards."""
        there, after = self._there(place, before), self._there(place, self._commits[place])
        return [one for path, one in there.items() if program_in(after.get(path)) != program_in(one)]

    def _earlier(self) -> list[int | None]:
        """Return for each line the place of the last line of the same program above it that landed with another commit;
        None if there is none."""
        found: list[int | None] = []
        last: dict[str, int] = {}
        for place, (program, commit) in enumerate(zip(self._programs, self._commits, strict=True)):
            above = last.get(program)
            if above is not None and self._commits[above] == commit:
                above = found[above]
            found.append(above)
            last[program] = place
        return found

    def _at(self, place: int) -> list[bytes]:
        """Return the own configuration when a line landed. If it did not exist under its name, return those of the
        line's program, or else all that existed there."""
        commit = self._commits[place]
        own = self._own(place, commit)
        if own:
            return self._and_namesakes(place, commit, own)
        there = list(self._there(place, commit).values())
        return [one for one in there if program_in(one) in (self._programs[place], self._program)] or there

    @property
    def deciders_now(self) -> tuple[str, ...] | None:
        """Who may write the next line, according to the own configuration at the tip of the history; None if it does
        not exist there under its name, or cannot be read."""
        (content,) = self._history.contents(self._path, [self._history.tip], LARGEST)
        return deciders(content)

    @property
    def beside(self) -> Mapping[str, str]:
        """The other programs in the folder at the tip of the history, each with its configuration. Empty while the own
        configuration has not landed there under its name: it may be one of these, renamed."""
        there = dict(self._now(self._path))
        own = program_in(there.pop(self._path, None))
        programs = {program_in(content): posixpath.basename(path) for path, content in there.items()} if own else {}
        return {name: path for name, path in programs.items() if name not in (own, self._program)}

    def _now(self, path: str) -> Mapping[str, bytes]:
        """Return the configurations in the folder of a path at the tip of the history."""
        return self._history.configurations(self._history.tip, posixpath.dirname(path))

    def other(self, place: int) -> str:
        """Return the configuration of the other program that a line belongs to; empty if the line is the program's own.

        A line belongs to another program only if a configuration beside it had that program when the line landed and
        the own one had not, and if the other configuration still exists. So neither a new name nor an added
        configuration gives a line to another program, and every line belongs to a program. If the own configuration did
        not exist yet, it may be that other one under a new name, unless the other one still has the program."""
        program = self._programs[place]
        if program == self._program or self._path not in self._now(self._path):
            return ""
        paths, commit = self._paths[place], self._commits[place]
        own = {name for content in self._own(place, commit) if (name := program_in(content))}
        there = self._there(place, commit)
        had = [path for path, one in there.items() if path not in paths and program_in(one) == program]
        if program in own or not had:
            return ""
        if any(program_in(one) == program for one in self._own(place, self._history.before(commit))):
            return ""  # the landing that added the line renamed the own program
        now = {**self._now(paths[0]), **self._now(self._path)}
        still = [path for path in had if path in now and (own or program_in(now[path]) == program)]
        if own and not still:  # the own one existed beside the other, which may have been renamed or moved since
            still = [path for path, one in now.items() if path != self._path and program_in(one) == program]
        return posixpath.basename(still[0]) if still else ""


def programs_of(log: Log) -> list[str]:
    """Return the program that each line names; a line that closes a condition has the program of its decision."""
    of = {one.id: entry.program for entry in log.decisions for one in entry.conditions}
    return [of[entry.condition] if isinstance(entry, Closed) else entry.program for entry in log.entries]


def _named(configurations: Iterable[bytes]) -> tuple[str, ...] | None:
    """Return who may decide according to all of the readable configurations; None if there are none."""
    return _in_all(names for content in configurations if (names := deciders(content)) is not None)


def _in_all(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...] | None:
    """Return the names that are in all of the lists; None without any list."""
    found = list(lists)
    return tuple(name for name in found[0] if all(name in other for other in found)) if found else None
