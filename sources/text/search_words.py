"""The words by which a text is found: as written, as lemmas, and across the two alphabets.

A text and a question go through the same forms, so what the one holds the other finds: "солдатами"
finds "солдат", "killing" finds "killed", "Shtorm" finds "Шторм". Why: docs/decisions/search.md.
"""

import re
import unicodedata
from functools import lru_cache
from importlib.metadata import version

from django.contrib.postgres.search import SearchQuery
from review.text.characters import APOSTROPHES, invisible
from simplemma import is_known, lemmatize

CONFIG = "simple"
# Stored beside an index: when it changes, search texts are built anew.
LEMMATISER_VERSION = f"simplemma {version('simplemma')}, forms 3"

MAX_TEXT = 100_000  # characters read
MAX_SEARCH_TEXT = 200_000  # characters answered; PostgreSQL refuses a tsvector of 1 MB
MAX_QUERY = 400
MAX_QUERY_WORDS = 12
MAX_WORD = 50
MIN_PREFIX = 3

# The double signs beside them part words.
_APOSTROPHES = str.maketrans(dict.fromkeys(APOSTROPHES.partition('"')[0], "'"))
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[a-z]")

# Letters that look alike, as capitals or small, and are typed for one another.
_CYRILLIC_TWINS = str.maketrans("abcehikmoptxy", "авсенікмортху")
_LATIN_TWINS = str.maketrans("авсенікмортху", "abcehikmoptxy")

# The Ukrainian national and the BGN/PCGN Russian transliteration, as one: where they differ in i,
# y and j alone the key below makes them the same, and г is tried as h and as g.
_TRANSLITERATED = str.maketrans(
    "абвдезиійїклмнопрстуўфыэґё", "abvdeziiiiklmnoprstuufyege"
) | str.maketrans(
    {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch"}
    | {"є": "e", "ю": "iu", "я": "ia", "ь": "", "ъ": ""}
)

_VOWEL_OR_NOT = re.compile("^[ув](?=[бвгґджзклмнпрстфхцчшщ])")
_PLURAL = re.compile("([a-z]{2,6})(?<!s)s")
_LOCATIVE = re.compile("(?<=..)нні$")

# Words that nearly every text has; in a question they only exclude texts in another language.
_STOP_WORDS = frozenset(
    _WORD.findall(
        "a an and at by for from in of on or the to with "
        "в від до з зі й на по про та у і із и из о от с"
    )
)


def search_text(*texts: str) -> str:
    """All forms of all words, each once, for `to_tsvector('simple', …)`; bounded in length."""
    found = words(" ".join(texts)[:MAX_TEXT])
    every_form = dict.fromkeys(form for word in dict.fromkeys(found) for form in _ordered(word))
    text = " ".join(every_form)
    # Cut between words, so that no half word is found.
    return text if len(text) <= MAX_SEARCH_TEXT else text[:MAX_SEARCH_TEXT].rpartition(" ")[0]


def query_words(question: str) -> list[set[str]]:
    """The forms of each word asked for; a text answers when it has a form of every word."""
    return [forms(word) for word in _asked_for(question)]


def search_query(question: str) -> SearchQuery | None:
    """The question for a SearchVectorField; None when it asks for no word.

    Every word must match by one of its forms; the last may be only begun.
    """
    raw = raw_query(question)
    return SearchQuery(raw, search_type="raw", config=CONFIG) if raw else None


def raw_query(question: str) -> str:
    """The question as a tsquery. Forms are letters and digits only: no operator gets through."""
    asked_for = _asked_for(question)
    every_word = [[f"'{form}'" for form in _ordered(word)] for word in asked_for]
    if asked_for:
        every_word[-1] += [f"'{start}':*" for start in _starts(asked_for[-1])]
    return " & ".join(f"({' | '.join(alternatives)})" for alternatives in every_word)


def words(text: str) -> list[str]:
    """The words of a text in order: small letters and digits, no stress marks, no possessive."""
    # Before ´ is taken apart into a space and a mark.
    text = invisible.sub("", text).translate(_APOSTROPHES)
    text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES)
    text = "".join(c for c in text if not unicodedata.category(c).startswith("M"))
    return [word[:MAX_WORD].removesuffix("'s").rstrip("'") for word in _WORD.findall(text)]


def forms(word: str) -> set[str]:
    """Every form by which a word from `words()` is found."""
    return {form for spelling in _spellings(word) for form in _forms_of_spelling(spelling)}


@lru_cache(maxsize=50_000)  # a new word costs 0.3 ms, and texts repeat their words
def _ordered(word: str) -> tuple[str, ...]:
    return tuple(sorted(forms(word)))


def _asked_for(question: str) -> list[str]:
    asked_for = list(dict.fromkeys(words(question[:MAX_QUERY])))[:MAX_QUERY_WORDS]
    return [word for word in asked_for if word not in _STOP_WORDS] or asked_for


def _spellings(word: str) -> set[str]:
    """The word, and the word in one alphabet where its letters exist in both."""
    cyrillic, latin = word.translate(_CYRILLIC_TWINS), word.translate(_LATIN_TWINS)
    spellings = {word}
    if not _LATIN.search(cyrillic):
        spellings.add(cyrillic)
    if not _CYRILLIC.search(latin):
        spellings.add(latin)
    return spellings


def _forms_of_spelling(spelling: str) -> set[str]:
    if _CYRILLIC.search(spelling):
        cyrillic = {spelling, _lemma(spelling, "uk"), _lemma(spelling, "ru")}
        cyrillic |= {_euphonic(form) for form in cyrillic} | {_nominative(spelling)}
        plain = {_letters(form) for form in cyrillic}
        return plain | {key for form in plain for key in _latin_keys(form)}
    plain = {_letters(spelling), _letters(_lemma(spelling, "en")), _letters(_singular(spelling))}
    return plain | _latin_keys(_letters(spelling))


def _starts(word: str) -> list[str]:
    """What a word that begins like this one starts with; too short a start would match all."""
    plain = {_letters(spelling) for spelling in _spellings(word)}
    starts = plain | {key for form in plain for key in _latin_keys(form)}
    return sorted(start for start in starts if len(start) >= MIN_PREFIX)


def _latin_keys(form: str) -> set[str]:
    """One spelling for what different transliterations write differently."""
    if _CYRILLIC.search(form):
        latin = form.translate(_TRANSLITERATED)
        return {_latin_key(latin.replace("г", letter)) for letter in "hg"}
    return {_latin_key(form)} if len(_latin_key(form)) >= MIN_PREFIX else set()


def _latin_key(latin: str) -> str:
    key = latin.replace("w", "v").replace("x", "ks")
    # є is written ye, je or, after a vowel, ie; the ie of "soldier" is another one.
    key = re.sub("[jy]e|(?<![b-df-hk-np-tvz])ie", "e", key)
    key = re.sub("[ijy]+", "i", key)
    return re.sub(r"(zh|sh|ch|ts)\1+", r"\1", key) or latin


def _euphonic(word: str) -> str:
    """Убито and вбито are one word: which it is depends on the word before."""
    return _VOWEL_OR_NOT.sub("в", word)


def _singular(word: str) -> str:
    """Of an abbreviation, whose plural no dictionary has: POWs, UAVs; not of what it knows."""
    plural = _PLURAL.fullmatch(word)
    return plural[1] if plural and not is_known(word, lang="en") else word


def _nominative(word: str) -> str:
    """Of the nouns in -ння, whose locative the lemmatiser takes for an adjective."""
    return _LOCATIVE.sub("ння", word)


def _lemma(word: str, lang: str) -> str:
    # A dictionary is read when its first word comes, which takes seconds; in their frugal form the
    # three take 32 MB instead of 234.
    return lemmatize(word, lang=lang, low_memory=True)


def _letters(form: str) -> str:
    return "".join(character for character in form.casefold() if character.isalnum())
