"""How a text that somebody typed or pasted is kept: composed (NFC), its lines ended by LF.

Version 1. Applied to what is changed, never to what is stored already: bytes that were published
or digested stay.
"""

import re
import unicodedata

# With the separators of other systems, and the page breaks that come out of PDF files.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_IN_LINE = re.compile("[\n\r]")
# Marks of where a word may break, of the order of bytes, and of the direction of writing, which
# make words look like others. ZWJ and ZWNJ stay: some scripts spell with them.
_MARKS = "\u00ad\u200b\ufeff\u202a-\u202e\u2066-\u2069"
# NUL no form takes and no database.
_IN_PROSE = re.compile(f"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f{_MARKS}]")
_REFUSED = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{_MARKS}]")


def line_ends(text: str) -> str:
    return _LINE_ENDS.sub("\n", text)


def prose(text: str) -> str:
    """A text of several lines, without what means nothing in it."""
    return unicodedata.normalize("NFC", _IN_PROSE.sub("", line_ends(text)))


def line(text: str) -> str:
    """A name, a title, an address: what it may not hold is said by `refused_in`, not taken out."""
    return unicodedata.normalize("NFC", text)


def refused_in(text: str) -> str:
    """The first character that one line may not hold, or ""."""
    found = _REFUSED.search(text)
    return found[0] if found else ""


def is_received(typed: str, stored: str) -> bool:
    """The same of a text as received, whose outer space is a part of it."""
    return line_ends(typed) == line_ends(stored)


def is_same(typed: str, stored: str) -> bool:
    """Whether a form gave back what is stored: it ends lines by CR and LF, and strips."""
    return line_ends(typed).strip() == line_ends(stored).strip()


def is_same_line(typed: str, stored: str) -> bool:
    """The same of a field of one line, in which a browser lets no line end stand."""
    return _IN_LINE.sub("", typed).strip() == _IN_LINE.sub("", stored).strip()
