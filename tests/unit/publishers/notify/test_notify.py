"""A message is sent on a change, at most one an hour, and nothing shows an address."""

import json
import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from support.confluence import confluence, publisher
from support.mailbox import Mailbox, mailbox
from support.verdicts import VERDICTS

from readiness_gate import store
from readiness_gate.app.notify import APART, not_judged, notify
from readiness_gate.app.publish import message
from readiness_gate.errors import BadUse
from readiness_gate.model.time import instant
from readiness_gate.publishers.notify import send
from readiness_gate.publishers.notify.addresses import VARIABLE, addresses
from readiness_gate.publishers.notify.sent import KEY, FileMemory, Memory, NoMemory, PageMemory, Sent
from readiness_gate.publishers.outcome import NotPublished
from readiness_gate.reports.notice import Notice

NOW = instant("2027-02-14T09:00:00Z")
LINK = "https://ci.example/run/1"


@pytest.fixture
def box() -> Iterator[Mailbox]:
    """Where messages go."""
    with mailbox() as found:
        yield found


def _notify(
    box: Mailbox, name: str, memory: Memory, now: int = NOW, paths: tuple[str, ...] = ("hook",), **other: Any
) -> str | None:
    known = addresses({VARIABLE: " ".join(map(box.address, paths))}, None)
    assert "s3cret" not in f"{known}"
    return notify((VERDICTS[name], message(VERDICTS[name])), known, memory, now, LINK, **other)


def test_only_a_change_is_sent(box: Mailbox, tmp_path: Path) -> None:
    """The first time, and when the decision is another; not the same again."""
    memory = FileMemory(tmp_path / "last.json")
    assert _notify(box, "no-go", memory) == "Sent a message on wave-2 to 1 address"
    assert _notify(box, "no-go", memory, NOW + 10 * APART) == (
        "Nothing to send: wave-2 is still no-go, for the same reasons"
    )
    assert _notify(box, "go", memory, NOW + 10 * APART) == "Sent a message on wave-2 to 1 address"
    assert [one["title"] for one in box.taken] == ["✗ NO-GO: wave-2", "✓ GO: wave-2"]
    assert "Changed from no-go to go.\nNo longer in the way: CHG-02, LDR-01, TRN-01." in box.taken[1]["message"]
    assert box.taken[1]["message"].endswith(f"\n{LINK}")


def test_another_set_of_rules_is_a_change(box: Mailbox, tmp_path: Path) -> None:
    """Although the decision is the same."""
    memory = FileMemory(tmp_path / "last.json")
    _notify(box, "no-go", memory)
    _notify(box, "no-go-and-unknown", memory, NOW + APART)
    assert "Changed from" not in box.taken[1]["message"]
    assert "\nNew: " in box.taken[1]["message"]


def test_at_most_one_an_hour(box: Mailbox, tmp_path: Path) -> None:
    """A change within the hour is reported by a run after it; a time ahead of the clock holds nothing back."""
    memory = FileMemory(tmp_path / "last.json")
    _notify(box, "no-go", memory)
    assert _notify(box, "go", memory, NOW + APART - 1) == (
        "Nothing sent: the last message is less than an hour old. A run after 2027-02-14 11:00 CET reports the change"
    )
    assert len(box.taken) == 1
    _notify(box, "go", memory, NOW + APART)
    _notify(box, "no-go", memory, NOW)
    assert len(box.taken) == 3


@pytest.mark.parametrize("name", ["no-go", "undecided"])
def test_a_go_is_taken_back_at_once(box: Mailbox, tmp_path: Path, name: str) -> None:
    """Nobody is left with it for an hour; what comes after that waits again."""
    memory = FileMemory(tmp_path / "last.json")
    _notify(box, "go", memory)
    assert _notify(box, name, memory, NOW + 600) == "Sent a message on wave-2 to 1 address"
    assert f"Changed from go to {name}." in box.taken[1]["message"]
    assert (_notify(box, "go", memory, NOW + 1200) or "").startswith("Nothing sent: the last message is less than")
    assert (_notify(box, name, memory, NOW + 1800) or "").startswith("Nothing to send")
    assert len(box.taken) == 2


def test_a_go_that_arrived_at_some_is_taken_back_at_once(box: Mailbox, tmp_path: Path) -> None:
    """The others never had it; what takes it back and does not arrive either is repeated after an hour."""
    memory, paths = FileMemory(tmp_path / "last.json"), ("one", "two")
    _notify(box, "no-go", memory, paths=paths)
    box.statuses["/two"] = 500
    for name, now in (("go", NOW + APART), ("no-go", NOW + APART + 60)):
        with pytest.raises(NotPublished, match="did not take the message"):
            _notify(box, name, memory, now, paths=paths)
    assert [one["title"][:1] for one in box.taken] == ["✗", "✗", "✓", "✗"]
    with pytest.raises(NotPublished, match="Nothing sent: the last message did not arrive everywhere"):
        _notify(box, "no-go", memory, NOW + APART + 120, paths=paths)
    box.statuses.clear()
    assert (_notify(box, "no-go", memory, NOW + 2 * APART + 60, paths=paths) or "").startswith("Sent")


def test_a_gate_that_cannot_be_judged_takes_back_a_go(box: Mailbox, tmp_path: Path) -> None:
    """Once, and only where the last message may have said go."""
    memory, known = FileMemory(tmp_path / "last.json"), addresses({VARIABLE: box.address()}, None)
    _notify(box, "no-go", memory)
    assert not_judged("wave-2", known, memory, NOW + 60, LINK) is None
    _notify(box, "go", memory, NOW + APART)
    for other in ("wave", "2"):
        assert not_judged(other, known, memory, NOW + APART, LINK) is None
    done = not_judged("wave-2", known, memory, NOW + APART + 60, LINK)
    assert done == "Sent a message to 1 address: the gate cannot be judged"
    assert box.taken[-1]["title"] == "? NOT JUDGED: Northwind CRM/wave-2"
    assert box.taken[-1]["message"].startswith("A go from before holds no longer: the gate cannot be judged.")
    assert box.taken[-1]["message"].endswith(f"\n{LINK}")
    assert not_judged(None, known, memory, NOW + APART + 120, LINK) is None
    assert (_notify(box, "go", memory, NOW + 2 * APART + 60) or "").startswith("Sent")
    assert "Changed from undecided to go." in box.taken[-1]["message"]


def test_a_go_that_cannot_be_taken_back(box: Mailbox, tmp_path: Path) -> None:
    """It is tried again, within the hour only where nobody took the message; and nobody guesses which go it is."""
    memory = FileMemory(tmp_path / "last.json")
    known = addresses({VARIABLE: f"{box.address('one')} {box.address('two')}"}, None)
    memory.write("CRM/go-live", Sent("x", "go", (), NOW))
    box.statuses = {"/one": 500, "/two": 500}
    for taken in (0, 1):
        with pytest.raises(NotPublished, match="may have said go, and still does"):
            not_judged("go-live", known, memory, NOW, "")
        assert len(box.taken) == taken
        box.statuses.pop("/one", None)
    assert not_judged("go-live", known, memory, NOW + 60, "") is None
    box.statuses.clear()
    assert (not_judged("go-live", known, memory, NOW + APART, "") or "").startswith("Sent")
    for name in ("CRM/go-live", "ERP/go-live"):
        memory.write(name, Sent("x", "go", (), NOW))
    with pytest.raises(NotPublished, match=r"CRM/go-live and ERP/go-live said go.* not known"):
        not_judged("go-live", known, memory, NOW, "")
    assert (not_judged(None, known, NoMemory(), NOW, "") or "").startswith("Sent")
    assert box.taken[-1]["title"] == "? NOT JUDGED"


def test_without_a_memory_every_run_sends(box: Mailbox) -> None:
    """There is nothing to compare with."""
    for _ in range(2):
        _notify(box, "no-go", NoMemory())
    assert [one["message"].count("Changed") for one in box.taken] == [0, 0]


def test_milestones_are_apart(box: Mailbox, tmp_path: Path) -> None:
    """One file remembers several."""
    path = tmp_path / "last.json"
    path.write_text(json.dumps({"layout": "readiness-gate notify 1", "milestones": {"x": {"state": 1}}}))
    _notify(box, "no-go", FileMemory(path))
    assert list(json.loads(path.read_text())["milestones"]) == ["Northwind CRM/wave-2", "x"]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"layout": "other", "milestones": {}}', "[" * 100_000])
def test_another_file_is_not_overwritten(box: Mailbox, tmp_path: Path, text: str) -> None:
    """Somebody named the wrong one."""
    path = tmp_path / "README.md"
    path.write_text(text)
    with pytest.raises(BadUse, match="--last"):
        _notify(box, "no-go", FileMemory(path))
    assert (path.read_text(), box.taken) == (text, [])


def test_what_is_damaged_in_a_file_counts_as_nothing(box: Mailbox, tmp_path: Path) -> None:
    """Better one message more."""
    path = tmp_path / "last.json"
    for value in ({"state": "x", "decision": "go"}, {"state": "x", "decision": "go", "at": True}, {"at": 1}, 1):
        milestones = {"Northwind CRM/wave-2": value}
        path.write_text(json.dumps({"layout": "readiness-gate notify 1", "milestones": milestones}))
        said = _notify(box, "no-go", FileMemory(path)) or ""
        assert said.endswith("was changed by something else: Northwind CRM/wave-2")
    assert len(box.taken) == 4


def test_a_memory_that_cannot_be_written(box: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message was sent, and it says that it will be again; what can be known before is said before."""
    _notify(box, "no-go", FileMemory(tmp_path / "missing" / "last.json"))
    with pytest.raises(BadUse, match=r"--last .*last\.json is not a writable folder"):
        _notify(box, "go", FileMemory(tmp_path / "missing" / "last.json" / "x" / "y"))
    assert len(box.taken) == 1

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "replace", fails)
    with pytest.raises(NotPublished, match=r"the message was sent, but that could not be remembered.*No space left"):
        _notify(box, "no-go", FileMemory(tmp_path / "last.json"))
    assert len(box.taken) == 2


def test_two_runs_that_remember_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the other one wrote while this one waited for the lock stays."""
    memory, sent, lock = FileMemory(tmp_path / "last.json"), Sent("x", "go", (), NOW), store.locked

    def waits(folder: Path) -> AbstractContextManager[None]:
        monkeypatch.setattr(store, "locked", lock)
        memory.write("other", sent)
        return lock(folder)

    monkeypatch.setattr(store, "locked", waits)
    memory.write("ours", sent)
    assert (memory.read("ours"), memory.read("other")) == (sent, sent)
    memory.path.write_text("{")
    with pytest.raises(BadUse, match="cannot be read"):
        memory.write("ours", sent)


@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])
def test_a_page_remembers(box: Mailbox, *, cloud: bool) -> None:
    """Beside what is remembered of the page itself."""
    with confluence(cloud=cloud) as site:
        publisher(site).publish()
        memory = PageMemory(publisher(site).site, "700")
        _notify(box, "no-go", memory)
        assert (_notify(box, "no-go", memory) or "").startswith("Nothing to send")
        _notify(box, "go", memory, NOW + APART)
        assert len(site.pages["700"].properties) == 2
        assert [one.decision for one in (memory.all() or {}).values()] == ["go"]
        site.pages["700"].properties[KEY] = ("901", "not ours", 7)
        said = _notify(box, "go", memory, NOW + APART) or ""
        assert f'could not be read back, so this one may repeat it: the content property "{KEY}" of the' in said
        assert site.pages["700"].properties[KEY][2] == 8
        site.readers = ("700",)
        site.fault = lambda asked, reply: reply if asked.method == "GET" else _refused(reply)
        with pytest.raises(NotPublished, match="could not be remembered"):
            _notify(box, "no-go", memory, NOW + 5 * APART)
    assert len(box.taken) == 4


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_page_that_cannot_be_read(box: Mailbox, status: int) -> None:
    """The message is sent, and says why; so is the one that takes back a go, of which nobody knows."""
    with confluence(cloud=True) as site:
        publisher(site).publish()
        memory = PageMemory(publisher(site).site, "700")
        _notify(box, "no-go", memory)
        site.fault = lambda _, reply: _refused(reply, status)
        with pytest.raises(NotPublished, match="the message was sent, but that could not be remembered"):
            _notify(box, "no-go", memory)
        known = addresses({VARIABLE: box.address()}, None)
        said = not_judged("wave-2", known, memory, NOW, "") or ""
        assert f"The last message could not be read back, so this one may repeat it: {site.url}" in said
        shown = list[str]()

        def show(where: str, _: Notice) -> None:
            shown.append(where)

        dry = _notify(box, "no-go", memory, show=show) or ""
        assert dry.startswith("The last message could not be read back")
    assert (len(box.taken), shown) == (3, ["Would send to address 1 (json)"])


def _refused(reply: Any, status: int = 403) -> Any:
    reply.status, reply.body = status, {"message": "no"}
    return reply


def test_one_of_several_that_fails(box: Mailbox, tmp_path: Path) -> None:
    """It is named by its number; all get the message again, though not within the hour."""
    memory, paths = FileMemory(tmp_path / "last.json"), ("one", "two", "three")
    box.statuses["/two"] = 500
    with pytest.raises(NotPublished, match=r"^address 2 \(json\) did not take the message: .* again") as raised:
        _notify(box, "no-go", memory, paths=paths)
    assert "s3cret" not in str(raised.value)
    assert len(box.taken) == 2
    with pytest.raises(NotPublished, match=r"Nothing sent: .* did not arrive everywhere"):
        _notify(box, "no-go", memory, paths=paths)
    box.statuses.clear()
    assert _notify(box, "no-go", memory, NOW + APART, paths=paths) == "Sent a message on wave-2 to 3 addresses"
    assert len(box.taken) == 5


def test_none_takes_it(box: Mailbox, tmp_path: Path) -> None:
    """The next run tries again at once."""
    memory = FileMemory(tmp_path / "last.json")
    box.statuses["/hook"] = 401
    with pytest.raises(NotPublished, match="did not take the message"):
        _notify(box, "no-go", memory)
    box.statuses.clear()
    _notify(box, "no-go", memory)
    assert len(box.taken) == 1


def test_no_redirect_is_followed(box: Mailbox) -> None:
    """It would carry the secret elsewhere."""
    box.statuses["/hook"] = 302
    with pytest.raises(NotPublished, match="did not take"):
        _notify(box, "no-go", NoMemory())


def test_what_takes_too_long(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is given up, and counts as not sent."""
    monkeypatch.setattr(send, "PATIENCE", 0.0)
    with pytest.raises(NotPublished, match="did not take"):
        _notify(box, "no-go", NoMemory())


def test_nothing_is_shown_of_an_address(
    box: Mailbox, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever Apprise and what it uses log, print and raise."""
    box.statuses["/hook/s3cret-path"] = 500
    for address in (box.address(), "json://s3cret-user:s3cret-password@127.0.0.1:1/"):
        known = addresses({VARIABLE: address}, None)
        with caplog.at_level(logging.DEBUG), pytest.raises(NotPublished) as raised:
            notify((VERDICTS["go"], message(VERDICTS["go"])), known, NoMemory(), NOW, "")
        assert "s3cret" not in str(raised.value)
    shown = capfd.readouterr()
    assert (shown.out, shown.err, caplog.text) == ("", "", "")
    assert "s3cret" not in repr(addresses({VARIABLE: box.address()}, None))
    assert not logging.root.manager.disable


def test_a_dry_run_sends_nothing(box: Mailbox, tmp_path: Path) -> None:
    """It shows the message, and says why there would be none."""
    memory, shown = FileMemory(tmp_path / "last.json"), list[tuple[str, Notice]]()

    def show(where: str, text: Notice) -> None:
        shown.append((where, text))

    assert _notify(box, "no-go", memory, show=show) is None
    assert [where for where, _ in shown] == ["Would send to address 1 (json)"]
    assert (box.taken, list(tmp_path.iterdir())) == ([], [])


def test_mistakes_in_addresses() -> None:
    """They are named by their number."""
    for text, why in (
        ("", "has no address"),
        ("# json://x\n  \n", "has no address"),
        ("json://127.0.0.1 s3cret", "number 2 is not an address"),
        ("s3cret://s3cret-host", r"does not understand address 1 \(s3cret\)"),
        ("slack://s3cret-token", r"does not understand address 1 \(slack\)"),
        ("json://x " * 51, "50 are the most"),
    ):
        with pytest.raises(BadUse, match=why) as raised:
            send.services(addresses({VARIABLE: text}, None))
        assert not {"s3cret-host", "s3cret-token"} & set(str(raised.value).split())


def test_a_service_that_fails_otherwise(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it raises is not shown."""
    from apprise import Apprise  # noqa: PLC0415

    def fails(*_: object, **__: object) -> bool:
        raise ValueError("s3cret")

    for name, why in (("notify", "did not take"), ("add", "does not understand")):
        with monkeypatch.context() as patched:
            patched.setattr(Apprise, name, fails)
            with pytest.raises((NotPublished, BadUse), match=why) as raised:
                _notify(box, "no-go", NoMemory())
        assert "s3cret" not in str(raised.value)


def test_addresses_of_a_file(tmp_path: Path) -> None:
    """One on each line, with comments; before those of the environment."""
    path = tmp_path / "addresses"
    path.write_text("# ours\njson://one\n\njson://two?x=1#y\n")
    assert [one.secret for one in addresses({VARIABLE: "json://three"}, str(path))] == [
        "json://one",
        "json://two?x=1#y",
    ]
    path.write_bytes(b"\xff")
    for file in (str(path), str(tmp_path), str(tmp_path / "missing")):
        with pytest.raises(BadUse, match="cannot be read"):
            addresses({}, file)


def test_without_apprise(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what to install."""
    send.check_installed()

    def nothing(_name: str) -> None:
        return None

    monkeypatch.setattr(send, "find_spec", nothing)
    with pytest.raises(BadUse, match=r'pip install "readiness-gate\[notify\]"'):
        send.check_installed()
