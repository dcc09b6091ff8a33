"""Other names by which readers look for places of Ukraine: of their region, and in Russian.

The gazetteer has neither. They are only searched, never shown.
"""

import re

OBLASTS = {
    "UA01": "Автономная Республика Крым",
    "UA05": "Вінниччина Винницкая Винница",
    "UA07": "Волинь Волынская Волынь",
    "UA12": "Дніпропетровщина Днепропетровская Днепропетровщина",
    "UA14": "Донеччина Донецкая Донетчина Донбас Донбасс",
    "UA18": "Житомирщина Житомирская",
    "UA21": "Закарпаття Закарпатская Закарпатье",
    "UA23": "Запоріжжя Запорожская Запорожье",
    "UA26": "Прикарпаття Івано-Франківщина Ивано-Франковская Прикарпатье",
    "UA32": "Київщина Киевская Киевщина",
    "UA35": "Кіровоградщина Кировоградская Кировоградщина",
    "UA44": "Луганщина Луганская Донбас Донбасс",
    "UA46": "Львівщина Львовская Львовщина",
    "UA48": "Миколаївщина Николаевская Николаевщина",
    "UA51": "Одещина Одесская Одесщина",
    "UA53": "Полтавщина Полтавская",
    "UA56": "Рівненщина Ровенская Ровенщина",
    "UA59": "Сумщина Сумская",
    "UA61": "Тернопільщина Тернопольская Тернопольщина",
    "UA63": "Харківщина Харьковская Харьковщина",
    "UA65": "Херсонщина Херсонская",
    "UA68": "Хмельниччина Хмельницкая",
    "UA71": "Черкащина Черкасская",
    "UA73": "Буковина Чернівеччина Черновицкая",
    "UA74": "Чернігівщина Черниговская Черниговщина",
    "UA80": "Киев",
    "UA85": "Севастополь",
}
# Удачне, Гостре: what is an adjective of the neuter gender ends in another way in Russian.
_NEUTER = re.compile(r"(?<=[нр])е\b|(?<=[сцз]ьк)е\b")


def other_spellings(codes: list[str], names: str) -> list[str]:
    """What else the place is called that has these codes and lies, in Ukrainian, at `names`."""
    russian = _NEUTER.sub("ое", names)
    spelled = [OBLASTS[code] for code in codes if code in OBLASTS]
    return spelled + [russian] * (russian != names)
