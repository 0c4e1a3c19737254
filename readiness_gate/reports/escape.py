"""Text of other systems made harmless where it is shown: a title may not forge a verdict, nor move the cursor."""

import re
import unicodedata

_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_SPECIAL = re.compile(r"[\\`*_\[\]#!|~$]")
_BREAK = "&#8203;"


def printable(text: str) -> str:
    """The text on one line, with every control, format and surrogate character written as its code.

    These include escape sequences, carriage returns, and the marks that reverse the direction of reading.
    """
    return "".join(f"\\u{ord(each):04x}" if unicodedata.category(each) in _HIDDEN else each for each in text)


def markdown(text: str) -> str:
    """The text as plain words of Markdown: no markup, link, image, table cell, mention or reference comes of it.

    A break of no width stands where a host tool would else see a mention, a reference or an address.
    """
    plain = printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    plain = _SPECIAL.sub(r"\\\g<0>", plain)
    for mark, at in (("@", 1), ("#", 1), ("://", 1), ("www.", 3)):
        plain = plain.replace(mark, mark[:at] + _BREAK + mark[at:])
    return plain
