"""Characters that look alike or cannot be seen. Free of Django: tools need it too."""

import re
import unicodedata

# Signs that are typed for an apostrophe, and the double ones that keyboards offer beside it.
APOSTROPHES = "'’‘‚‛ʼʹʻʽʾʿˈˊˋ′‵`´＇՚׳ꞌ\"“”„‟″‶＂"
HYPHENS = "-‐‑‒–—―⁃−﹘﹣－֊־"
# Stress marks, which no Ukrainian letter is made of: й has U+0306, ї has U+0308.
STRESS = "\u0300\u0301"
# What Unicode lets a program ignore, and controls that are no space.
INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)

apostrophes = re.compile(f"[{APOSTROPHES}]")
hyphens = re.compile(f"[{re.escape(HYPHENS)}]")
invisible = re.compile(f"[{INVISIBLE}]")
# Beside these, spaces that look like another one or like none.
_UNSEEN = re.compile(
    f"[{INVISIBLE}\x0b-\x0d\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)


def name_of(character: str) -> str:
    """As Unicode calls it; a control has no name but its number."""
    return unicodedata.name(character, "") or number_of(character)


def number_of(character: str) -> str:
    return f"U+{ord(character):04X}"


def pieces(text: str) -> list[str]:
    """The text in order, each character that nobody sees as a piece of its own."""
    found = re.split(f"({_UNSEEN.pattern})", text)
    return [piece for piece in found if piece]


def is_unseen(piece: str) -> bool:
    return _UNSEEN.fullmatch(piece) is not None
