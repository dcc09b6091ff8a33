"""The nominatives that a written form of a place's name may come from, by its ending.

A form that is no name finds nothing in the gazetteer: so the table may be generous, and short.
Ukrainian and Russian are read by one table.
"""

from functools import lru_cache

SHORTEST_STEM = 2

# The ending as written: the endings of the nominative. The longest that fit come first.
_NOUNS = """
ового ове овий ів овое
евого еве евий ів
ого е ий ое ый
ому е ий ое ый
його є ій
ова ів ово ове ов
єва їв єво
ева ів ево еве ев
ову ів ово ов
єву їв
еву ів ево ев
ові ів ово ове
овому ове ово овий
єві їв
еві ів
овом ів ове ово ов
євом їв
евом ів еве ево ев
овим ове ів ово
овым ово ов
ої а ая
ій а ій
ою а ая о
ею я ця
ая а е
ой а ая
ую ая а
ем е ь
єм є й
ом о ое
им е ий ое
ым ое ый
их і и ие
ых ые
ими і и
ыми ые
ах и а ы
ями і я
ями и
ами и ы
ам и
ям я і
ях і я
ок ки
ек ки
лі ль ля
ці ка ця ць
зі га зя
сі ха ся
чі ча ч
ця ець
ця ця
огу іг ог
озі іг
озі ога
жжі жжя
ллі лля
нні ння
ття ття
ью ья ь
ья ье
ьем ье
а о
я ь е й є
у а о
ю я ь й
і а о ь е и я
и а я ь
ы а
е а о ое я
ь а я
"""
_BY_ENDING: dict[str, tuple[str, ...]] = {}
for _line in _NOUNS.strip().splitlines():
    _ending, *_nominatives = _line.split()
    _BY_ENDING[_ending] = (*_BY_ENDING.get(_ending, ()), *_nominatives)
# Of a noun that ends in a consonant, the ending is left out.
_LEFT_OUT = ("а", "у", "і", "ом", "ові", "е", "я", "ю", "ем", "и", "ы", "ах", "ами", "ів", "ов")
_LONGEST_ENDING = max(map(len, _BY_ENDING))

_VOWELS = "аеєиіїоуюяыэёьй"

# Before a noun stands an adjective, or a word that does not change.
_ADJECTIVES = {
    "ого": ("ий", "е", "ый", "ое", "ой"),
    "им": ("ий", "е"),
    "ым": ("ый", "ое"),
    "ої": ("а",),
    "ій": ("а",),
    "ою": ("а",),
    "у": ("а",),
    "ой": ("ая", "а"),
    "ую": ("ая",),
    "их": ("і",),
    "ых": ("ые",),
    "ьої": ("я",),
    "ього": ("ій", "є"),
    "ьому": ("ій", "є"),
    "ового": ("ів", "ове", "овий"),
    "ому": ("ий", "е", "ів", "ый"),
    "овому": ("ів", "ове", "овий"),
    "овим": ("ів", "ове", "овий"),
}


@lru_cache(maxsize=20_000)
def nominatives(word: str) -> tuple[str, ...]:
    """The word itself first. Latin names have no cases here."""
    lower = word.lower()
    if lower.isascii():
        return (word,)
    found = [lower]
    for size in range(min(_LONGEST_ENDING, len(lower) - SHORTEST_STEM), 0, -1):
        stem, ending = lower[:-size], lower[-size:]
        found += [stem + nominative for nominative in _BY_ENDING.get(ending, ())]
        if ending in _LEFT_OUT:
            found.append(stem)
    if lower[-1] not in _VOWELS:
        found.append(lower + "и")  # Черкас
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=20_000)
def adjectives(word: str) -> tuple[str, ...]:
    lower = word.lower()
    if lower.isascii():
        return (word,)
    found = [lower]
    for size in range(min(5, len(lower) - SHORTEST_STEM), 0, -1):
        stem, ending = lower[:-size], lower[-size:]
        found += [stem + nominative for nominative in _ADJECTIVES.get(ending, ())]
    return tuple(dict.fromkeys(found))
