"""What disturbs an answer on the wire: harmless forms of it, and damage to its bytes or its pace.

"same" leaves what the answer says: it is read as it is. "safe" does not have to: what is read is right, or nothing is.
"""

import base64
import json
import random
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

from readiness_gate.model.shapes import as_mapping, as_sequence
from support.wire import Sent, chunked, zipped

TOKEN = "s3cr3t-canary-token-0123456789"  # noqa: S105 - planted, to be found nowhere else
EMAIL = "gate@example.com"
Law: TypeAlias = Literal["same", "safe"]
Fault: TypeAlias = Callable[[random.Random, Sent, int], None]
"""Disturbs an answer; it may lead to another port."""
PATIENCE = 0.25
"""Seconds that a request may take where the pace is disturbed."""
LARGEST = 1 << 20
_NOISE = b"\x00\xff\r\n\t :;,=0123456789abcdefHTTP/1."
_MORE = (b"X-Pad: y", b"Via: 1.1 proxy", b"Set-Cookie: a=b", b"Vary: *", b"Connection: keep-alive", b"Age: 7")


def _header(name: bytes, *values: bytes) -> Fault:
    """Say a header with one of some values, in place of what is said."""

    def fault(rng: random.Random, sent: Sent, _port: int) -> None:
        sent.headers = [each for each in sent.headers if each[0].lower() != name.lower()]
        sent.headers.append((name, rng.choice(values)))

    return fault


def _line(*lines: bytes) -> Fault:
    def fault(rng: random.Random, sent: Sent, _port: int) -> None:
        sent.line = rng.choice(lines)

    return fault


def _framing(*lines: bytes) -> Fault:
    """Say some framing, whatever the body is."""

    def fault(rng: random.Random, sent: Sent, _port: int) -> None:
        framing = [tuple(each.split(b": ", 1)) for each in rng.choice(lines).split(b"\n")]
        sent.framed = lambda body: ([(name, value) for name, value in framing], body)
        sent.ends = rng.choice(("close", "reset"))

    return fault


def _length(rng: random.Random, sent: Sent, _port: int) -> None:
    """A length that is too short or too long."""
    by = rng.choice((-1, 1)) * rng.choice((1, 2, rng.randint(3, 400)))
    sent.framed = lambda body: ([(b"Content-Length", str(max(0, len(body) + by)).encode())], body)
    sent.ends = rng.choice(("", "close", "close", "reset")) if by < 0 else rng.choice(("close", "reset"))


def _chunks(rng: random.Random, sent: Sent, _port: int) -> None:
    extension = rng.choice((b"", b"", b";a=b", b' ;x="y z"', b";" + b"e" * 900))
    trailer = rng.choice((b"", b"", b"X-Sum: 1\r\n", b"X-A: b\r\nX-C: d\r\n"))
    most = rng.choice((1, 7, 64, 5_000))
    sizes = random.Random(rng.random())  # noqa: S311 - the same draws each time
    sent.framed = chunked(lambda: sizes.randint(1, most), extension=extension, trailer=trailer)


def _bad_chunks(rng: random.Random, sent: Sent, port: int) -> None:
    """Chunks with another size than they say, without an end, or with trailers that take the place of headers."""
    _chunks(rng, sent, port)
    framed, how = sent.framed, rng.randrange(6)

    def broken(body: bytes) -> tuple[list[tuple[bytes, bytes]], bytes]:
        headers, chunks = framed(body)
        size, _, rest = chunks.partition(b"\r\n")
        number = int(size.split(b";")[0].strip(), 16)
        other = rng.choice((number + 1, max(0, number - 1), 0, -number, 1 << 70, number + 0x1000))
        forms = (
            f"{other:x}".encode() + b"\r\n" + rest,
            rng.choice((b"", b"0x1", b"zz", b" ", b"+5", b"1_0", b"\xb2")) + b"\r\n" + rest,
            chunks[: rng.randrange(1 + len(chunks))],
            chunks.rpartition(b"0\r\n")[0],
            chunks.removesuffix(b"\r\n") + b"Content-Length: 3\r\nContent-Type: text/html\r\n\r\n",
            chunks.replace(b"\r\n", b"\n"),
        )
        return headers, forms[how]

    sent.framed = broken
    sent.ends = rng.choice(("close", "reset"))


def _cut(rng: random.Random, sent: Sent, _port: int) -> None:
    """The answer ends somewhere."""
    sent.wire = lambda content: content[: rng.randrange(1 + len(content))]
    sent.ends = rng.choice(("close", "reset"))


def _noise(rng: random.Random, sent: Sent, _port: int) -> None:
    """Bytes of the head are others, gone, or there twice."""

    def changed(content: bytes) -> bytes:
        head = content.find(b"\r\n\r\n") + 4
        for _ in range(rng.choice((1, 1, 2, 5))):
            at = rng.randrange(head)
            some = content[at : at + rng.choice((1, 1, 4, 20))]
            put = rng.choice((b"", some * 2, bytes(rng.choices(_NOISE, k=rng.choice((1, 1, 3))))))
            content = content[:at] + put + content[at + rng.choice((0, len(some))) :]
        return content

    sent.wire = changed
    sent.ends = "close"


def _split(rng: random.Random, sent: Sent, _port: int) -> None:
    """The answer comes in pieces."""
    sent.pauses = {rng.randrange(900): rng.choice((0.0, 0.001, 0.004)) for _ in range(rng.randint(1, 6))}


def _late(rng: random.Random, sent: Sent, _port: int) -> None:
    """The answer stops somewhere, for longer than anybody waits."""
    sent.pauses = {rng.randrange(1 + len(sent.rendered())): PATIENCE * rng.choice((0.3, 1.5, 4))}


def _drip(rng: random.Random, sent: Sent, _port: int) -> None:
    """From somewhere on the answer comes byte by byte."""
    sent.drip = rng.randrange(1 + len(sent.rendered())), rng.choice((0.002, 0.02, 0.1))


def _stray(rng: random.Random, sent: Sent, _port: int) -> None:
    """After the answer there come more bytes, or the answer again."""
    sent.stray = rng.choice((0.0, 0.001, 0.02))
    if rng.random() < 0.5:
        sent.wire = lambda content: content + content


def _informed(rng: random.Random, sent: Sent, _port: int) -> None:
    sent.before = b"HTTP/1.1 100 Continue\r\n\r\n" * rng.choice((1, 2, 30))


def _hinted(rng: random.Random, sent: Sent, _port: int) -> None:
    other = rng.choice(
        (b"103 Early Hints\r\nLink: </x>", b"101 Switching Protocols\r\nUpgrade: h2c", b"199 x", b"102 y")
    )
    sent.before = b"HTTP/1.1 " + other + b"\r\n\r\n"
    sent.ends = rng.choice(("", "close"))


def _coded(rng: random.Random, sent: Sent, _port: int) -> None:
    form = rng.choice(("gzip", "deflate"))
    sent.headers.append((b"Content-Encoding", form.encode()))
    sent.coded = lambda content: zipped(content, form)


def _torn(rng: random.Random, sent: Sent, _port: int) -> None:
    """A packed answer that is torn, damaged, packed otherwise than it says, or far too large."""
    form = rng.choice(("gzip", "gzip", "deflate", "br", "zstd", "x-gzip", "gzip, gzip", "identity, gzip", "rot13"))
    sent.headers.append((b"Content-Encoding", form.encode()))
    how = rng.randrange(7)

    def torn(content: bytes) -> bytes:
        if how == 0:
            content = content + b" " * (LARGEST * 3)
        packed = zipped(content, rng.choice(("gzip", "gzip", "deflate")))
        at = rng.randrange(len(packed))
        forms = (
            packed,
            packed[:at],
            packed[:-8] + bytes(8),
            packed[:at] + bytes([packed[at] ^ rng.randrange(1, 256)]) + packed[at + 1 :],
            packed + rng.choice((packed, b"rest", bytes(100))),
            content,
            zipped(packed, "gzip"),
        )
        return forms[how]

    sent.coded = torn


def _elsewhere(rng: random.Random, sent: Sent, port: int) -> None:
    """A redirect, of any kind, to another port: the token would go with it."""
    where = f"http://{rng.choice(('127.0.0.1', 'localhost', 'x@127.0.0.1'))}:{port}/rest/api/3/myself".encode()
    where = rng.choice(
        (where, where, where, b"http://[" + where, where + b":x", b"//" + where, b"http://x:y:z/", b"\xff")
    )
    code = rng.choice((300, 301, 302, 303, 305, 307, 308, 399, 200, 201, 401, 407, 503))
    sent.line = f"HTTP/1.1 {code} Go".encode()
    for name in (
        b"Location",
        *rng.sample((b"Refresh", b"Content-Location", b"Link", b"Alt-Svc", b"WWW-Authenticate"), 2),
    ):
        sent.headers.append((name, where if name != b"Refresh" else b"0; url=" + where))


def _busy(rng: random.Random, sent: Sent, _port: int) -> None:
    sent.line = f"HTTP/1.1 {rng.choice((429, 502, 503, 504))} Busy".encode()
    wait = rng.choice((b"", b"0", b"0.001", b"-1", b"1e9", b"99999999", b"soon", b"Sun, 06 Nov 2050 08:49:37 GMT"))
    sent.headers.append((b"Retry-After", wait))


def _vanish(rng: random.Random, sent: Sent, _port: int) -> None:
    """The connection ends without a word."""
    sent.wire = lambda _content: b""
    sent.ends = rng.choice(("close", "reset"))


def _twice(rng: random.Random, sent: Sent, _port: int) -> None:
    """A key of an object is there twice, with an honest and another value: readers take either."""
    text = json.dumps(sent.value)
    keys = sorted(as_mapping(sent.value) or {})
    issues = as_sequence((as_mapping(sent.value) or {}).get("issues")) or ()
    other = {"issues": "[]", "isLast": "true", "total": "0", "nextPageToken": "null", "count": "0"}
    if issues and rng.random() < 0.5:
        done = json.dumps({"name": "Done", "statusCategory": {"key": "done"}})
        text = text.replace('"status": ', f'"status": {done}, "status": ', 1)
        if rng.random() < 0.5:
            text = json.dumps(sent.value).replace(', "priority": ', f', "status": {done}, "priority": ', 1)
    elif keys:
        key = rng.choice(keys)
        more = f'"{key}": {other.get(key, "null")}'
        text = rng.choice((f"{{{more}, {text[1:]}", f"{text[:-1]}, {more}}}"))
    sent.content = lambda _value: text.encode()


def _number(rng: random.Random, sent: Sent, _port: int) -> None:
    """Every number that counts something is none."""
    number = rng.choice(("1e999", "-1", "NaN", "Infinity", "1.0", "1e2", "9" * 5_000, '"7"', "true", "-0", "0.5", "[]"))
    table = dict(as_mapping(sent.value) or {})
    changed = [each for each in ("total", "count") if each in table]
    table |= dict.fromkeys(changed, "NUMBER")
    text = json.dumps(table if changed else sent.value).replace('"NUMBER"', number)
    sent.content = lambda _value: text.encode()


def _no_json(rng: random.Random, sent: Sent, _port: int) -> None:
    """No JSON, not all of it, or more than that."""
    how = rng.randrange(12)

    def content(value: Any) -> bytes:
        text = json.dumps(value).encode()
        at = rng.randrange(1 + len(text))
        junk = bytes(rng.choices(_NOISE, k=3))
        forms = (text[:at], text[at:], b"", b" \n", b"[" * 60_000 + text, b")]}',\n" + text, text + text, text + junk)
        others = (json.dumps(value).encode("utf-16"), b"<html>" + text, text[:at] + b"\xff" + text[at:], b"null")
        return (*forms, *others)[how]

    sent.content = content


def _written(rng: random.Random, sent: Sent, _port: int) -> None:
    """Other ways to write the same JSON."""
    indent, mark = rng.choice((None, 1, 3)), rng.choice((b"", b"", b"\xef\xbb\xbf"))
    sort, plain = rng.random() < 0.5, rng.random() < 0.5
    space = rng.choice(("", " ", "\n\n\r\n\t"))
    sent.content = lambda value: (
        mark + (space + json.dumps(value, indent=indent, sort_keys=sort, ensure_ascii=plain) + space).encode()
    )


def _headers(rng: random.Random, sent: Sent, _port: int) -> None:
    """More headers, in another order, and in other letters."""
    more = [tuple(each.split(b": ")) for each in rng.sample(_MORE, 3)]
    sent.headers += [(name, value) for name, value in more]
    rng.shuffle(sent.headers)
    form = rng.choice((bytes.lower, bytes.upper, bytes.title))
    sent.headers = [(form(name), value) for name, value in sent.headers]
    sent.line = rng.choice((sent.line, sent.line.removesuffix(b" OK"), sent.line + b" fine", sent.line[:-2]))


def _odd_headers(rng: random.Random, sent: Sent, _port: int) -> None:
    """Headers that are none, too many, too long, folded, or of lines that end otherwise."""
    how = rng.randrange(7)
    if how == 0:
        sent.ending = b"\n"
    many = [(f"X-{number}".encode(), b"y") for number in range(rng.choice((90, 101, 400)))]
    odd: tuple[list[tuple[bytes, bytes]], ...] = (
        [],
        many,
        [(b"X-Long", b"a" * 70_000)],
        [(b"X-Fold", b"a\r\n b: c")],
        [(b"no colon here\r\nX", b"y")],
    )
    more = (*odd, [(b" Lead", b"x")], [(b"X\x00Y", b"\xff\x00")])[how]
    at = rng.randint(0, len(sent.headers))
    sent.headers[at:at] = more
    sent.ends = "close"


def _echo(rng: random.Random, sent: Sent, port: int) -> None:
    """The token comes back, wherever a message might quote it."""
    basic = base64.b64encode(f"{EMAIL}:{TOKEN}".encode()).decode()
    secret = rng.choice((TOKEN, f"Bearer {TOKEN}", f"Basic {basic}", f"x{TOKEN}y"))
    how = rng.randrange(9)
    if how < 4:
        code = rng.choice((400, 401, 403, 404, 410, 418, 500))
        sent.line = f"HTTP/1.1 {code} {secret}".encode()
        said = rng.choice(([f"no {secret} here"], [[secret]], [secret[:20], secret], {"x": secret}))
        sent.content = lambda _value: json.dumps({"errorMessages": said, "errors": secret}).encode()
    elif how == 4:
        sent.line = b"HTTP/1.1 302 Found"
        sent.headers.append((b"Location", f"http://{secret.split()[-1]}:{port}/{secret}".encode()))
    elif how == 5:
        name = rng.choice((b"X-Authentication-Denied-Reason", b"X-Seraph-LoginReason"))
        sent.headers.append((name, secret.encode()))
    elif how == 6:
        sent.line = f"HTTP/1.1 {secret}".encode()
    else:
        keys = [each for each in as_mapping(sent.value) or {} if each not in ("issues", "fields", "queries")]
        table = {**(as_mapping(sent.value) or {}), **dict.fromkeys(keys, secret)}
        text = json.dumps(table).replace("Summary of 1", f"See {secret}").replace('"Done"', f'"{secret}"')
        sent.content = lambda _value: text.encode()


SAME: Mapping[str, Fault] = {
    "none": lambda _rng, _sent, _port: None,
    "chunks": _chunks,
    "packed": _coded,
    "written otherwise": _written,
    "other headers": _headers,
    "in pieces": _split,
    "continue": _informed,
    "kinds of JSON": _header(b"Content-Type", b"application/json;charset=UTF-8", b"text/json", b"APPLICATION/JSON "),
}
SAFE: Mapping[str, Fault] = {
    "length": _length,
    "framing": _framing(
        b"Content-Length: -1",
        b"Content-Length: 1e3",
        b"Content-Length: 5, 5",
        b"Content-Length: 40\nContent-Length: 9",
        b"Transfer-Encoding: chunked\nContent-Length: 10",
        b"Transfer-Encoding: gzip",
        b"Transfer-Encoding: identity",
        b"X-None: 1",
    ),
    "bad chunks": _bad_chunks,
    "cut": _cut,
    "noise": _noise,
    "late": _late,
    "drip": _drip,
    "stray": _stray,
    "hints": _hinted,
    "torn": _torn,
    "elsewhere": _elsewhere,
    "busy": _busy,
    "vanish": _vanish,
    "a key twice": _twice,
    "no number": _number,
    "no JSON": _no_json,
    "odd headers": _odd_headers,
    "echo": _echo,
    "status": _line(
        *(f"HTTP/1.1 {code} x".encode() for code in (201, 202, 203, 204, 205, 206, 226, 304, 401, 404, 500, 599, 700)),
        *(b"HTTP/1.1 20", b"HTTP/1.1 2000 x", b"HTTP/9.9 200 OK", b"HTTP/1.0 200 OK", b"ICY 200 OK", b"200", b""),
        *(b"HTTP/1.1 -200 x", b"HTTP/1.1 2OO OK", b"HTTP/1.1  200  OK", b"\x00", b"HTTP/1.1\t200\tOK", b"SSH-2.0-x"),
    ),
    "type": _header(b"Content-Type", b"text/html", b"", b"application/octet-stream", b"\xff", b"text/html; x=json"),
    "login": _header(b"X-AUSERNAME", b"anonymous", b"ANONYMOUS ", b"gate"),
    "reason": _header(b"X-Seraph-LoginReason", b"OK", b"AUTHENTICATED_FAILED", b"", b"OUT\r\n "),
    "date": _header(b"Date", b"", b"soon", b"Sun, 06 Nov 1994 08:49:37 GMT", b"Sun, 99 Nov 2050 08:49:37 GMT", b"1e9"),
}
PACED = ("late", "drip", "stray", "hints", "busy", "bad chunks", "length", "framing", "noise", "cut", "torn")
"""Those that may keep a reader waiting."""
FAULTS: Mapping[str, tuple[Law, Fault]] = {
    **{name: ("same", fault) for name, fault in SAME.items()},
    **{name: ("safe", fault) for name, fault in SAFE.items()},
}

__all__ = ["EMAIL", "FAULTS", "LARGEST", "PACED", "PATIENCE", "TOKEN", "Fault", "Law"]
