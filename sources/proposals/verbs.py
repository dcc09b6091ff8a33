"""How a sentence says what it says: its verb, how sure it is, and what kind of statement it is.

Small tables that can be read and argued with. Where several lines of a table fit, the more
cautious value is proposed: it claims less.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from sources.vocabulary import Hedge, StatementKind

FACT, DISTANCED, SUGGESTED = Hedge.FACT, Hedge.DISTANCED, Hedge.SUGGESTED
KIND = StatementKind


class Verb(NamedTuple):
    """`kind` is "" where the verb does not tell what is said by it."""

    written: str
    hedge: Hedge
    kind: str = ""


@dataclass(frozen=True)
class Wording:
    """`verb` as written, "" where nobody is said to speak; `kind` is "" where no rule knows it."""

    verb: str
    kind: str
    hedge: str
    why: str


# What is written, as a pattern of whole words; how sure; what kind of statement it makes.
VERBS: dict[str, tuple[Verb, ...]] = {
    "en": (
        Verb(r"said|says|saying|told|tells|stated?|states|wrote|writes|added|according to", FACT),
        Verb(r"announced?|announces|noted|notes|explained|recalled|testified|published", FACT),
        Verb(r"confirm(?:s|ed)|reveal(?:s|ed)|established|found|identif(?:ies|ied)", FACT),
        Verb(r"document(?:s|ed)|record(?:s|ed)|corroborate[sd]|verif(?:ies|ied)", FACT),
        Verb(r"report(?:s|ed)|reportedly|reports? (?:of|that)", DISTANCED),
        Verb(r"claim(?:s|ed)|alleg(?:es|ed)|allegedly|purported(?:ly)?|supposed(?:ly)?", DISTANCED),
        Verb(r"(?:is|are|was|were) (?:said|believed|thought|understood|alleged) to", DISTANCED),
        Verb(r"(?:is|are) believed|so-called|unconfirmed|insist(?:s|ed)", DISTANCED),
        Verb(r"accus(?:es|ed)|blame[sd]", DISTANCED, KIND.ATTRIBUTION),
        Verb(r"den(?:ies|ied)|reject(?:s|ed)|refut(?:es|ed)", DISTANCED, KIND.RESPONSE),
        Verb(r"suggest(?:s|ed|ing)?|indicat(?:es?|ed|ing)|impl(?:y|ies|ied)|points? to", SUGGESTED),
        Verb(r"appear(?:s|ed)? to|seem(?:s|ed)? to|apparently|presumably", SUGGESTED),
        Verb(r"likely|probably|possibly|may have|might have|could have|perhaps", SUGGESTED),
        Verb(r"assess(?:es|ed)|conclud(?:es|ed)|estimat(?:es|ed)", SUGGESTED, KIND.ASSESSMENT),
        Verb(r"believes?|thinks?|suspects?|expects?|fears?", SUGGESTED, KIND.ASSESSMENT),
    ),
    "uk": (
        Verb(r"сказа(?:в|ла|ли|но)|каж(?:е|уть)|розпові(?:в|ла|ли|дає|дають)", FACT),
        Verb(r"заяви(?:в|ла|ли|ло)|заявля(?:є|ють)|зазнач(?:ив|ила|или|ає|ають|ено)", FACT),
        Verb(r"за словами|наголоси(?:в|ла|ли)|дода(?:в|ла|ли)|уточни(?:в|ла|ли)", FACT),
        Verb(r"написа(?:в|ла|ли)|пиш(?:е|уть)|оприлюдни(?:в|ла|ли)|оголоси(?:в|ла|ли)", FACT),
        Verb(r"підтверди(?:в|ла|ли|ло)|підтверджу(?:є|ють)|встанови(?:в|ла|ли|ло)", FACT),
        Verb(r"встановлено|задокументува(?:в|ла|ли|но)|зафіксува(?:в|ла|ли|но)", FACT),
        Verb(r"повідоми(?:в|ла|ли|ло)|повідомля(?:є|ють|ється|лося)|повідомлено", DISTANCED),
        Verb(r"за (?:даними|інформацією|повідомленням|версією|твердженням)", DISTANCED),
        Verb(r"стверджу(?:є|ють|вав|вала|вали)|нібито|начебто|мовляв|так зван\w+", DISTANCED),
        Verb(r"непідтверджен\w+|не підтверджен\w+|як вважається", DISTANCED),
        Verb(r"звинувати(?:в|ла|ли)|звинувачу(?:є|ють)", DISTANCED, KIND.ATTRIBUTION),
        Verb(r"запереч(?:ив|ила|или|ує|ують)|спростува(?:в|ла|ли)", DISTANCED, KIND.RESPONSE),
        Verb(r"[йі]мовірно|ймовірн\w+|можливо|мабуть|певно|схоже|очевидно|напевно", SUGGESTED),
        Verb(r"свідч(?:ить|ать)|вказу(?:є|ють)|припуска(?:є|ють)|може|могли", SUGGESTED),
        Verb(r"за оцінк(?:ою|ами)|на думку|вважа(?:є|ють)", SUGGESTED, KIND.ASSESSMENT),
        Verb(r"оціню(?:є|ють)|дійш(?:ов|ла|ли) висновку", SUGGESTED, KIND.ASSESSMENT),
    ),
    "ru": (
        Verb(r"сказа(?:л|ла|ли|но)|говор(?:ит|ят)|рассказа(?:л|ла|ли)|рассказыва(?:ет|ют)", FACT),
        Verb(r"заяви(?:л|ла|ли|ло)|заявля(?:ет|ют)|отмети(?:л|ла|ли)|отмеча(?:ет|ют)", FACT),
        Verb(r"по словам|добави(?:л|ла|ли)|уточни(?:л|ла|ли)|объяви(?:л|ла|ли)", FACT),
        Verb(r"написа(?:л|ла|ли)|пиш(?:ет|ут)|опубликова(?:л|ла|ли)", FACT),
        Verb(r"подтверди(?:л|ла|ли|ло)|подтвержда(?:ет|ют)|установи(?:л|ла|ли|ло)", FACT),
        Verb(r"установлено|зафиксирова(?:л|ла|ли|но)|задокументирова(?:л|ла|ли|но)", FACT),
        Verb(r"сообщи(?:л|ла|ли|ло)|сообща(?:ет|ют|ется|лось)|передаё?(?:т|ют)", DISTANCED),
        Verb(r"по (?:данным|информации|сообщени(?:ю|ям)|версии)", DISTANCED),
        Verb(r"утвержда(?:ет|ют|л|ла|ли)|якобы|будто бы|так называем\w+|мол", DISTANCED),
        Verb(r"неподтвержд[её]нн\w+|не подтвержд\w+", DISTANCED),
        Verb(r"обвини(?:л|ла|ли)|обвиня(?:ет|ют)", DISTANCED, KIND.ATTRIBUTION),
        Verb(r"отрица(?:ет|ют|л|ла|ли)|(?:опро|от)верг(?:ла|ли)?", DISTANCED, KIND.RESPONSE),
        Verb(r"вероятно|возможно|видимо|похоже|очевидно|наверное|по-видимому", SUGGESTED),
        Verb(r"свидетельству(?:ет|ют)|указыва(?:ет|ют)|предполага(?:ет|ют)|может|могли", SUGGESTED),
        Verb(r"по оценк(?:е|ам)|по мнению|счита(?:ет|ют)", SUGGESTED, KIND.ASSESSMENT),
        Verb(r"оценива(?:ет|ют)|приш(?:ел|ёл|ла|ли) к выводу", SUGGESTED, KIND.ASSESSMENT),
    ),
}

# What is told, where the verb does not say it. The first line that fits counts: a charge is not
# taken for the deed, nor an order for its outcome.
ABOUT: dict[str, tuple[str, ...]] = {
    KIND.CHARACTERISATION: (
        r"war crimes?|crimes? against humanity|genocide",
        r"violat(?:es?|ed|ion of) (?:international|the)",
        r"воєнн\w+ злочин\w*|геноцид\w*|порушен\w+ (?:міжнародн|женевськ)\w+",
        r"военн\w+ преступлени\w+|нарушени\w+ (?:международн|женевск)\w+",
    ),
    KIND.LEGAL_STATUS: (
        r"proceedings?|criminal case|charged|indict(?:ed|ment)|notice of suspicion",
        r"arrest warrants?",
        r"convicted|sentenced|кримінальн\w+ провадження|розпочат\w+ (?:досудов\w+|розслідування)",
        r"підозр[уи]|вирок\w*|засуджен\w*|уголовн\w+ дел\w+|приговор\w*|осужд[её]н\w*",
    ),
    KIND.ENDORSEMENT: (
        r"praised?|justif(?:y|ies|ied)|glorif(?:y|ies|ied)|welcomed|виправдову\w+|схвалю\w+",
        r"оправдыва\w+|одобря\w+|одобрил\w*",
    ),
    KIND.TRANSFER: (r"handed over|transferred .{0,40}evidence|передал\w* .{0,40}доказ\w+",),
    KIND.ORDER: (
        r"ordered|orders? (?:to|were|was|from)|gave (?:an |the )?orders?|commanded",
        r"take no prisoners",
        r"наказ(?:ав|ала|али|у|и|ом|ів)?|віддав наказ|приказ(?:ал|ала|али|а|ы|ом)?|велел\w*",
    ),
    KIND.ATTRIBUTION: (
        r"responsible for|responsibility|carried out by|причетн\w+|відповідальн\w+ за",
        r"причастн\w+|ответственн\w+ за",
    ),
    KIND.EVIDENCE_ITEM: (
        r"footage|video|recordings?|intercept(?:s|ed|ion)?|photographs?|satellite im\w+",
        r"відео\w*|запис\w*|перехопл\w+|фото\w*|знімк\w+|видео\w*|перехват\w*|снимк\w+",
    ),
    KIND.AGGREGATE: (
        r"cases|in total|since 20\d\d|incidents|випадк\w+|загалом|усього|всього|від початку",
        r"случа(?:ев|я|и)|всего|с начала",
    ),
    KIND.INCIDENT: (
        r"killed|shot|executed|murdered|beheaded|died|вбит\w*|вбил\w*|убит\w*|убил\w*|розстріл\w*",
        r"страти(?:ли|в)|застрелил\w*|загинул\w*|расстрел\w*|казнил\w*|погиб\w*",
    ),
}

_LESS_SURE = (SUGGESTED, DISTANCED, FACT)


def whole_words(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?![\w-])", re.IGNORECASE)


_VERBS = {lang: [(whole_words([v.written]), v) for v in table] for lang, table in VERBS.items()}
_ABOUT = [(whole_words(written), kind) for kind, written in ABOUT.items()]


def how_it_says(sentence: str, language: str) -> Wording:
    """What the tables say of a sentence; in a language that is not known, all of them are asked."""
    asked = _of(language)
    found = [(match, verb) for pattern, verb in asked if (match := pattern.search(sentence))]
    if not found:
        return Wording("", _about(sentence), FACT, _("No verb says that somebody else speaks."))
    found.sort(key=lambda one: (_LESS_SURE.index(one[1].hedge), one[0].start()))
    match, verb = found[0]
    kind = next((one.kind for _match, one in found if one.kind), "") or _about(sentence)
    why = _("“%(verb)s” is read as: %(hedge)s") % {"verb": match[0], "hedge": verb.hedge.label}
    return Wording(match[0], kind, verb.hedge, why)


def _of(language: str) -> Sequence[tuple[re.Pattern[str], Verb]]:
    return _VERBS.get(language) or [one for table in _VERBS.values() for one in table]


def _about(sentence: str) -> str:
    return next((kind for pattern, kind in _ABOUT if pattern.search(sentence)), "")
