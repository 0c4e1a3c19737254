"""The access file as it is now: what is removed ends with the next request, and a file with a mistake grants none."""

import os
import threading
from pathlib import Path

import pytest
from support.served import Answer, client

from readiness_gate.errors import BadUse
from readiness_gate.history import Store
from readiness_gate.server.access import Headers, Refused
from readiness_gate.server.access_now import AccessNow

PROXY = "10.0.3.7"
HEAD = f'[proxy]\npeers = ["{PROXY}"]\n'
STEADY, TORN = (f'\n[[grants]]\ngroup = "crm"\nprograms = ["{name}"]\n' for name in ("Steady", "Torn"))
BOTH = STEADY.replace('"]', '", "Torn"]')
HEADERS: Headers = [(b"x-forwarded-user", b"jane"), (b"x-forwarded-groups", b"crm")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An access file that grants one program."""
    path = tmp_path / "access.toml"
    path.write_text(HEAD + STEADY, encoding="utf-8")
    return path


def _put(file: Path, text: str) -> None:
    """Put another file in its place, whole."""
    beside = file.with_name(f"{threading.get_ident()}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(file)


def _sees(access: AccessNow) -> set[str]:
    try:
        viewer = access.viewer(PROXY, HEADERS)
    except Refused:
        return set()
    return {name for name in ("Steady", "Torn") if viewer.sees(name)}


def test_a_change_is_in_force(file: Path) -> None:
    """At the next request, whatever times the file has: more, less, another proxy, and nothing."""
    logged: list[str] = []
    access = AccessNow(file, logged.append)
    times = file.stat()
    for text, sees in (
        (HEAD + BOTH, {"Steady", "Torn"}),
        (HEAD + TORN, {"Torn"}),
        (HEAD + STEADY, {"Steady"}),
        (HEAD.replace("3.7", "3.8") + STEADY, set[str]()),
        (HEAD, set[str]()),
    ):
        file.write_text(text, encoding="utf-8")
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
        assert [_sees(access), _sees(access)] == [sees, sees]
    assert logged == [
        *["the access file was changed and is in force: 1 group may see programs"] * 4,
        "the access file was changed and is in force: 0 groups may see programs",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "proxy"),
        (HEAD + STEADY + "x = 1\n", 'unknown key "x"'),
        (HEAD + STEADY[:-3], "is not valid TOML"),
        (HEAD + STEADY + TORN, "is also the group of grant 1"),
        ((HEAD + STEADY).replace("10.0.3.7", "0.0.0.0/0"), "is every address"),
        ("\x00", "is not valid TOML"),
    ],
)
def test_a_mistake_grants_nothing(file: Path, text: str, why: str) -> None:
    """Nor does what was right before: it may be just that which somebody took back. The log says it once."""
    logged: list[str] = []
    access = AccessNow(file, logged.append)
    file.write_text(text, encoding="utf-8")
    for _ in range(3):
        with pytest.raises(Refused, match="cannot be used now, so nobody sees anything") as caught:
            access.viewer(PROXY, HEADERS)
        assert caught.value.status == 503
        assert not access.is_known()
    [line] = logged
    assert "\n" not in line
    assert why in line
    assert "nobody sees anything until it is corrected" in line
    file.write_text(HEAD + BOTH, encoding="utf-8")
    assert (_sees(access), access.is_known(), len(logged)) == ({"Steady", "Torn"}, True, 2)


def test_a_file_that_cannot_be_read_grants_nothing(file: Path, tmp_path: Path) -> None:
    """It is gone, a folder, a pipe, or a link that leads elsewhere; one after the other is said."""
    logged: list[str] = []
    access = AccessNow(file, logged.append)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "access.toml").write_text(HEAD + BOTH, encoding="utf-8")
    file.unlink()
    assert (_sees(access), _sees(access)) == (set(), set())
    file.mkdir()
    assert _sees(access) == set()
    file.rmdir()
    os.mkfifo(file)
    assert _sees(access) == set()
    file.unlink()
    file.symlink_to("/dev/zero")
    assert _sees(access) == set()
    file.unlink()
    assert _sees(access) == set()
    file.write_text("", encoding="utf-8")
    assert _sees(access) == set()
    assert ["not found" in line for line in logged] == [True, False, False, True, False]
    _put(file, HEAD + STEADY)
    assert _sees(access) == {"Steady"}


def test_a_volume_whose_links_are_swapped(file: Path, tmp_path: Path) -> None:
    """As Kubernetes mounts a file: a link to a link within the same folder, of which the second is replaced."""
    for number, text in enumerate((HEAD + STEADY, HEAD + TORN)):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "access.toml").write_text(text, encoding="utf-8")
    (tmp_path / "data").symlink_to("0")
    file.unlink()
    file.symlink_to("data/access.toml")
    access = AccessNow(file, lambda _: None)
    assert _sees(access) == {"Steady"}
    (tmp_path / "next").symlink_to("1")
    (tmp_path / "next").replace(tmp_path / "data")
    assert _sees(access) == {"Torn"}


def test_a_mistake_at_the_start(file: Path) -> None:
    """Ends the start, as whoever starts it can correct it."""
    file.write_text("x = 1\n", encoding="utf-8")
    with pytest.raises(BadUse, match='unknown key "x"'):
        AccessNow(file, lambda _: None)


def test_no_request_brings_back_what_was_removed(file: Path) -> None:
    """Many ask while somebody edits: whoever asks after an edit has ended is answered by that edit or a later one, and
    what is halfway grants nothing that no edit granted."""
    access = AccessNow(file, lambda _: None)
    done = threading.Event()
    in_force = [0]
    """The number of the last edit that has ended; even ones grant Steady, odd ones Torn."""
    wrong: list[tuple[int, set[str]]] = []
    asked = [0]

    def ask() -> None:
        while not done.is_set():
            before = in_force[0]
            seen = _sees(access)
            after = in_force[0]
            asked[0] += 1
            # only where no edit began meanwhile, which `begun` says
            if before == after == begun[0] and seen != ({"Torn"} if before % 2 else {"Steady"}):
                wrong.append((before, seen))
            if seen not in ({"Steady"}, {"Torn"}):
                wrong.append((before, seen))

    begun = [0]
    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(1, 42):
        begun[0] = number
        _put(file, HEAD + (TORN if number % 2 else STEADY))
        in_force[0] = number
    done.set()
    for thread in threads:
        thread.join()
    assert (wrong, asked[0] > 0) == ([], True)
    assert _sees(access) == {"Torn"}


def test_pages(file: Path, store: Store) -> None:
    """Who lost a program gets no page of it, and not the word that a page is the same; health says what is wrong."""
    site = client(store, AccessNow(file, lambda _: None), peer=PROXY)

    def asked(path: str, *more: tuple[str, str]) -> Answer:
        return site.get(path, [("X-Forwarded-User", "jane"), ("X-Forwarded-Groups", "crm"), *more])

    page = asked("/portfolio.json")
    program = f"/programs/{page.json['programs'][0]['key']}"
    tag = asked(program).headers["etag"]
    assert asked(program, ("If-None-Match", tag)).status == 304
    file.write_text(HEAD + TORN, encoding="utf-8")
    assert asked(program, ("If-None-Match", tag)).status == 404
    file.write_text(HEAD, encoding="utf-8")
    assert asked(program, ("If-None-Match", tag)).status == 403
    assert asked("/readyz").status == 200
    file.write_text("x", encoding="utf-8")
    answer = asked(program, ("If-None-Match", tag))
    assert (answer.status, "Steady" in answer.text) == (503, False)
    assert (asked("/readyz").status, asked("/readyz").text) == (503, "The access file cannot be used.\n")
    assert asked("/healthz").status == 200
