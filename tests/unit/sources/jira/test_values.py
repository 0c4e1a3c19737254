"""JSON is read more strictly than JSON's readers do by themselves."""

import tracemalloc

import pytest

from readiness_gate.errors import CouldNotLook
from readiness_gate.sources.jira import values as module
from readiness_gate.sources.jira.values import values


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param(b"", [], id="empty"),
        pytest.param(b" \r\n\t", [], id="white-space"),
        pytest.param(b"\xef\xbb\xbf", [], id="only-a-byte-order-mark"),
        pytest.param(b'\xef\xbb\xbf{"a": 1}', [(1, {"a": 1})], id="byte-order-mark"),
        pytest.param(b'\n\n{"a":\n1}\n\n[2]\n', [(3, {"a": 1}), (6, [2])], id="values-over-several-lines"),
        pytest.param(b'{"a": 1}\r\n{"a": 2}', [(1, {"a": 1}), (2, {"a": 2})], id="windows-lines"),
        pytest.param(b'{"a": {"b": 1}, "c": [{"b": 2}]}', [(1, {"a": {"b": 1}, "c": [{"b": 2}]})], id="nested"),
        pytest.param('"\u2028"\n1'.encode(), [(1, "\u2028"), (2, 1)], id="separators-inside-texts"),
    ],
)
def test_each_value_is_told_with_its_line(content: bytes, found: list[tuple[int, object]]) -> None:
    """Values may follow upon each other, and each has the line on which it begins."""
    assert list(values(content, "export.json")) == found


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b'{"a": 1', "export.json:1:8: the export is not JSON, or was cut off here", id="cut-off"),
        pytest.param(
            b'{"a": 1}\n{"a": ', "export.json:2:7: the export is not JSON, or was cut off", id="second-cut-off"
        ),
        pytest.param(b"\n[1,\n 2,]", "export.json:3:4: the export is not JSON", id="comma-too-many"),
        pytest.param(b"<!DOCTYPE html>", "export.json:1:1: this is a web page, such as a login page", id="web-page"),
        pytest.param(b"Key,Status\n", "export.json:1:1: the export is not JSON: save the answers of", id="csv"),
        pytest.param(b'{"a": "\xff"}', "export.json:1: the export is not UTF-8", id="no-utf-8"),
        pytest.param(b'{}\n{"a": "\xff"}', "export.json:2: the export is not UTF-8", id="no-utf-8-later"),
        pytest.param(b"\n\xff", "export.json:2: the export is not UTF-8", id="no-utf-8-at-the-beginning-of-a-line"),
        pytest.param(b"\xff\xfe{\0}\0", "export.json:1: the export is UTF-16", id="utf-16"),
        pytest.param(b'{"total": NaN}', "export.json:1: the export has the value NaN, which is not a number", id="nan"),
        pytest.param(b"{}\n[-Infinity]", "export.json:2: the export has the value -Infinity", id="infinity"),
        pytest.param(b"[" * 100_000, "export.json:1: the export is nested too deeply", id="depth"),
        pytest.param(b"{}\n" + b'{"a":' * 100_000, "export.json:2: the export is nested too deeply", id="depth-later"),
        pytest.param(b"9" * 5000, "export.json:1: the export has a number of too many digits", id="digits"),
        pytest.param(b"\0\0\0", "export.json:1:1: the export is not JSON", id="nul"),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(content: bytes, why: str) -> None:
    """The reason says what is wrong, and on which line."""
    with pytest.raises(CouldNotLook) as refused:
        list(values(content, "export.json"))
    assert why in str(refused.value)


@pytest.mark.parametrize(
    ("content", "where"),
    [
        pytest.param(
            b'{"issues": [1], "isLast": true, "issues": []}', 'export.json:1: the export has the key "issues"', id="top"
        ),
        pytest.param(
            b'{"a": [\n{"b": {"key": 1, "key": 1}}]}', 'export.json:1: the export has the key "key"', id="nested"
        ),
        pytest.param(
            b'{}\n{"isLast": false, "isL\\u0061st": true}',
            'export.json:2: the export has the key "isLast"',
            id="escaped",
        ),
    ],
)
def test_a_key_that_stands_twice_is_refused(content: bytes, where: str) -> None:
    """JSON's readers keep the last of two equal keys; here neither may be lost."""
    with pytest.raises(CouldNotLook) as refused:
        list(values(content, "export.json"))
    assert str(refused.value) == f"{where} twice in one object, so one of two values would be lost"


@pytest.mark.parametrize("value", ["{}", "[]", "[[]]", '{"a":{}}', "1", '""', '{"a":[{}]}', "[{},{},{}]"])
def test_what_values_may_take_is_bounded(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """A list of a million small values is refused before any of them is made; a thousandth of them is not."""
    monkeypatch.setattr(module, "MOST_MEMORY", 1 << 20)
    small, large = (f"[{','.join([value] * count)}]".encode() for count in (1_000, 1_000_000))
    assert len(list(values(small, "export.json"))) == 1
    tracemalloc.start()
    with pytest.raises(CouldNotLook, match=r"export\.json has so many values .* limit it to the program's projects"):
        list(values(large, "export.json"))
    assert tracemalloc.get_traced_memory()[1] < 1 << 16
    tracemalloc.stop()


@pytest.mark.parametrize("value", ["{}", "[]", '{"a":{}}', '"ab"', "1000", '{"a":[{}]}', '{"k":"v","l":1.5,"m":[[]]}'])
def test_no_value_takes_more_than_is_thought(value: str) -> None:
    """What is let through takes no more memory than was counted on."""
    content = f"[{','.join([value] * 20_000)}]".encode()
    most = len(content) + sum(content.count(sign) * cost for sign, cost in module.COSTS.items())
    tracemalloc.start()
    found = list(values(content, "export.json"))
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert found
    assert taken <= most


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_what_windows_powershell_writes(encoding: str) -> None:
    """Is not read, because it may have changed letters; the message says what writes the file unchanged."""
    with pytest.raises(CouldNotLook, match=r"let the program write the file, as in curl --output"):
        list(values("\ufeff{}".encode(encoding) if encoding != "utf-16" else "{}".encode(encoding), "export.json"))
