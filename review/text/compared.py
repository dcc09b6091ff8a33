"""When two texts are the same to whoever reads them, however they were typed.

`review_compared` in the database (migration `compared`) is the same rule for the scripts of
Europe; another rule is another function there, and another number here.
"""

import re
import unicodedata

from review.text.characters import APOSTROPHES, HYPHENS, INVISIBLE, STRESS

# Stored beside digests of texts that were compared by it.
VERSION = 2

_DROPPED = re.compile(f"[{APOSTROPHES}{re.escape(HYPHENS)}{INVISIBLE}{STRESS}]")


def compared(text: str) -> str:
    """Without case, forms of presentation, apostrophes, hyphens, stress and what is not seen.

    Marks that make another letter stay: й is not и, ї is not і.
    """
    text = unicodedata.normalize("NFD", _DROPPED.sub("", text)).casefold()
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", " ".join(_DROPPED.sub("", text).split()))
