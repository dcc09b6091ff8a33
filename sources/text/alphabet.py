"""The Ukrainian order of the alphabet, for lists of names.

Free of Django and of the database, because the tool that builds the gazetteer needs it too.
"""

import re
import unicodedata

from review.text.characters import apostrophes

_NOT_A_WORD = re.compile(r"[\W_]+")

# The Ukrainian alphabet, with the Russian and Belarusian letters where they would stand.
_ALPHABET = "абвгґдеёєжзиіїйклмнопрстуўфхцчшщъыьэюя"
_ORDER = str.maketrans({letter: chr(ord("A") + place) for place, letter in enumerate(_ALPHABET)})
_LATIN_LAST = str.maketrans(
    {chr(code): chr(code + 0x100) for code in range(ord("a"), ord("z") + 1)}
)


def ukrainian_order(name: str) -> str:
    """A key whose order byte by byte is that of the Ukrainian alphabet; Latin names come last.

    Needed because the server may know no Ukrainian collation.
    """
    bare = apostrophes.sub("", unicodedata.normalize("NFC", name.lower()))
    return _NOT_A_WORD.sub(" ", bare).strip().translate(_LATIN_LAST).translate(_ORDER)
