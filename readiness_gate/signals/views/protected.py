"""Figures of groups of people, without those that are too small to be shown."""

from collections.abc import Callable, Iterable, Mapping

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.groups import hidden_groups, why_hidden
from readiness_gate.model.reading import Evidence
from readiness_gate.model.settings.people import PeopleSettings
from readiness_gate.model.wording import agreeing, counted


@dataclass(frozen=True, slots=True)
class Protected:
    """Which groups are not shown, and why."""

    hidden: frozenset[str]
    least: int
    """The fewest people of a group that is shown."""

    def hides(self, group: str) -> bool:
        """Whether a group is not shown."""
        return group in self.hidden

    def hides_all_of(self, people: int) -> bool:
        """Whether so many people are too few to be shown as one group."""
        return 0 < people < self.least

    @property
    def why(self) -> str:
        """Why a figure is not shown, for the end of a sentence."""
        return why_hidden(self.least)

    def decides(self, groups: int) -> str:
        """What is said when a group decides that is not shown, of so many groups."""
        which = f"one of {counted(groups, 'role')}" if groups > 1 else "a role"
        return f"{which[0].upper()}{which[1:]} decides, which is not shown {self.why}"

    def evidence(self, groups: Iterable[str], note: Callable[[str], str]) -> tuple[Evidence, ...]:
        """A piece of evidence for each group that is shown, and one for the others together."""
        names = list(groups)
        shown = [Evidence("role", name, note(name)) for name in names if name not in self.hidden]
        return (*shown, *self.rest(names))

    def rest(self, groups: Iterable[str]) -> tuple[Evidence, ...]:
        """A piece of evidence for the groups that are not shown; nothing without any."""
        number = len({name for name in groups if name in self.hidden})
        if not number:
            return ()
        return (Evidence("role", f"{counted(number, 'role')} {agreeing(number, 'is', 'are')} not shown", self.why),)


def protected(facts: Facts, sizes: Mapping[str, int], within: Mapping[str, int] | None = None) -> Protected:
    """What to show of groups with so many people. Where they are parts of groups that are shown elsewhere, with so many
    people `within`, the rest of these is a group, too."""
    least = (facts.settings.people or PeopleSettings()).smallest_group
    rests = {name: whole - sizes[name] for name, whole in (within or {}).items() if whole > sizes.get(name, whole)}
    smallest = {name: min(size, rests.get(name, size)) for name, size in sizes.items()}
    return Protected(hidden_groups(smallest, least), least)
