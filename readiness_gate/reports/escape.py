"""Make text of other systems harmless where it is shown: a title must not forge a verdict or move the cursor."""

import html
import re
import unicodedata

_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
# What a CI system takes for a command to itself when a job prints it: `::set-output`, `##vso[`, `##teamcity[`.
_COMMAND = re.compile(
    r":(?=:(?:add-ma(?:sk|tcher)|add-path|debug|echo|end-?group|error|group|notice|remove-matcher|save-state|set-env|"
    r"set-output|stop-commands|warning)\b)|#(?=#\w*\[)",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"[\\`*_\[\]|~$]")
_BEGINS_A_BLOCK = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[-+=#]))")
# Where a host tool would begin to read a mention, a reference or an address.
_REFERENCE = re.compile(
    r"(?<=@)|(?<=[#!~$%^])(?=\\?\w)|(?<=&amp;)(?=\\?\w)|(?<=\bGH-)(?=\d)|(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE
)
_BREAK = "&#8203;"
_OF_CHATS = str.maketrans(dict(zip("<>*_`~|[]&\\", "‹›∗ˍˋ∼¦［］＆＼", strict=True)))
_BEGINS_IN_CHATS = re.compile(
    r"(?<=@)|(?<=#)(?=\w)|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=mailto)(?=:)|(?<=tel)(?=:)|(?<=\w\.)(?=[^\W\d_]{2})",
    re.IGNORECASE,
)
_UNSEEN_BREAK = "\u200b"
_ADDRESS = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$&*+,;=%-]+")


def printable(text: str) -> str:
    """Return the text on one line, with every control, format and surrogate character written as its code.

    These include escape sequences, carriage returns, and the marks that reverse the reading direction; also the first
    character of anything that a CI system would read as a command.
    """
    plain = _COMMAND.sub(lambda match: _code(match[0]), text)
    if plain.isprintable():
        return plain
    return "".join(_code(one) if unicodedata.category(one) in _HIDDEN else one for one in plain)


def recorded_name(text: str) -> str:
    """Return the name of a program as in a history: names that look the same are the same."""
    return printable(unicodedata.normalize("NFC", text).strip() or text)


def _code(character: str) -> str:
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004 - as Python writes them


def markdown(text: str) -> str:
    """Return the text as plain words of Markdown, without any markup, link, image, table cell, mention or reference.

    A zero-width break is inserted where a host tool would otherwise see a mention, a reference or an address.
    """
    plain = html.escape(printable(text).strip(), quote=False)
    return _REFERENCE.sub(_BREAK, _BEGINS_A_BLOCK.sub(r"\1\\", _MARKUP.sub(r"\\\g<0>", plain)))


def chat(text: str) -> str:
    """Return the text as plain words of a chat or mail, whose markup differs by system and has no common escape:
    look-alike letters replace markup characters, and a zero-width break is inserted where a mention or an address
    would begin."""
    return _BEGINS_IN_CHATS.sub(_UNSEEN_BREAK, printable(text).strip().translate(_OF_CHATS))


def element(text: str) -> str:
    """Return the text inside an HTML element of Markdown, where markup is not read, but references still are."""
    return _REFERENCE.sub(_BREAK, html.escape(printable(text).strip(), quote=False))


def is_address(url: str) -> bool:
    """Return whether an address may be a link: it is clearly a web address, without any character that ends it
    early."""
    return _ADDRESS.fullmatch(url) is not None
