"""Random repositories in which everything happens that git allows, the same ones for the same seed."""

import random
from dataclasses import dataclass, field
from pathlib import Path

from support.git import EPOCH, git

DAY = 86_400
NOW = EPOCH + 300 * DAY
ROSTER, COMPLETIONS = b"people/roster.csv", b"people/completions.csv"
PEOPLE = {
    ROSTER: b"person,role,from,to\nann,rep,2026-02-01T00:00:00Z,2026-09-01T00:00:00Z\nbob,rep,,\n",
    COMPLETIONS: b"person,module,completed-at\nann,quoting,2026-03-01T00:00:00Z\n",
}
"""The people files, as they are read; histories have these, and others of their names."""

_CONFIG = (
    *(b"cfg/quote.xml", b"cfg/q1.xml", b"cfg/sub/quote.xml", b"cfg/sub/.hidden", b"cfg/skip/out.xml", b"cfg/Quote.xml"),
    *(b"cfg/new\nline.xml", b"cfg/tab\t.xml", b'cfg/say "so".xml', b"cfg/-dash", b"cfg/:100644 100644", b"cfg/a*.xml"),
    *(b"cfg/\xff\xfe.xml", b"cfg/\x01" + b"a" * 40, b"cfg/\n:100644", b"cfg/back\\slash.xml", b"cfg/\xc3\xbc.xml"),
)
_DOCS = (b"docs/quote.md", b"docs/sub/deep/q.md", b"docs/skip/x.md", b"docs/\xc3\xbc.md", b"docs/a b.md", b"docs/q.txt")
_OTHER = (
    *(b"src/quote.py", b"src/lib", b"-top.xml", b":top", b"\x01top", b"cfg", b"docs", b"src/lib/deep.py", b"Cfg/x.xml"),
    *(ROSTER, COMPLETIONS, b"quote.xml", b"cfgs/near.xml"),
)
_SUBJECTS = (b"change", b"", b"\x01" * 41, b":100644 x", b"two\nlines\n\nand more", b"\n\n", b"bell\x07", b"nul\0l")
_ENCODINGS = (b"UTF-16", b"ISO-8859-1", b"IBM037", b"no-such")
_MODES = (b"100644", b"100644", b"100644", b"100755", b"120000", b"160000")


_AS_READ = 0.7

_Files = dict[bytes, tuple[bytes, bytes]]
"""The mode of each path with its content, or for a submodule the commit it points to."""


@dataclass
class _Node:
    """A commit: the files in it, when it was committed, and its mark in the stream."""

    files: _Files
    date: int
    mark: int


@dataclass
class _Writer:
    """Draws a history, and tells it as a fast-import stream."""

    draw: random.Random
    calm: bool
    out: list[bytes] = field(default_factory=list[bytes])
    nodes: list[_Node] = field(default_factory=list[_Node])
    main: _Node | None = None

    def stream(self) -> bytes:
        """The whole stream; the branch `main` ends at the last commit on it."""
        for number in range(self.draw.randint(1, 4) + self.draw.choice((0, 8, 16))):
            self._commit(number)
        assert self.main is not None
        self.out.append(b"reset refs/heads/main\nfrom :%d\n\ndone\n" % self.main.mark)
        return b"".join(self.out)

    def _commit(self, number: int) -> None:
        on_main = number == 0 or self.draw.random() < 0.7
        first = self._first(on_main=on_main)
        merged = self._merged(first)
        date = self._date(first)
        mark = number + 1
        # A branch of its own for each commit: one without `from` is then a root.
        self.out.append(b"commit refs/heads/c%d\nmark :%d\n" % (mark, mark))
        self.out.append(b"author a <a@example.com> %d +0000\n" % self.draw.choice((date, 1, EPOCH - 900 * DAY, NOW)))
        zone = self.draw.choice((b"+0000", b"-1130", b"+1400", b"+0530"))
        self.out.append(b"committer c <c@example.com> %d %s\n" % (date, zone))
        if self.draw.random() < 0.1:
            self.out.append(b"encoding %s\n" % self.draw.choice(_ENCODINGS))
        subject = self.draw.choice(_SUBJECTS)
        self.out.append(b"data %d\n%s\n" % (len(subject), subject))
        self.out += [b"from :%d\n" % first.mark] if first else []
        self.out += [b"merge :%d\n" % each.mark for each in merged]
        files = dict(first.files) if first else {}
        for other in merged:
            self._bring(files, other)
        self._change(files)
        node = _Node(files, date, mark)
        self.nodes.append(node)
        if on_main:
            self.main = node

    def _first(self, *, on_main: bool) -> _Node | None:
        """The first parent: mostly the mainline's tip; now and then what overtakes it, or none."""
        if not self.nodes or (not on_main and self.draw.random() < 0.1):
            return None
        if on_main and self.draw.random() < 0.9:
            return self.main
        return self.draw.choice(self.nodes)

    def _merged(self, first: _Node | None) -> list[_Node]:
        others = [node for node in self.nodes if node is not first]
        wanted = self.draw.choice((0, 0, 0, 0, 1, 1, 2))
        return self.draw.sample(others, min(wanted, len(others))) if first else []

    def _date(self, first: _Node | None) -> int:
        last = first.date if first else EPOCH
        step = self.draw.choice((0, 1, 3_600, DAY, self.draw.randint(1, 30 * DAY)))
        if self.calm or self.draw.random() < 0.75:
            return last + step
        return self.draw.choice((max(last - step, 0), 1, EPOCH - 7_000 * DAY, last + 60 * DAY, EPOCH))

    def _bring(self, files: _Files, other: _Node) -> None:
        """Merge most of another commit's files."""
        for path, what in sorted(other.files.items()):
            if self.draw.random() < 0.7 and files.get(path) != what:
                self._put(files, path, what)

    def _change(self, files: _Files) -> None:
        """Make some changes: deletions, renames, new files, new contents, new modes."""
        for _ in range(self.draw.choice((0, 1, 1, 2, 3, 6))):
            what = self.draw.random()
            old, new = self.draw.choice(sorted(files) or [b""]), self._path()
            if old and what < 0.2:
                self._remove(files, old)
            elif old and what < 0.3:
                moved = files[old]
                self._remove(files, old)
                self._put(files, new, moved)
            elif old and what < 0.4:
                self._put(files, old, (self.draw.choice(_MODES[:5]), files[old][1]))
            else:
                self._put(files, new, (self.draw.choice(_MODES), b"%040x" % self.draw.randint(1, 4)))

    def _path(self) -> bytes:
        return self.draw.choice(self.draw.choice((_CONFIG, _CONFIG[:3], _DOCS, _DOCS[:2], _OTHER)))

    def _remove(self, files: _Files, path: bytes) -> None:
        del files[path]
        self.out.append(b"D %s\n" % _quoted(path))

    def _put(self, files: _Files, path: bytes, what: tuple[bytes, bytes]) -> None:
        """Write a file; what it replaces goes: a folder by a file, a file by a folder."""
        for other in sorted(files):
            if other.startswith(path + b"/") or path.startswith(other + b"/"):
                self._remove(files, other)
        mode, content = what
        if path in PEOPLE and mode != b"160000" and self.draw.random() < _AS_READ:
            content = PEOPLE[path]
        files[path] = mode, content
        if mode == b"160000":
            self.out.append(b"M 160000 %s %s\n" % (content, _quoted(path)))
        else:
            self.out.append(b"M %s inline %s\ndata %d\n%s\n" % (mode, _quoted(path), len(content), content))


def _quoted(path: bytes) -> bytes:
    return b'"' + b"".join(b"\\%03o" % byte for byte in path) + b'"'


def drawn(seed: int) -> random.Random:
    """What draws by a seed."""
    return random.Random(seed)  # noqa: S311 - the same draws each time are what is wanted


def build(folder: Path, seed: int, *, bare: bool = False, calm: bool = False) -> Path:
    """Write the repository of a seed into a folder and return its git directory; a calm one has no clock set back."""
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "--template=", "-b", "main", *(("--bare",) if bare else ()))
    git(folder, "fast-import", "--quiet", "--done", given=_Writer(drawn(seed), calm).stream())
    return folder if bare else folder / ".git"
