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
# Where whoever speaks may stand: before the verb (told), also behind it (said), only behind it
# (according to); an adverb has none.
BEFORE, BOTH, BEHIND, NOWHERE = "before", "both", "behind", ""


class Verb(NamedTuple):
    """`kind` is "" where the verb does not tell what is said by it."""

    written: str
    hedge: Hedge
    speaker: str
    kind: str = ""


@dataclass(frozen=True)
class Wording:
    """`verb` as written, "" where nobody is said to speak; `kind` is "" where no rule knows it."""

    verb: str
    kind: str
    hedge: str
    why: str


# What is written, as a pattern of whole words; how sure; where the speaker is; the kind it makes.
VERBS: dict[str, tuple[Verb, ...]] = {
    "en": (
        Verb(r"said|says|added|adds", FACT, BOTH),
        Verb(r"according to", FACT, BEHIND),
        Verb(
            r"told|tells|stated|states|wrote|writes|announced|announces|noted|notes", FACT, BEFORE
        ),
        Verb(
            r"explained|recalled|testified|published|confirm(?:s|ed)|reveal(?:s|ed)", FACT, BEFORE
        ),
        Verb(r"identif(?:ies|ied)|document(?:s|ed)|recorded|corroborate[sd]", FACT, BEFORE),
        Verb(r"verif(?:ies|ied)|found that|established that", FACT, BEFORE),
        Verb(
            r"reported|reports that|claim(?:s|ed)|alleg(?:es|ed)|insist(?:s|ed)", DISTANCED, BEFORE
        ),
        Verb(
            r"reportedly|allegedly|purported(?:ly)?|supposed(?:ly)?|so-called", DISTANCED, NOWHERE
        ),
        Verb(r"(?:is|are|was|were) (?:said|thought|understood|alleged) to", DISTANCED, NOWHERE),
        Verb(r"(?:is|are|was|were) (?:widely )?believed|unconfirmed", DISTANCED, NOWHERE),
        Verb(r"(?:has|have) not (?:yet )?been confirmed", DISTANCED, NOWHERE),
        Verb(
            r"(?:could|can|was|were|has|have)(?: ?not|n['’]t)(?: yet)?(?: been)?(?: able to)?"
            r"(?: be)?(?: \w+ly)? verif(?:y|ied)|unable to(?: \w+ly)? verify",
            FACT,
            NOWHERE,
            KIND.ASSESSMENT,
        ),
        Verb(
            r"(?:did|has|have|had) not(?: yet)?(?: \w+ly)? (?:comment(?:ed)?|respond(?:ed)? to"
            r" (?:\w+ ){0,2}requests?|answer(?:ed)? (?:\w+ ){0,2}(?:questions?|requests?))"
            r"|declined to comment|no(?: immediate| official)? (?:comment|response|reaction) from",
            FACT,
            NOWHERE,
            KIND.RESPONSE,
        ),
        Verb(r"accus(?:es|ed)|blame[sd]", DISTANCED, BEFORE, KIND.ATTRIBUTION),
        Verb(r"den(?:ies|ied)|reject(?:s|ed)|refut(?:es|ed)", DISTANCED, BEFORE, KIND.RESPONSE),
        Verb(r"suggest(?:s|ed)?|indicate[sd]?|impl(?:y|ies|ied)|points? to", SUGGESTED, BEFORE),
        Verb(r"appear(?:s|ed)? to|seem(?:s|ed)? to|apparently|presumably", SUGGESTED, NOWHERE),
        Verb(r"likely|probably|possibly|perhaps", SUGGESTED, NOWHERE),
        Verb(r"(?:may|might|could) (?:well )?have", SUGGESTED, NOWHERE),
        Verb(r"assess(?:es|ed)|conclud(?:es|ed)|estimate[sd]", SUGGESTED, BEFORE, KIND.ASSESSMENT),
        Verb(r"believes|thinks|suspects|expects|fears", SUGGESTED, BEFORE, KIND.ASSESSMENT),
    ),
    "uk": (
        Verb(r"сказа(?:в|ла|ли|но)|каж(?:е|уть)|заяви(?:в|ла|ли|ло)|заявля(?:є|ють)", FACT, BOTH),
        Verb(r"за словами", FACT, BEHIND),
        Verb(r"зазнач(?:ив|ила|или|ає|ають)|наголоси(?:в|ла|ли)|дода(?:в|ла|ли|є)", FACT, BOTH),
        Verb(r"уточни(?:в|ла|ли)|оприлюдни(?:в|ла|ли)|оголоси(?:в|ла|ли)", FACT, BOTH),
        Verb(r"розпові(?:в|ла|ли|дає|дають)|написа(?:в|ла|ли)|пиш(?:е|уть)", FACT, BEFORE),
        Verb(r"підтверди(?:в|ла|ли|ло)|підтверджу(?:є|ють)", FACT, BOTH),
        Verb(r"встанови(?:в|ла|ли|ло)|задокументува(?:в|ла|ли)", FACT, BEFORE),
        Verb(r"зафіксува(?:в|ла|ли)", FACT, BEFORE),
        Verb(r"встановлено|задокументовано|зафіксовано|зазначено|відомо", FACT, NOWHERE),
        Verb(r"повідоми(?:в|ла|ли|ло)|повідомля(?:є|ють)|інформу(?:є|ють)", DISTANCED, BOTH),
        Verb(r"стверджу(?:є|ють|вав|вала|вали)", DISTANCED, BOTH),
        Verb(r"за (?:даними|інформацією|повідомленням|версією|твердженням)", DISTANCED, BEHIND),
        Verb(r"повідомля(?:ється|лося)|повідомлено|як вважа(?:ється|ють)", DISTANCED, NOWHERE),
        Verb(r"нібито|начебто|мовляв|так зван\w+|не ?підтверджен\w+", DISTANCED, NOWHERE),
        Verb(
            r"(?:перевірити|верифікувати)(?: \w+){0,3}"
            r" (?:не вдалося|неможливо|не зм[іо]г\w*|не може)"
            r"|(?:не вдалося|неможливо|не зм[іо]г\w*|не може)(?: \w+){0,2} (?:перевірити"
            r"|верифікувати)",
            FACT,
            NOWHERE,
            KIND.ASSESSMENT,
        ),
        Verb(
            r"не (?:про)?коментува(?:в|ла|ли|ло)|не відпові(?:в|ла|ли|ло) на (?:\w+ )?(?:запит\w*"
            r"|питання)|відмови(?:в|ла|ли)с[ья] (?:від коментар\w+|коментувати)",
            FACT,
            NOWHERE,
            KIND.RESPONSE,
        ),
        Verb(r"звинувати(?:в|ла|ли)|звинувачу(?:є|ють)", DISTANCED, BEFORE, KIND.ATTRIBUTION),
        Verb(r"запереч(?:ив|ила|или|ує|ують)", DISTANCED, BEFORE, KIND.RESPONSE),
        Verb(r"спростува(?:в|ла|ли)|відкида(?:є|ють)", DISTANCED, BEFORE, KIND.RESPONSE),
        Verb(r"[йі]мовірн(?:о|ий|а|е|і)|можливо|мабуть|схоже|очевидно|напевно", SUGGESTED, NOWHERE),
        Verb(r"(?:може|можуть|міг|могла|могли) бути|припущен\w+", SUGGESTED, NOWHERE),
        Verb(r"свідч(?:ить|ать)|вказу(?:є|ють)|припуска(?:є|ють)", SUGGESTED, BEFORE),
        Verb(r"за оцінк(?:ою|ами)|на думку", SUGGESTED, BEHIND, KIND.ASSESSMENT),
        Verb(r"вважа(?:є|ють)|оціню(?:є|ють)", SUGGESTED, BEFORE, KIND.ASSESSMENT),
        Verb(r"дійш(?:ов|ла|ли) висновку", SUGGESTED, BEFORE, KIND.ASSESSMENT),
    ),
    "ru": (
        Verb(r"сказа(?:л|ла|ли|но)|говор(?:ит|ят)|заяви(?:л|ла|ли|ло)", FACT, BOTH),
        Verb(r"по словам", FACT, BEHIND),
        Verb(r"заявля(?:ет|ют)|отмети(?:л|ла|ли)|отмеча(?:ет|ют)", FACT, BOTH),
        Verb(r"добави(?:л|ла|ли)|уточни(?:л|ла|ли)|объяви(?:л|ла|ли)", FACT, BOTH),
        Verb(r"рассказа(?:л|ла|ли)|рассказыва(?:ет|ют)|написа(?:л|ла|ли)", FACT, BEFORE),
        Verb(r"пиш(?:ет|ут)|опубликова(?:л|ла|ли)", FACT, BEFORE),
        Verb(r"подтверди(?:л|ла|ли|ло)|подтвержда(?:ет|ют)", FACT, BOTH),
        Verb(r"установи(?:л|ла|ли|ло)|зафиксирова(?:л|ла|ли)", FACT, BEFORE),
        Verb(r"задокументирова(?:л|ла|ли)", FACT, BEFORE),
        Verb(r"установлено|зафиксировано|задокументировано|известно", FACT, NOWHERE),
        Verb(r"сообщи(?:л|ла|ли|ло)|сообща(?:ет|ют)|переда[её]т", DISTANCED, BOTH),
        Verb(r"утвержда(?:ет|ют|л|ла|ли)", DISTANCED, BOTH),
        Verb(r"по (?:данным|информации|сообщени(?:ю|ям)|версии)", DISTANCED, BEHIND),
        Verb(r"сообща(?:ется|лось)|якобы|будто бы|мол|так называем\w+", DISTANCED, NOWHERE),
        Verb(r"не ?подтвержд[её]н\w*|как считается", DISTANCED, NOWHERE),
        Verb(
            r"(?:проверить|верифицировать)(?: \w+){0,3}"
            r" (?:не удалось|невозможно|не смог\w*|не может)"
            r"|(?:не удалось|невозможно|не смог\w*|не может)(?: \w+){0,2} (?:проверить"
            r"|верифицировать)",
            FACT,
            NOWHERE,
            KIND.ASSESSMENT,
        ),
        Verb(
            r"не (?:про)?комментировал\w*|не ответил\w* на (?:\w+ )?(?:запрос\w*|вопрос\w*)"
            r"|отказал\w* (?:от комментари\w+|комментировать)",
            FACT,
            NOWHERE,
            KIND.RESPONSE,
        ),
        Verb(r"обвини(?:л|ла|ли)|обвиня(?:ет|ют)", DISTANCED, BEFORE, KIND.ATTRIBUTION),
        Verb(r"отрица(?:ет|ют|л|ла|ли)|отверг(?:ла|ли)?", DISTANCED, BEFORE, KIND.RESPONSE),
        Verb(r"опроверг(?:ла|ли|ает|ают)?", DISTANCED, BEFORE, KIND.RESPONSE),
        Verb(r"вероятно|возможно|видимо|похоже|очевидно|по-видимому", SUGGESTED, NOWHERE),
        Verb(r"(?:может|могут|мог|могла|могли) быть|предположительно", SUGGESTED, NOWHERE),
        Verb(r"свидетельству(?:ет|ют)|указыва(?:ет|ют)|предполага(?:ет|ют)", SUGGESTED, BEFORE),
        Verb(r"по оценк(?:е|ам)|по мнению", SUGGESTED, BEHIND, KIND.ASSESSMENT),
        Verb(r"счита(?:ет|ют)|оценива(?:ет|ют)", SUGGESTED, BEFORE, KIND.ASSESSMENT),
        Verb(r"приш(?:[её]л|ла|ли) к выводу", SUGGESTED, BEFORE, KIND.ASSESSMENT),
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
        r"arrest warrants?|(?:is|are|was|were) (?:being )?investigat(?:ing|ed)",
        r"pre-trial investigation|investigation (?:was|has been|is|continues)",
        r"(?:launched|opened|began) an? (?:\w+ )?(?:investigation|inquiry)",
        r"(?:досудове )?(?:розслідування|слідство) триває",
        r"convicted|sentenced|кримінальн\w+ провадження|розпочат\w+ (?:досудов\w+|розслідування)",
        r"підозр[уи]|вирок\w*|засуджен\w*|уголовн\w+ дел\w+|приговор\w*|осужд[её]н\w*",
    ),
    KIND.INTERVENTION: (
        r"called for an? (?:\w+ )?(?:investigation|inquiry)|sent (?:\w+ )?letters? to",
        r"appealed to the",
        r"зверну(?:вся|лася|лися) до (?:оон|мкчх|\w+ комітету|\w+ суду)|надісла(?:в|ла|ли) листи?",
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
        r"(?:captured|caught) on (?:camera|film|tape)|geolocat\w+",
        r"відео\w*|запис\w*|перехопл\w+|фото\w*|знімк\w+|видео\w*|перехват\w*|снимк\w+",
    ),
    KIND.AGGREGATE: (
        r"cases|in total|since 20\d\d|since the (?:start|beginning)|incidents|випадк\w+|загалом",
        r"усього|всього|від початку",
        r"случа(?:ев|я|и)|всего|с начала",
    ),
    KIND.INCIDENT: (
        r"killed|shot|executed|murdered|beheaded|died|opened fire (?:on|at)",
        r"вбит\w*|вбил\w*|убит\w*|убил\w*|розстріл\w*|страти(?:ли|в)|застрелил\w*|загинул\w*|расстрел\w*|казнил\w*|погиб\w*",
    ),
}

_LESS_SURE = (SUGGESTED, DISTANCED, FACT)


def whole_words(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?![\w-])", re.IGNORECASE)


_VERBS = {lang: [(whole_words([v.written]), v) for v in table] for lang, table in VERBS.items()}
_ABOUT = [(whole_words(written), kind) for kind, written in ABOUT.items()]
_SPEAKING = {
    speaker: whole_words(
        v.written for table in VERBS.values() for v in table if v.speaker == speaker
    )
    for speaker in (BEFORE, BOTH, BEHIND)
}


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


def speaking(sentence: str) -> list[tuple[int, int, str]]:
    """Where a verb of saying begins and ends, and where whoever speaks may stand; in order."""
    return sorted(
        (found.start(), found.end(), speaker)
        for speaker, pattern in _SPEAKING.items()
        for found in pattern.finditer(sentence)
    )


def _of(language: str) -> Sequence[tuple[re.Pattern[str], Verb]]:
    return _VERBS.get(language) or [one for table in _VERBS.values() for one in table]


def _about(sentence: str) -> str:
    return next((kind for pattern, kind in _ABOUT if pattern.search(sentence)), "")
