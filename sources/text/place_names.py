"""Names of places: how they are compared, and written in Latin letters.

Free of Django and of the database, because the tool that builds the gazetteer needs it too.
"""

import re
import unicodedata

from review.text.characters import apostrophes, invisible

# Other letters lose their marks when they are decomposed; this one has no decomposition.
_PLAIN = str.maketrans("ґ", "г")
_LEFT_OUT = re.compile(f"[\u0300-\u036f]|{apostrophes.pattern}|{invisible.pattern}")
_NOT_A_WORD = re.compile(r"[\W_]+")

# Resolution 55 of the Cabinet of Ministers of Ukraine, 27 January 2010. Zgh keeps зг apart from ж.
_LATIN = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch  iu ia".split(" "),
        strict=True,
    )
)
_SEARCHED = str.maketrans(_LATIN | {"ъ": "", "ы": "y", "э": "e"})
_LATIN_INITIAL = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")


def normalise(text: str) -> str:
    """The form in which names are searched, the same for what is stored and what is asked: plain
    and in Latin letters, so that a name is found from any script, and by an index even on a server
    whose locale sees no letters in Cyrillic.
    """
    return plain(text).translate(_SEARCHED)


def plain(text: str) -> str:
    """A name as compared: case, marks (ё, ї), ґ or г, apostrophes and punctuation do not count."""
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(_PLAIN)
    return _NOT_A_WORD.sub(" ", _LEFT_OUT.sub("", decomposed)).strip()


def national_transliteration(name: str) -> str:
    """A Ukrainian name in Latin letters, by the official table."""
    return _WORD.sub(lambda word: _transliterated(word[0]), name)


def _transliterated(word: str) -> str:
    """An apostrophe goes without a trace: the letter after it does not begin a word."""
    letters = [letter for letter in word if letter not in "'’ʼ"]
    latin = ""
    for place, letter in enumerate(letters):
        lower = letter.lower()
        new = _LATIN_INITIAL.get(lower) if place == 0 else None
        if new is None:
            new = _LATIN.get(lower, letter)
        if lower == "г" and place and letters[place - 1] in "зЗ":
            new = "gh"
        latin += new if letter == lower else new.capitalize()
    return latin.upper() if len(letters) > 1 and word.isupper() else latin
