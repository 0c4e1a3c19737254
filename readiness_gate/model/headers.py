"""Names of columns, compared as people read them."""

import unicodedata


def plain(header: str) -> str:
    """The letters and digits of a column's name, without case: "Completed-At" and "completed at" are one. A name
    without any letter or digit is compared as it is."""
    text = unicodedata.normalize("NFKC", header).casefold().strip()
    return "".join(character for character in text if character.isalnum()) or text


def spelled(text: str) -> str:
    """A text as it is written, without case, and with one space for any blanks: "C+" and "C-" are two, as are "100 %"
    and "10.0 %"."""
    return unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFC", text).casefold().split()))
