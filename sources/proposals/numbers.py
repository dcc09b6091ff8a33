"""Numbers of people, cases, proceedings and orders that a sentence gives, in digits or words.

A number is taken only where the words beside it are of people or of what is counted: never a year,
a time, an age, a calibre, a page, nor the number of a unit. What is counted is left open where the
words tell of several things.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sources.proposals.dates import FoundDate, dates_in
from sources.proposals.words import Word, words_in
from sources.vocabulary import Counted, Qualifier

LARGEST = 9_999_999


@dataclass(frozen=True)
class FoundNumber:
    """Null is not known; of "at least five" only the low end is, of "about five" only the best."""

    low: int | None
    best: int | None
    high: int | None
    qualifier: str
    counted: str
    as_written: str
    start: int
    end: int


_WRITTEN = """
1 one один одна одного одну однієї одному одним одной одном
2 two both pair два дві двоє двох двом двома две двое двум двумя обидва обох оба обоих
3 three три троє трьох трьом трьома трое трех трём трем тремя
4 four чотири четверо чотирьох чотирьом чотирма четыре четырех четырем четырьмя
5 five п'ять п'ятеро п'яти п'ятьох п'ятьом п'ятьма пять пятеро пяти пятерых пятью
6 six шість шестеро шести шістьох шістьом шестьох шесть шестерых шестью
7 seven сім семеро семи сімох сімом семь семерых семью
8 eight вісім восьмеро восьми вісьмох вісьмом восемь восьмерых восемью
9 nine дев'ять дев'ятеро дев'яти дев'ятьох дев'ятьом девять девятеро девяти девятерых
10 ten десять десятеро десяти десятьох десятьом десятерых
11 eleven одинадцять одинадцяти одинадцятьох одиннадцать одиннадцати
12 twelve дванадцять дванадцяти дванадцятьох двенадцать двенадцати
13 thirteen тринадцять тринадцяти тринадцятьох тринадцать тринадцати
14 fourteen чотирнадцять чотирнадцяти чотирнадцятьох четырнадцать четырнадцати
15 fifteen п'ятнадцять п'ятнадцяти п'ятнадцятьох пятнадцать пятнадцати
16 sixteen шістнадцять шістнадцяти шістнадцятьох шестнадцать шестнадцати
17 seventeen сімнадцять сімнадцяти сімнадцятьох семнадцать семнадцати
18 eighteen вісімнадцять вісімнадцяти вісімнадцятьох восемнадцать восемнадцати
19 nineteen дев'ятнадцять дев'ятнадцяти дев'ятнадцятьох девятнадцать девятнадцати
20 twenty двадцять двадцяти двадцятьох двадцать двадцати
30 thirty тридцять тридцяти тридцятьох тридцать тридцати
40 forty сорок сорока
50 fifty п'ятдесят п'ятдесяти п'ятдесятьох пятьдесят пятидесяти
60 sixty шістдесят шістдесяти шістдесятьох шестьдесят шестидесяти
70 seventy сімдесят сімдесяти сімдесятьох семьдесят семидесяти
80 eighty вісімдесят вісімдесяти вісімдесятьох восемьдесят восьмидесяти
90 ninety дев'яносто дев'яноста девяносто девяноста
100 сто ста
200 двісті двохсот двести двухсот
300 триста трьохсот трехсот
400 чотириста чотирьохсот четыреста четырехсот
500 п'ятсот п'ятисот пятьсот пятисот
600 шістсот шестисот шестьсот
700 сімсот семисот семьсот
800 вісімсот восьмисот восемьсот
900 дев'ятсот дев'ятисот девятьсот девятисот
"""
_VALUE = {
    word.replace("'", "").replace("ё", "е"): int(line.split()[0])
    for line in _WRITTEN.strip().splitlines()
    for word in line.split()[1:]
}
_TIMES = {"hundred": 100, "dozen": 12}
_THOUSANDS = {"thousand", "тис", "тисяч", "тисячі", "тисяча", "тыс", "тысяч", "тысячи", "тысяча"}

_SEVERAL = {"several", "кілька", "кількох", "кільком", "декілька", "декількох", "несколько"}
_SEVERAL |= {"нескольких", "нескольким"}
_MANY = {"many", "dozens", "scores", "hundreds", "багато", "багатьох", "десятки", "сотні", "много"}
_MANY |= {"многих", "сотни"}

_SAID = dict.fromkeys(_SEVERAL, Qualifier.SEVERAL) | dict.fromkeys(_MANY, Qualifier.MANY)

UP_TO = "up to"
# Directly before a number.
_BEFORE = {
    phrase: qualifier
    for qualifier, phrases in (
        (
            Qualifier.AT_LEAST,
            (
                "at least|no fewer than|no less than|not less than|a minimum of|щонайменше"
                "|принаймні|не менше ніж|не менше|не менш як|не менее чем|не менее"
                "|по меньшей мере|как минимум"
            ),
        ),
        (
            Qualifier.MORE_THAN,
            "more than|over|понад|більше ніж|більше|більш як|более чем|более|больше|свыше",
        ),
        (
            Qualifier.ABOUT,
            (
                "about|around|some|approximately|roughly|nearly|almost|близько|приблизно|майже"
                "|орієнтовно|около|примерно|почти|порядка"
            ),
        ),
        (Qualifier.EXACTLY, "exactly|рівно|ровно"),
        (UP_TO, "up to|at most|no more than|до|не більше|не более|щонайбільше"),
    )
    for phrase in phrases.split("|")
}
_LONGEST_PHRASE = 3  # words

# Behind a number: people, by the beginnings of words.
_PEOPLE = re.compile(
    r"(?:soldiers?|servicem[ae]n|servicewom[ae]n|troops|fighters?|marines?|prisoners?|pows?|captives?"
    r"|detainees?|people|persons?|men|women|civilians?|defenders?|officers?|bodies|combatants?"
    r"|ukrainians|others?|individuals"
    r"|військов\w*|військовополонен\w*|полонен\w*|бійц\w*|боєц|солдат\w*|захисник\w*|людей|люди"
    r"|людини|осіб|особи|особа|чоловік\w*|цивільн\w*|морпіх\w*|прикордонник\w*|українц\w*|тіл"
    r"|военнослужащ\w*|военнопленн\w*|пленн\w*|боец|бойц\w*|человек\w*|людей|мирн\w*|защитник\w*"
    r"|украинц\w*)"
)
_THINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (Counted.CASES, re.compile(r"(?:cases?|випад(?:ок|к\w+)|случа(?:й|я|ев|и|ях))")),
    (Counted.INCIDENTS, re.compile(r"(?:incidents?|інцидент\w*|инцидент\w*)")),
    (
        Counted.PROCEEDINGS,
        re.compile(r"(?:proceedings?|провадженн\w+|проваджень|производств\w*)"),
    ),
    (Counted.ORDERS, re.compile(r"(?:orders?|наказ(?:и|ів|ах)?|приказ(?:ов|а|ы)?)")),
)
_DEEDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        Counted.KILLED,
        re.compile(
            r"(?:killed|killing|dead|died|executed|executing|execution|murdered"
            r"|вби(?:то|ли|в|ла|ті|тих|вши)|убит\w*|убил\w*|загину\w+|загибл\w*|страти(?:ли|в|ла)"
            r"|страчен\w*|погиб\w*|казнен\w*|казнил\w*)"
        ),
    ),
    (
        Counted.SHOT_AT,
        re.compile(r"(?:shot|shooting|розстріл\w+|застрел\w+|расстрел\w+)"),
    ),
    (
        Counted.INJURED,
        re.compile(
            r"(?:injured|wounded|поранен\w*|поранив|поранил\w*|травмован\w*|ранен\w*|ранил\w*)"
        ),
    ),
    (Counted.LYING_STILL, re.compile(r"(?:motionless|lying|нерухом\w*|неподвижн\w*|лежа\w+)")),
    (
        Counted.FATE_UNKNOWN,
        re.compile(r"(?:missing|unknown|зникли\w*|безвісти|невідом\w+|пропал\w*|неизвестн\w+)"),
    ),
    (
        Counted.CAPTURED,
        re.compile(
            r"(?:captured|capture|prisoner|surrendered|surrendering|полон(?:у|і|или|ив|ено)?"
            r"|здал\w+|плен(?:а|у|или|ил)?|сдал\w+)"
        ),
    ),
)
# Behind a number: then it is none of people, whatever stands farther on.
_NOT_PEOPLE = re.compile(
    r"(?:millions?|hundreds?|dozens?|млн|мільйон\w*|миллион\w*"
    r"|minutes?|hours?|days?|weeks?|months?|years?|times?|am|pm|percent|km|kilomet\w+|met(?:er|re)s?"
    r"|m|mm|cm|kg|miles?|degrees?|century|pages?|rounds?|shots|seconds?"
    r"|brigade|battalion|regiment|division|corps|army|company|squadron|mechani[sz]ed|motori[sz]ed"
    r"|separate|airborne|assault"
    r"|хвилин\w*|годин\w*|днів|дні|день|доби|діб|тижн\w*|місяц\w*|рок(?:ів|и|у|ах)?|рік|раз\w*"
    r"|відсот\w*|км|кілометр\w*|метр\w*|мм|секунд\w*|сторін\w*|постріл\w*"
    r"|бригад\w*|батальйон\w*|полк\w*|дивізі\w*|корпус\w*|армі\w*|рот[аиу]|окрем\w+|десантн\w*"
    r"|минут\w*|час(?:а|ов|у)?|дн(?:я|ей)|недел\w*|месяц\w*|год(?:а|у|ов)?|лет|процент\w*"
    r"|километр\w*|страниц\w*|выстрел\w*|батальон\w*|дивизи\w*|арми\w*|отдельн\w+|мотострелк\w+)"
)
_NOT_AFTER = re.compile(
    r"(?:article|art|page|pp?|no|number|section|chapter|paragraph|item|point|aged?|unit|route|level"
    r"|brigade|battalion|regiment|type|model|hill|height"
    r"|стат(?:тя|ті|тею)|ст|сторінк\w*|стор|№|номер\w*|пункт\w*|розділ\w*|віком|частини?|вч|висот\w*"
    r"|статья|статьи|статье|страниц\w*|возраст\w*|глав\w+|часть)"
)
_DIGITS = re.compile(
    r"(?<![\w.,:/№$€£#-])(?P<whole>[0-9]{1,3}(?:[ ,\u00a0\u202f][0-9]{3})+|[0-9]{1,7})"
    r"(?P<part>[.,][0-9]{1,2})?"
    r"(?:\s?[-–—]\s?(?P<to>[0-9]{1,7}))?(?![\w:/%°]|[.,][0-9]|-\w|\s?%)"
)
_CLOSED = frozenset(",)")
_AND = frozenset("and but і й та а и но".split())
BEHIND, BEYOND = 5, 7
_PAUSE = re.compile(r"[,.;:!?()«»“”\n–—]")
_CLAUSE_END = re.compile(r"[.;:!?()«»“”\n]")


@dataclass(frozen=True)
class _Number:
    """One number as it stands: the words from `first` to before `after`, and its ends."""

    low: int
    high: int
    first: int
    after: int
    start: int
    end: int
    # Of "several" there is no number.
    said: str = ""


def numbers_in(
    sentence: str, language: str = "", dates: Sequence[FoundDate] | None = None
) -> list[FoundNumber]:
    """In order. The words of all three languages are read in each: they do not collide.

    `dates` of the sentence, where they are known already: their digits count nobody.
    """
    words = words_in(sentence)
    told = dates_in(sentence) if dates is None else dates
    taken = {place for found in told for place in range(found.start, found.end)}
    spoken = [one for one in _all(sentence, words) if one.start not in taken]
    ends = {one.first for one in spoken}
    return [found for one in spoken if (found := _found(sentence, words, one, ends))]


def _all(sentence: str, words: Sequence[Word]) -> Iterator[_Number]:
    digits = {found.start(): found for found in _DIGITS.finditer(sentence)}
    place = 0
    while place < len(words):
        word = words[place]
        number = _of_digits(words, place, digits[word.start]) if word.start in digits else None
        number = number or _of_words(words, place) or _without_number(words, place)
        if number is not None and number.high <= LARGEST:
            yield number
        place = number.after if number else place + 1


def _of_digits(words: Sequence[Word], place: int, found: re.Match[str]) -> _Number | None:
    after = place
    while after < len(words) and words[after].start < found.end():
        after += 1
    low = int(re.sub(r"\D", "", found["whole"]))
    high = int(found["to"] or low)
    end = found.end()
    if after < len(words) and words[after].compared in _THOUSANDS:
        low, high, end = _times_thousand(found), high * 1000, words[after].end
        end += found.string.startswith(".", end)  # тис.
        high, after = max(low, high) if found["to"] else low, after + 1
    elif found["part"]:
        return None
    return _Number(low, high, place, after, found.start(), end) if low <= high else None


def _times_thousand(found: re.Match[str]) -> int:
    whole = int(re.sub(r"\D", "", found["whole"]))
    return whole * 1000 + round(float("0." + (found["part"] or ".0")[1:]) * 1000)


def _of_words(words: Sequence[Word], place: int) -> _Number | None:
    first = _spoken(words, place)
    if first is None:
        return None
    low, after = first
    high = low
    is_or = after < len(words) and words[after].compared in {"or", "to", "або", "чи", "или"}
    if is_or and (other := _spoken(words, after + 1)) and other[0] > low:
        high, after = other
    return _Number(low, high, place, after, words[place].start, words[after - 1].end)


def _spoken(words: Sequence[Word], place: int) -> tuple[int, int] | None:
    """A number in words, and behind which word it ends: two hundred and five, двісті п'ять."""
    told = _added(words, place)
    if told is None:
        return None
    value, after = told
    if after < len(words) and words[after].compared in _THOUSANDS:
        return value * 1000, after + 1
    if after < len(words) and words[after].compared in _TIMES:
        value, after = value * _TIMES[words[after].compared], after + 1
        joined = after < len(words) and words[after].compared == "and"
        rest = _added(words, after + joined)
        if rest and rest[0] < 100 <= value:
            return value + rest[0], rest[1]
    return value, after


def _added(words: Sequence[Word], place: int) -> tuple[int, int] | None:
    """Hundreds, tens and ones, each smaller than the one before."""
    value = _value(words[place]) if place < len(words) else None
    if value is None:
        return None
    last, after = value, place + 1
    while after < len(words) and (more := _value(words[after])):
        if more >= (100 if last >= 100 else 10 if last >= 20 else 0):
            break
        value, last, after = value + more, more, after + 1
    return value, after


def _without_number(words: Sequence[Word], place: int) -> _Number | None:
    word = words[place]
    said = _SAID.get(word.compared)
    return _Number(0, 0, place, place + 1, word.start, word.end, said) if said else None


def _value(word: Word) -> int | None:
    """Also "twenty-two", which is compared as one word."""
    if word.compared in _VALUE:
        return _VALUE[word.compared]
    tens, hyphen, ones = word.text.casefold().partition("-")
    return _VALUE[tens] + _VALUE[ones] if hyphen and tens in _VALUE and ones in _VALUE else None


def _found(
    sentence: str, words: Sequence[Word], one: _Number, others: set[int]
) -> FoundNumber | None:
    before, qualifier, begun = _qualifier(words, one)
    if before and _NOT_AFTER.fullmatch(before):
        return None
    following = _following(sentence, words, one, others)
    noun = next((n for n, w in enumerate(following[:BEHIND]) if _is_noun(w.compared)), None)
    between = following[: BEHIND if noun is None else noun]
    if any(_NOT_PEOPLE.fullmatch(word.compared) for word in between):
        return None
    deeds = _deeds(sentence, words, one, begun, following, noun)
    if noun is None and (one.low < 2 or sentence[one.end : one.end + 1] in _CLOSED):
        return None  # an age stands between commas
    if not deeds and (noun is None or one.said):
        return None
    thing = _thing(following[noun].compared) if noun is not None else ""
    counted = thing or (deeds.pop() if len(deeds) == 1 else "")
    end = following[noun].end if noun is not None else one.end
    start = words[begun].start
    low, best, high = _ends(one, qualifier)
    said = one.said or ("" if qualifier == UP_TO else qualifier)
    return FoundNumber(low, best, high, said, counted, sentence[start:end], start, end)


def _qualifier(words: Sequence[Word], one: _Number) -> tuple[str, str, int]:
    """The word before, the qualifier, and where it begins."""
    for size in range(min(_LONGEST_PHRASE, one.first), 0, -1):
        begun = one.first - size
        phrase = " ".join(word.compared for word in words[begun : one.first])
        if qualifier := _BEFORE.get(phrase):
            return words[begun - 1].compared if begun else "", qualifier, begun
    return words[one.first - 1].compared if one.first else "", "", one.first


def _following(sentence: str, words: Sequence[Word], one: _Number, others: set[int]) -> list[Word]:
    """The words behind, in the same clause and before another number."""
    following: list[Word] = []
    last = one.end
    for place in range(one.after, min(one.after + BEYOND + 4, len(words))):
        if place in others or _CLAUSE_END.search(sentence, last, words[place].start):
            break
        following.append(words[place])
        last = words[place].end
    return following


def _is_noun(word: str) -> bool:
    return bool(_PEOPLE.fullmatch(word) or _thing(word))


def _thing(word: str) -> str:
    return next((counted for counted, pattern in _THINGS if pattern.fullmatch(word)), "")


def _deeds(
    sentence: str,
    words: Sequence[Word],
    one: _Number,
    begun: int,
    following: Sequence[Word],
    noun: int | None,
) -> set[str]:
    """What is told of the people: behind them, or directly before the number."""
    told = {deed for word in following[(noun or 0) + (noun is not None) :] for deed in _deed(word)}
    if told and noun is None and not any(_deed(word) for word in following[:2]):
        told = set()
    before = words[max(0, begun - 2) : begun]
    is_joined = bool(before) and before[-1].compared not in _AND
    if is_joined and not _PAUSE.search(sentence, before[0].end, words[one.first].start):
        told |= {deed for word in before for deed in _deed(word)}
    return told


def _deed(word: Word) -> list[str]:
    return [counted for counted, pattern in _DEEDS if pattern.fullmatch(word.compared)]


def _ends(one: _Number, qualifier: str) -> tuple[int | None, int | None, int | None]:
    if one.said:
        return None, None, None
    if qualifier == UP_TO:
        return None, None, one.high
    if qualifier in {Qualifier.AT_LEAST, Qualifier.MORE_THAN}:
        return one.low, None, None
    if one.low != one.high:
        return one.low, None, one.high
    if qualifier == Qualifier.ABOUT:
        return None, one.low, None
    return one.low, one.low, one.low
