"""The sources of plugins: they do everything that ours do, each call in a separate process."""

import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.overview import Overview
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.plugins import described, fence, origins
from readiness_gate.plugins.described import Json, dumped, expect
from readiness_gate.plugins.plugin import FAULTS, Plugin, describe, load, reason_of
from readiness_gate.plugins.sealed import Sealed, opened
from readiness_gate.sources import Source
from readiness_gate.sources.source import ForeignTable
from readiness_gate.toml.check import Complaint, complaints
from readiness_gate.toml.strict_model import schema

_LENGTH = 8
_TABLE = "plugins"


def source(plugin: Plugin) -> Source:
    """Return the source of an entry point, whose functions run in separate processes."""
    about = describe(plugin, Source, _about)
    name, has = described.text(about.get("name")), described.flags(about.get("has"))
    foreign = _Foreign(plugin, name)
    nothing = Source(name, foreign.fetch)
    table = described.mapping(about.get("table"))
    return Source(
        name,
        foreign.fetch,
        configured=foreign.configured if has["configured"] else nothing.configured,
        files=foreign.files if has["files"] else nothing.files,
        overview=foreign.overview if has["overview"] else None,
        is_noted=has["overview"] and has["is_noted"],
        weakened=foreign.weakened if has["weakened"] else None,
        foreign=ForeignTable(table, foreign.complaints) if table is not None else None,
    )


def _about(theirs: Source) -> Json:
    """Return a source's description, without its functions."""
    nothing = Source(theirs.name, theirs.fetch)
    return {
        "name": theirs.name,
        "has": {
            "configured": theirs.configured is not nothing.configured,
            "files": theirs.files is not nothing.files,
            "overview": theirs.overview is not None,
            "is_noted": theirs.is_noted,
            "weakened": theirs.weakened is not None,
        },
        "table": schema(theirs.sections[0].form) if theirs.sections else None,
    }


@dataclass(frozen=True, slots=True)
class _Foreign:
    """The functions of a plugin's source."""

    plugin: Plugin
    name: str

    def fetch(self, settings: Settings, needs: Needs, now: Instant, read: Reader) -> SourceFacts:
        """Return the facts, sealed. Raises CouldNotLook if there are none."""

        def work() -> bytes:
            facts = self._theirs().fetch(settings, needs, now, read)
            origin = dumped(origins.as_provenance(facts))
            return len(origin).to_bytes(_LENGTH, "big") + origin + pickle.dumps(facts)

        try:
            answer = self.plugin.call(work, fence.FETCH)
            end = _LENGTH + int.from_bytes(answer[:_LENGTH], "big")
            origin = origins.provenance_of(described.loaded(answer[_LENGTH:end]), self.name, now)
            return Sealed(origin, answer[end:])
        except FAULTS as error:
            raise CouldNotLook(f"the plugin of the source {self.name} could not be read: {reason_of(error)}") from error

    def configured(self, settings: Settings) -> bool:
        """Return whether the source is read even if no rule asks for it; also if it does not answer, so that its reason
        is reported."""

        def work() -> Json:
            return {"configured": expect(bool, self._theirs().configured(settings))}

        return self._asked(work, {"configured": True}).get("configured") is True

    def files(self, settings: Settings) -> Sequence[str]:
        """Return the files that it reads; none if it does not answer, because then it is not read either."""
        answer = self._asked(lambda: {"files": _texts(self._theirs().files(settings))}, {"files": []})
        return described.texts(answer.get("files"))

    def overview(self, facts: Facts, as_of: Instant) -> Sequence[Overview]:
        """Return its overview of the facts, or why there is none."""

        def work() -> Json:
            show = self._theirs().overview
            shown = show(opened(facts), as_of) if show is not None else ()
            return {
                "counts": _texts(count for overview in shown for count in overview.counts),
                "doubts": _texts(doubt for overview in shown for doubt in overview.doubts),
            }

        try:
            answer = self._answer(work)
            counts, doubts = described.texts(answer.get("counts")), described.texts(answer.get("doubts"))
        except FAULTS as error:
            return (Overview(self.name, missing=f"the plugin of the source {self.name} is broken: {reason_of(error)}"),)
        return (Overview(self.name, counts, doubts),)

    def weakened(self, base: Settings, edited: Settings) -> Iterable[str]:
        """Return what an edit of its table weakens; if it does not answer, that this is unknown."""
        if base.plugins.get(self.name) == edited.plugins.get(self.name):
            return ()

        def work() -> Json:
            compare = self._theirs().weakened
            return {"weakened": _texts(compare(base, edited) if compare is not None else ())}

        try:
            return described.texts(self._answer(work).get("weakened"))
        except FAULTS as error:
            return (f"what [plugins.{self.name}] weakens is unknown: {reason_of(error)}",)

    def complaints(self, table: Mapping[str, object]) -> Iterable[Complaint]:
        """Return the mistakes in its table; if it does not answer, that this is unknown."""
        at = (_TABLE, self.name)

        def work() -> Json:
            wrong = complaints(self._theirs().sections[0].form, table, at)
            return {"wrong": [[list(complaint.path), complaint.what, complaint.at_value] for complaint in wrong]}

        try:
            return described.complaints_of(self._answer(work).get("wrong"))
        except FAULTS as error:
            return (Complaint(at, f"the plugin of the source {self.name} is broken: {reason_of(error)}"),)

    def _theirs(self) -> Source:
        """Return the plugin's own source; call this only inside the fence."""
        return load(self.plugin.point, Source)

    def _answer(self, work: Callable[[], Json]) -> Json:
        return described.loaded(self.plugin.call(lambda: dumped(work())))

    def _asked(self, work: Callable[[], Json], otherwise: Json) -> Json:
        try:
            return self._answer(work)
        except FAULTS:
            return otherwise


def _texts(values: Iterable[str]) -> list[str]:
    return [expect(str, value) for value in values]
