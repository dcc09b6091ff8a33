"""The words that say more than is known, or the wrong thing, and what to write instead.

Warnings, not errors: whoever writes may keep the word and give a reason. English and Ukrainian
words are looked for in any text, because quotations and names cross over.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})", re.IGNORECASE)


class _Rule(NamedTuple):
    """Words, the sentence about them, and what around them makes them acceptable."""

    words: re.Pattern[str]
    sentence: str | Promise
    in_attribution: bool = False
    # Asks whose word it is, and no more: a statement whose chain names somebody says so.
    asks_whose: bool = False
    in_doubt: bool = False
    unless: re.Pattern[str] | None = None


# A sentence that says whose words or finding these are.
_ATTRIBUTION = _any_of(
    r"sa(?:id|ys?|ying)\b",
    r"told\b",
    r"according to\b",
    r"describ(?:e[sd]?|ing)\b.{0,80}\bas\b",
    r"refer(?:s|red|ring)? to\b.{0,80}\bas\b",
    r"call(?:s|ed|ing)?\b",
    r"characteri[sz](?:e[sd]?|ing)\b",
    r"wr(?:ote|ites?|itten by)\b",
    r"stated\b",
    r"states that\b",
    r"report(?:s|ed) that\b",
    r"reported by\b",
    r"alleg(?:es?|ed that)\b",
    r"claim(?:s|ed)\b",
    r"accus(?:es?|ed|ing)\b",
    r"conclud(?:es?|ed)\b",
    r"(?:found guilty|convicted|suspected) of\b",
    r"(?:charged with|indicted for)\b",
    r"in the words of\b",
    r"заяв(?:и|ля)\w*",
    r"повідом(?:ив|ила|или|ило|ляє|ляють)\b",
    r"(?:сказа|каж)\w*",
    r"за (?:даними|словами|інформацією|повідомленням|оцінкою|версією|твердженням)\b",
    r"на думку\b",
    r"(?:назва(?:в|ла|ли|ло|но)|назива\w+)\b",
    r"опис(?:ав|ала|али|ує|ують)\b",
    r"стверджу\w+",
    r"зазнач(?:ив|ила|или|ає|ають)\b",
    r"(?:на)?писа(?:в|ла|ли)\b",
    r"звинува\w+",
    r"обвинува\w+",
    r"засуджен\w*",
    r"підозрю\w+",
)

# "No court has confirmed", "if proven", "не підтверджено": nothing is claimed.
_DOUBT_BEFORE = re.compile(
    r"(?:\b(?:not|never|cannot|no|nobody|if|whether|не|ніхто|якщо|чи)|n[’']t)\W+(?:\w+\W+){0,4}$",
    re.IGNORECASE,
)

# Offices and operations whose names hold such a word.
_NAMES = _any_of(
    r"rapporteur on (?:extrajudicial|summary)[\w, ]*executions",
    r"war crimes? (?:unit|department|division|prosecut\w+|tribunal|court|investigat\w+)",
    r"(?:anti|counter)-terroris\w+",
)

# A full stop after a short capitalised word is that of a rank: Lt. Gen. Budanov.
_CAPITAL = "[A-ZА-ЯЄІЇҐ]"
_SENTENCE_END = re.compile(
    rf"(?<!\b{_CAPITAL})(?<!\b{_CAPITAL}\w)(?<!\b{_CAPITAL}\w\w)[.!?;]+\s+|\n+"
)

_PEOPLE = (
    r"(?:killed|dead|died|injured|wounded|victims?|casualties|persons?|people|soldiers?|captives?"
    r"|prisoners?|вбит\w*|загибл\w*|поранен\w*|жертв\w*|осіб|людей|солдат\w*|полонен\w*)\b"
)

_RULES = (
    _Rule(
        _any_of(
            r"execut(?:e[sd]?|ing|ions?)\b(?! (?:(?:an?|the|of|its|his|their) )*(?:order|plan))",
            r"murder(?:s|ed|ers?|ing|ous)?\b",
            r"liquidat(?:e[sd]?|ing|ions?)\b",
            r"страч(?:ен|ува)\w*",
            r"страти(?:в|ла|ли|ло|ти)\b",
            r"страт(?:а|и|у|і|ою|ами|ах)?\b",
            r"розстріл\w*",
            r"умисн\w+ (?:в|у)бивств\w*",
            r"ліквід(?:ова|ува|ац)\w*",
        ),
        _("“%(word)s” passes judgement: write “killed” («вбито»), or say who uses the word."),
        in_attribution=True,
        asks_whose=True,
    ),
    _Rule(
        _any_of(r"war[ -]crim(?:es?|inals?)\b", r"воєнн\w+ злочин\w*"),
        _("“%(word)s” is a legal finding: write what happened, or say who calls it that."),
        in_attribution=True,
        asks_whose=True,
    ),
    _Rule(
        _any_of(r"terroris(?:ts?|m)\b", r"терорист\w*", r"тероризм\w*"),
        _("“%(word)s” takes a side: name the unit or body, or say who uses the word."),
        in_attribution=True,
        asks_whose=True,
    ),
    _Rule(
        _any_of(r"verif(?:y|ies|ied|ying)\b", r"верифік\w+"),
        _(
            "“%(word)s” is said only of a body's finding: write which body found what, when and "
            "by which standard; we document and corroborate."
        ),
        in_attribution=True,
        in_doubt=True,
    ),
    _Rule(
        _any_of(
            r"confirm(?:s|ed|ing)?\b",
            r"reveal(?:s|ed|ing)?\b",
            r"admit(?:s|ted|ting)?\b(?! to (?:an? |the )?hospital)",
            r"prove[sdn]?\b",
            r"підтвер(?:джен|джу|див|дил)\w*",
            r"зізна(?:в|л|є)\w*",
            r"розкри(?:в|ла|ли|то)\b",
            r"доведен\w*",
        ),
        _("“%(word)s” vouches for what a source says: write who said it, with “said” («сказав»)."),
        in_attribution=True,
        in_doubt=True,
    ),
    _Rule(
        _any_of(
            r"alleged(?:ly)? (?:(?:was|were|been|being|extrajudicial|unlawful|mass|summary) )*"
            r"(?:kill(?:ed|ings?)|deaths?|died|dead|shot|shootings?|execut\w+|murder\w*)\b",
            r"alleged to (?:have been killed|have died|be dead)\b",
            r"(?:[ій]мовірн|стверджуван|гадан)\w+ (?:вбивств|загибел|загибл|смерт|страт)\w*",
            r"(?:нібито|[ій]мовірно) (?:вбит|загину|помер|страчен|розстріля)\w*",
        ),
        _(
            "“%(word)s” casts doubt on the death: write “killed” («вбито»), and who is alleged "
            "to be responsible."
        ),
    ),
    _Rule(
        re.compile(rf"(?<![\w.,:-])0 {_PEOPLE}|\b{_PEOPLE}\s*[:=]\s*0(?!\w|[.,]\d)", re.IGNORECASE),
        _("“%(word)s” says that there were none: write “not stated” where no figure is known."),
    ),
    _Rule(
        re.compile(
            rf"\b{_PEOPLE}\s*[:=]\s*[-–—]+(?!\w)|^\s*[-–—]+\s+{_PEOPLE}|^\s*[-–—]+\s*$",
            re.IGNORECASE,
        ),
        _("“%(word)s” leaves the reader to guess: write “not stated”."),
    ),
)

_METHOD = _Rule(
    _any_of(
        r"shot\b",
        r"shoot(?:s|ings?)?\b",
        r"gun(?:ned|shots?|fire)\b",
        r"behead\w*",
        r"decapitat\w+",
        r"stab(?:s|bed|bings?)?\b",
        r"kni(?:fe|ves|fed)\b",
        r"(?:blade|throat)s?\b",
        r"(?:blast|grenade)s?\b",
        r"blown up\b",
        r"(?:beaten|bludgeon\w*)\b",
        r"burn(?:ed|t|ing)\b",
        r"(?:hanged|hanging|strangl\w+)\b",
        r"(?:за|роз)стріл\w*",
        r"застрел\w*",
        r"обезголов\w*",
        r"від(?:рубан|тят|різан)\w*",
        r"зарізан\w*",
        r"(?:ножем|ножов\w+)\b",
        r"(?:побит|забит)(?:о|ий|і|их|а|тя)\b",
        r"спален\w*",
        r"повішен\w*",
        r"задушен\w*",
        r"підірва\w+",
        r"гранат\w*",
    ),
    _("“%(word)s” tells how: a title never carries the method; write it in the account below."),
)

# What stands behind a warning, and in no title: injuries, suffering, the dead, last words.
_SUFFERING = (
    r"(?:dying|last|final) words?\b",
    r"(?:agon(?:y|is\w+|iz\w+)|scream\w*|begg(?:ed|ing) (?:for|to)|plead(?:ed|ing)? for)\b",
    r"(?:in|with) (?:great |terrible )?pain\b",
    r"suffer(?:ed|ing|s)?\b",
    r"(?:blood|bled|bleed\w*)\b",
    r"wounds? (?:to|in|on|from)\b",
    r"corpses?\b",
    r"bod(?:y|ies)\b.{0,40}\b(?:dragg\w+|display\w*|dump\w*|strip\w*|defil\w+|desecrat\w+)",
    r"(?:останн|передсмертн)\w+ сл(?:ово|ова|овами|ів)\b",
    r"(?:агоні\w+|блага(?:в|ла|ли|ючи)\b|крича(?:в|ла|ли)\b|стогн\w+|мук(?:и|ах|ами)\b)",
    r"страждан\w+",
    r"(?:кров(?:і|’ю|ю)?\b|скривавлен\w*|сплива\w+ кров\w*)",
    r"труп(?:а|и|ів|ами|у)?\b",
    r"наруг\w+",
    r"тіл(?:о|а|ами|у)\b.{0,40}\b(?:тягл\w+|волочи\w+|виставл\w+|роздягл\w+)",
)
_MUTILATION = (
    r"dismember\w*",
    r"castrat\w+",
    r"disfigur\w+",
    r"scalp(?:s|ed|ing)?\b",
    r"(?:cut|hack|chopp?)(?:ed|ing|s)? off\b",
    r"sever(?:ed|ing)\b",
    r"goug(?:ed?|ing)\b",
    r"розчлен\w+",
    r"кастр(?:ова|ува)\w+",
    r"скальп\w*",
    r"від(?:тина|рубу|різа|рубал|різал)\w*",
    r"ви(?:кол|різ)(?:ол|ал|юва|ува|от|ан)\w*",
)
_BEHEADING = (r"behead\w*", r"decapitat\w+", r"обезголов\w*", r"від(?:рубан|тят|різан)\w*")
# That a mutilation was ordered may be read openly.
_MUTILATED = _any_of(r"mutilat\w+", r"(?:по|с|з)?(?:нівеч|каліч)\w+", r"спотвор\w+")
_ORDERED = _any_of(r"order(?:s|ed|ing)?\b", r"наказ\w*")
_BEHIND_A_WARNING = _(
    "“%(word)s” tells of injuries, suffering, mutilation, bodies or last words: it belongs behind "
    "the warning, or is left out."
)
_GRAPHIC_IN_TITLES = _Rule(_any_of(*_SUFFERING, *_MUTILATION), _BEHIND_A_WARNING)
_GRAPHIC = _Rule(_any_of(*_SUFFERING, *_MUTILATION, *_BEHEADING), _BEHIND_A_WARNING)
_MUTILATED_UNLESS_ORDERED = _Rule(_MUTILATED, _BEHIND_A_WARNING, unless=_ORDERED)

_NEGATION = re.compile(
    r"\b(?:not|no|never|nobody|none|nothing|neither|cannot)\b|n[’']t\b"
    r"|\b(?:не|ніхто|нікого|ніщо|ніколи|немає|нема|жод\w+)\b",
    re.IGNORECASE,
)


def warnings(text: str, lang: str = "en") -> list[str]:
    """Sentences in `lang` about words to reconsider, in the order of the rules; each word once."""
    return _say(text, _RULES, lang)


def attributed_warnings(text: str, lang: str = "en") -> list[str]:
    """As `warnings`, of a text beside which stands who says it: whose word it is, is told there."""
    return _say(text, tuple(rule for rule in _RULES if not rule.asks_whose), lang)


def title_warnings(text: str, lang: str = "en") -> list[str]:
    """As `warnings`, and for words that tell the method, which a title never carries."""
    return _say(text, (*_RULES, _METHOD, _GRAPHIC_IN_TITLES), lang)


def graphic_warnings(text: str, lang: str = "en") -> list[str]:
    """Sentences about words that belong behind a warning (docs/decisions/graphic-wording.md)."""
    return _say(text, (_GRAPHIC, _MUTILATED_UNLESS_ORDERED), lang)


def denial_warnings(text: str, lang: str = "en") -> list[str]:
    """Of a paraphrase that is marked as denied: whether it has its negation already."""
    found = _NEGATION.search(text)
    if found is None:
        return []
    with translation.override(lang):
        said = _(
            "“%(word)s”: with “denied” this may read as its opposite. Write what is denied without "
            "the negation, or choose “affirmed”."
        )
        return [str(said) % {"word": found.group()}]


def _say(text: str, rules: tuple[_Rule, ...], lang: str) -> list[str]:
    sentences = _SENTENCE_END.split(_NAMES.sub("", text))
    with translation.override(lang):
        said = [
            str(rule.sentence) % {"word": word}
            for rule in rules
            for sentence in sentences
            for word in _found(rule, sentence)
        ]
    return list(dict.fromkeys(said))


def _found(rule: _Rule, sentence: str) -> Iterator[str]:
    if rule.in_attribution and _ATTRIBUTION.search(sentence):
        return
    if rule.unless and rule.unless.search(sentence):
        return
    for match in rule.words.finditer(sentence):
        before = sentence[: match.start()][-80:]
        if not (rule.in_doubt and _DOUBT_BEFORE.search(before)):
            yield match.group().strip()
