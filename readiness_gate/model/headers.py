"""Names of columns, compared as people read them."""

import unicodedata


def plain(header: str) -> str:
    """The letters and digits of a column's name, without case: "Completed-At" and "completed at" are one. A name
    without any letter or digit is compared as it is."""
    text = unicodedata.normalize("NFKC", header).casefold().strip()
    return "".join(character for character in text if character.isalnum()) or text
