"""The words by which a text is found: as written, as lemmas, and across the two alphabets.

A text and a question go through the same forms, so what the one holds the other finds: "солдатами"
finds "солдат", "killing" finds "killed", "Shtorm" finds "Шторм", "POW" finds "полонений". A phrase
in quotes is found as it is written, and a word with "-" before it is left out. Why:
docs/decisions/search.md.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.metadata import version
from itertools import pairwise
from typing import NamedTuple

from django.contrib.postgres.search import SearchQuery
from review.text.characters import APOSTROPHES, invisible
from simplemma import is_known, lemmatize

from sources.text.synonyms import SYNONYMS

CONFIG = "simple"
# Stored beside an index: when it changes, search texts are built anew.
LEMMATISER_VERSION = f"simplemma {version('simplemma')}, forms 4"

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

# Joins what no word joins: two words that stand side by side, and the name of a line of synonyms.
_JOINT = "0"
_QUOTES = '"“”„«»'
_ITEM = re.compile(
    rf"(?P<not>(?<!\S)-)?(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]+)[{_QUOTES}]|(?P<text>[^\s{_QUOTES}]+))"
)

# Words that nearly every text has; in a question they only exclude texts in another language.
_STOP_WORDS = frozenset(
    _WORD.findall(
        "a an and at by for from in of on or the to with "
        "в від до з зі й на по про та у і із и из о от с"
    )
)


class Asked(NamedTuple):
    """A word of a question, or several that belong together: a phrase, or what is left out."""

    words: list[str]
    is_phrase: bool = False
    is_left_out: bool = False
    # Names of the lines of synonyms that it belongs to.
    meant: tuple[str, ...] = ()


def search_text(*texts: str) -> str:
    """All that `to_tsvector('simple', …)` is to hold, each once; bounded in length.

    The forms of all words, then what tells synonyms and phrases.
    """
    every = [words(text) for text in _bounded(texts)]
    in_order = [word for found in every for word in found]
    every_form = dict.fromkeys(form for word in dict.fromkeys(in_order) for form in _ordered(word))
    meant = dict.fromkeys(
        name for found in every for _place, names in meant_in(found) for name in names
    )
    pairs = dict.fromkeys(pair for found in every for pair in _pairs(found))
    text = " ".join([*every_form, *meant, *pairs])
    # Cut between words, so that no half word is found.
    return text if len(text) <= MAX_SEARCH_TEXT else text[:MAX_SEARCH_TEXT].rpartition(" ")[0]


def _bounded(texts: Iterable[str]) -> Iterator[str]:
    left = MAX_TEXT
    for text in texts:
        yield text[:left]
        left = max(0, left - len(text))


def asked_for(question: str) -> list[Asked]:
    """What a question asks for, in its order; very common words only where nothing else is."""
    found: list[Asked] = []
    for item in _ITEM.finditer(question[:MAX_QUERY]):
        named = words(item["phrase"] or item["text"])
        is_phrase = item["phrase"] is not None and len(named) > 1
        if named and (item["not"] or is_phrase):
            found.append(Asked(named, is_phrase, bool(item["not"])))
        else:
            found += [Asked([word]) for word in named]
    found = _with_synonyms(found)
    each = [one for place, one in enumerate(found) if one not in found[:place]][:MAX_QUERY_WORDS]
    telling = [one for one in each if one.is_phrase or one.words[0] not in _STOP_WORDS]
    return telling if any(not one.is_left_out for one in telling) else each


def query_words(question: str) -> list[set[str]]:
    """The forms of each word asked for; a text answers when it has a form of every word."""
    return [{*forms(word), *one.meant} for one in _wanted(question) for word in one.words]


def search_query(question: str) -> SearchQuery | None:
    """The question for a SearchVectorField; None when it asks for no word.

    Every word must match by one of its forms; the last may be only begun.
    """
    raw = raw_query(question) if _wanted(question) else ""
    return SearchQuery(raw, search_type="raw", config=CONFIG) if raw else None


def _wanted(question: str) -> list[Asked]:
    return [one for one in asked_for(question) if not one.is_left_out]


def raw_query(question: str) -> str:
    """The question as a tsquery. Forms are letters and digits only: no operator gets through."""
    asked = asked_for(question)
    clauses = [_clause(one, may_be_begun=one is asked[-1]) for one in asked]
    return " & ".join(clauses)


def _clause(one: Asked, *, may_be_begun: bool) -> str:
    if one.is_phrase:
        together = " & ".join(f"('{pair}')" for pair in _pairs(one.words))
        return f"!({together})" if one.is_left_out else together
    if one.is_left_out:
        every = " & ".join(_any_of(_ordered(word)) for word in one.words)
        return f"!{every}" if len(one.words) == 1 else f"!({every})"
    (word,) = one.words
    begun = [f"'{start}':*" for start in starts(word)] if may_be_begun else []
    return _any_of([*_ordered(word), *one.meant], *begun)


def _any_of(found: Iterable[str], *others: str) -> str:
    return f"({' | '.join([*(f"'{form}'" for form in found), *others])})"


def _pairs(found: list[str]) -> list[str]:
    """Words that stand side by side, as they are written: by these a phrase is found."""
    return [f"{_letters(one)}{_JOINT}{_letters(other)}" for one, other in pairwise(found)]


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


# Synonyms


def _with_synonyms(asked: list[Asked]) -> list[Asked]:
    """Each word with the lines of synonyms to which it belongs, alone or with those beside it."""
    plain = [one.words[0] if _is_plain(one) else "" for one in asked]
    meant = dict(meant_in(plain))
    return [one._replace(meant=meant.get(place, ())) for place, one in enumerate(asked)]


def _is_plain(one: Asked) -> bool:
    return not (one.is_phrase or one.is_left_out)


def meant_in(found: list[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """By place of a word in a text, the lines that have a term of which it is a word."""
    by_place: dict[int, list[str]] = {}
    for start, word in enumerate(found):
        for term, name in _begun_by(word) if word else ():
            beside = found[start : start + len(term)]
            if len(beside) == len(term) and all(map(_is_word, beside, term)):
                for place in range(start, start + len(term)):
                    by_place.setdefault(place, []).append(name)
    yield from ((place, tuple(dict.fromkeys(names))) for place, names in by_place.items())


@lru_cache(maxsize=50_000)
def _begun_by(word: str) -> list[tuple[tuple[str, ...], str]]:
    """Terms that begin with the word, and the names of their lines."""
    begun = _terms()
    found = [one for form in _dictionary_forms(word) for one in begun.get(form, ())]
    return list(dict.fromkeys(found))


def _is_word(word: str, term: str) -> bool:
    """Whether they are forms of one word, in one alphabet."""
    return bool(word) and not _dictionary_forms(word).isdisjoint(_dictionary_forms(term))


@lru_cache(maxsize=50_000)
def _dictionary_forms(word: str) -> frozenset[str]:
    languages = ("uk", "ru") if _CYRILLIC.search(word) else ("en",)
    lemmas = {_lemma(word, language) for language in languages}
    found = {word, *lemmas, _singular(word)}
    return frozenset({*found, *map(_euphonic, found)})


@cache
def _terms() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """By each form of its first word: terms of all lines, each with what stands for its line."""
    begun: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, line in SYNONYMS.items():
        for term in line.split(", "):
            found = tuple(words(term))
            for form in _dictionary_forms(found[0]):
                begun.setdefault(form, []).append((found, f"{name}{_JOINT}"))
    return begun


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


def starts(word: str) -> list[str]:
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


@lru_cache(maxsize=100_000)
def _lemma(word: str, lang: str) -> str:
    # A dictionary is read when its first word comes, which takes seconds; in their frugal form the
    # three take 32 MB instead of 234.
    return lemmatize(word, lang=lang, low_memory=True)


def _letters(form: str) -> str:
    return "".join(character for character in form.casefold() if character.isalnum())
