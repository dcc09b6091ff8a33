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
    in_doubt: bool = False


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
        _("“%(word)s” judges: write “killed” («вбито»), or say who uses the word."),
        in_attribution=True,
    ),
    _Rule(
        _any_of(r"war[ -]crim(?:es?|inals?)\b", r"воєнн\w+ злочин\w*"),
        _("“%(word)s” is a legal finding: write what happened, or say who calls it that."),
        in_attribution=True,
    ),
    _Rule(
        _any_of(r"terroris(?:ts?|m)\b", r"терорист\w*", r"тероризм\w*"),
        _("“%(word)s” takes a side: name the unit or body, or say who uses the word."),
        in_attribution=True,
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
            "“%(word)s” doubts the death: write “killed” («вбито»), and who is alleged to be "
            "responsible."
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


def warnings(text: str, lang: str = "en") -> list[str]:
    """Sentences in `lang` about words to reconsider, in the order of the rules; each word once."""
    return _say(text, _RULES, lang)


def title_warnings(text: str, lang: str = "en") -> list[str]:
    """As `warnings`, and for words that tell the method, which a title never carries."""
    return _say(text, (*_RULES, _METHOD), lang)


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
    for match in rule.words.finditer(sentence):
        before = sentence[: match.start()][-80:]
        if not (rule.in_doubt and _DOUBT_BEFORE.search(before)):
            yield match.group().strip()
