"""A person's function that is typed where a name may stand: "commander of the 199th Brigade".

Of a person only the role is kept, so that what is proposed holds no personal name.
"""

import re

# At the head of a name. No "head" and no "chief": "Head Office" and offices of a head are bodies.
_ENGLISH = (
    r"commanders?|spokes(?:man|woman|person|people)|soldiers?|servicem[ae]n|residents?"
    r"|(?:eye)?witness(?:es)?|relatives?|officials?|doctors?|deserters?|survivors?"
)
_OTHERS = (
    r"командир|командувач|речник|речниця|боєць|бійці|солдат|солдати|військовослужбовець|мешканець"
    r"|мешканка|мешканці|житель|жителька|жителі|свідок|свідки|очевидець|родич|родичка|родичі|лікар"
    r"|лікарка|посадовець|командующий|боец|военнослужащий|жительница|свидетель|родственник"
    r"|родственница|врач"
)
_FEW_BEFORE = r"(?:(?:a|an|the|one|former|deputy|local|unnamed|captured|senior|another)[ ]){0,3}"
_FEW_BEFORE_OTHERS = (
    r"(?:(?:один|одна|колишн(?:ій|я)|місцев(?:ий|а)|неназван(?:ий|а)|бывш(?:ий|ая)|местн(?:ый|ая)"
    r"|заступник[а]?)[ ]){0,2}"
)
# "Doctors of the World" is a body: a capital stands only where the role is one person's.
_HEAD = re.compile(
    rf"(?P<en>(?i:{_FEW_BEFORE})(?:[a-z]+[ ])?(?:{_ENGLISH}))"
    r"(?=[ ](?:of|for|from|at|in|with|who)[ ]|,|\Z|(?<!official)[ ][A-Z])"
    rf"|(?P<first>(?:Commander|Spokes(?:man|woman|person)|Soldier|Serviceman|Resident|Relative"
    rf"|Official|Deserter))(?=[ ](?:of|for|from|at|in)[ ])"
    rf"|(?P<uk>(?i:{_FEW_BEFORE_OTHERS}(?:{_OTHERS})))(?=[ ,]|\Z)"
)
# Behind the head, what names a body and no person.
_BODY = re.compile(
    r"brigade|battalion|regiment|division|corps|army|forces|staff|ministry|office|service|police"
    r"|administration|council|guard|unit|company|directorate|department|committee|commission|court"
    r"|бригад|батальйон|полк|дивізі|корпус|армі|сил|штаб|міністерств|офіс|служб|поліці|адміністрац"
    r"|рад[аи]|гварді|рот|управлін|департамент|комітет|комісі|суд|прокуратур|министерств|войск"
    r"|дивизи|арми|полици|управлени"
)
_OF_A_PLACE = re.compile(r"resident|мешкан|жител")


# Whoever holds an office may be meant, or the office: neither is proposed.
_OFFICE = re.compile(
    r"(?:the )?(?:deputy |first |заступник )?(?:head|chief|director|minister|mayor|governor|голова"
    r"|голови|керівник|начальник|директор|міністр|глава|руководитель|начальника)(?!\w)",
    re.IGNORECASE,
)


def may_be_an_office(name: str) -> bool:
    return bool(_OFFICE.match(name.strip()))


def role_in(name: str) -> str:
    """The role as it is typed; without what follows its head where a person may be named there."""
    text = " ".join(name.split())
    found = _HEAD.match(text)
    if found is None:
        return ""
    head, behind = found[0], text[found.end() :].partition(",")[0]
    if not behind.strip() or not _names_somebody(head, behind):
        return head + behind.rstrip()
    return head


def _names_somebody(head: str, behind: str) -> bool:
    capitals = [word for word in behind.split() if word[0].isupper()]
    if not capitals or _BODY.search(behind.casefold()):
        # A commander of a brigade may still be named behind it.
        return _ends_in_name(behind)
    return not (
        _OF_A_PLACE.search(head.casefold()) and len(capitals) == 1 and " " in behind.strip()
    )


def _ends_in_name(behind: str) -> bool:
    """Two capitalised words at the end of which neither is of a body: Olha Kvilbrax."""
    last = behind.split()[-2:]
    return len(last) == 2 and all(
        word[0].isupper() and not _BODY.search(word.casefold()) for word in last
    )
