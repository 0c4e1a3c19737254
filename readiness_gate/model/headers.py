"""Names of columns, compared as people read them."""

import unicodedata


def plain(header: str) -> str:
    """Return the letters and digits of a column's name without case: "Completed-At" equals "completed at". A name
    without any letter or digit is compared unchanged."""
    text = unicodedata.normalize("NFKC", header).casefold().strip()
    return "".join(character for character in text if character.isalnum()) or text


def spelled(text: str) -> str:
    """Return a text without case and with single spaces: "C+" and "C-" differ, and so do "100 %" and "10.0 %"."""
    return unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFC", text).casefold().split()))
