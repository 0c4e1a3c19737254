"""The header of a people file: the positions of columns by name, and which columns are ignored."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches

from readiness_gate.model.headers import plain, spelled


class Header:
    """The names of columns, in order.

    `ignore` has the names that a file lists as irrelevant, and `ours` our own names for the columns of its kind.
    """

    def __init__(self, names: Sequence[str], ignore: Collection[str], ours: Collection[str]) -> None:
        self.names = tuple(names)
        self._plain = [plain(name) for name in names]
        self._counts = Counter(self._plain)
        self._ours = set(map(plain, ours))
        self._ignored_plain = set(map(plain, ignore))
        self._ignored_undashed = set(map(undashed, ignore))
        self._ignored_spelled = set(map(spelled, ignore))
        self._at: dict[str, int] = {}
        for index in sorted(range(len(self.names)), key=self.is_ignored):
            self._at.setdefault(self._plain[index], index)

    def is_ignored(self, index: int) -> bool:
        """Return whether a column is listed in ignore. If several have the same plain name, the exact spelling
        decides; so it does for a column that would otherwise be read by its name, except for dashes."""
        name, plain_name = self.names[index], self._plain[index]
        if self._counts[plain_name] > 1:
            return spelled(name) in self._ignored_spelled
        if plain_name in self._ours:
            return undashed(name) in self._ignored_undashed
        return plain_name in self._ignored_plain

    def place(self, name: str) -> int | None:
        """Return the position of the column with a name: of several, the first that is not ignored; None if there is
        none."""
        return self._at.get(plain(name))

    def is_left_out(self, field: str) -> bool:
        """Return whether the column that would be ours by its name is ignored or missing."""
        place = self.place(field)
        return place is None or self.is_ignored(place)

    @property
    def read(self) -> list[int]:
        """The columns that are not ignored."""
        return [index for index in range(len(self.names)) if not self.is_ignored(index)]

    def repeated(self, modules: Collection[str]) -> Iterator[str]:
        """Yield problems with names that several columns have; the names of `modules` are compared by spelling."""
        names = [spelled(self.names[index]) for index in self.read]
        counts = Counter(name if name in modules else plain(name) for name in names if name)
        for name, count in sorted(counts.items()):
            if count > 1:
                yield f'{count} columns are called "{self.names[self._at[plain(name)]]}": rename or remove all but one'

    def near(self, name: str) -> str:
        """Return a question about the column with a similar name; "" if there is none."""
        near = get_close_matches(plain(name), list(self._at), n=1, cutoff=0.7)
        return f' (did you mean "{self.names[self._at[near[0]]]}"?)' if near else ""


def undashed(name: str) -> str:
    """Return a name with blanks for dashes."""
    return spelled(name.replace("-", " ").replace("_", " "))
