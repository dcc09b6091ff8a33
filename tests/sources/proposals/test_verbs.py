"""How sentences say what they say."""

import pytest

from sources.proposals.verbs import ABOUT, VERBS, how_it_says
from sources.vocabulary import Hedge, StatementKind

FACT, DISTANCED, SUGGESTED = Hedge.FACT, Hedge.DISTANCED, Hedge.SUGGESTED
KIND = StatementKind

SAID = [
    ("The office said that two soldiers were killed.", "en", "said", FACT),
    ("The commission confirmed the order.", "en", "confirmed", FACT),
    ("According to the office, two were killed.", "en", "According to", FACT),
    ("The commission reported a rise.", "en", "reported", DISTANCED),
    ("Two were reportedly shot.", "en", "reportedly", DISTANCED),
    ("The unit allegedly took part.", "en", "allegedly", DISTANCED),
    ("He is said to have given the order.", "en", "is said to", DISTANCED),
    ("The channel claimed this.", "en", "claimed", DISTANCED),
    ("The institute assessed that this goes on.", "en", "assessed", SUGGESTED),
    ("It is likely that they were captured.", "en", "likely", SUGGESTED),
    ("The scale suggests consent.", "en", "suggests", SUGGESTED),
    ("They may have been captured.", "en", "may have", SUGGESTED),
    ("The office said that they were allegedly captured.", "en", "allegedly", DISTANCED),
    ("It reportedly was likely.", "en", "likely", SUGGESTED),
    ("Речник заявив, що двох убито.", "uk", "заявив", FACT),
    ("За словами речника, двох убито.", "uk", "За словами", FACT),
    ("У прокуратурі повідомили про вбивство.", "uk", "повідомили", DISTANCED),
    ("За даними прокуратури, двох убито.", "uk", "За даними", DISTANCED),
    ("Двох нібито вбито.", "uk", "нібито", DISTANCED),
    ("Двох, ймовірно, вбито.", "uk", "ймовірно", SUGGESTED),
    ("За оцінкою інституту, це триває.", "uk", "За оцінкою", SUGGESTED),
    ("По словам представителя, двое убиты.", "ru", "По словам", FACT),
    ("Об этом сообщает канал.", "ru", "сообщает", DISTANCED),
    ("Двое якобы убиты.", "ru", "якобы", DISTANCED),
    ("Двое, вероятно, убиты.", "ru", "вероятно", SUGGESTED),
    ("Двое, ймовірно, убиты, he said.", "", "ймовірно", SUGGESTED),
]
OWN_VOICE = [
    ("Two soldiers were captured and shot.", "en"),
    ("The aforesaid road is empty.", "en"),
    ("The claimant left the unlikely town.", "en"),
    ("The founding of the town.", "en"),
    ("The battalion found two soldiers.", "en"),
    ("Двох військових узято в полон і вбито.", "uk"),
    ("Оповідання про село.", "uk"),
    ("Двое военных взяты в плен.", "ru"),
    ("", "en"),
]
KINDS = [
    ("Two captured soldiers were shot near Udachne.", "en", KIND.INCIDENT),
    ("More than 150 cases of killings were documented.", "en", KIND.AGGREGATE),
    ("Commanders ordered captives to be killed.", "en", KIND.ORDER),
    ("A unit is responsible for the killings.", "en", KIND.ATTRIBUTION),
    ("The killings are war crimes.", "en", KIND.CHARACTERISATION),
    ("The office opened proceedings on the killing.", "en", KIND.LEGAL_STATUS),
    ("The ministry denied that it ordered killings.", "en", KIND.RESPONSE),
    ("Bloggers openly praised the killings.", "en", KIND.ENDORSEMENT),
    ("The service handed over the files on killings.", "en", KIND.TRANSFER),
    ("The outlet obtained drone footage of the killing.", "en", KIND.EVIDENCE_ITEM),
    ("The institute concluded that killings continue.", "en", KIND.ASSESSMENT),
    ("Двох полонених розстріляли біля села.", "uk", KIND.INCIDENT),
    ("Командир наказав убивати полонених.", "uk", KIND.ORDER),
    ("Розпочато кримінальне провадження за фактом убивства.", "uk", KIND.LEGAL_STATUS),
    ("Загалом відомо про 75 випадків убивства.", "uk", KIND.AGGREGATE),
    ("Міністерство заперечує вбивство.", "uk", KIND.RESPONSE),
    ("The agency could not independently verify these reports.", "en", KIND.ASSESSMENT),
    ("Reuters could not independently verify the footage.", "en", KIND.ASSESSMENT),
    ("Reuters was unable to verify when the video was filmed.", "en", KIND.ASSESSMENT),
    ("The claims could not be independently verified.", "en", KIND.ASSESSMENT),
    ("Незалежно перевірити ці повідомлення не вдалося.", "uk", KIND.ASSESSMENT),
    ("Агентство не змогло незалежно перевірити відео.", "uk", KIND.ASSESSMENT),
    ("Независимо проверить это не удалось.", "ru", KIND.ASSESSMENT),
    ("Russia did not immediately respond to a request for comment.", "en", KIND.RESPONSE),
    ("There was no immediate comment from Moscow.", "en", KIND.RESPONSE),
    ("У Міноборони РФ не відповіли на запит.", "uk", KIND.RESPONSE),
    ("Росія не прокоментувала.", "uk", KIND.RESPONSE),
    ("The shooting was captured on camera.", "en", KIND.EVIDENCE_ITEM),
    ("Geolocation places it near Udachne.", "en", KIND.EVIDENCE_ITEM),
    ("An investigation has been launched.", "en", KIND.LEGAL_STATUS),
    ("Prosecutors are investigating the killing.", "en", KIND.LEGAL_STATUS),
    ("Розслідування триває.", "uk", KIND.LEGAL_STATUS),
    ("The ombudsman sent letters to the Red Cross.", "en", KIND.INTERVENTION),
    ("The commission called for an independent investigation.", "en", KIND.INTERVENTION),
    ("Омбудсмен звернувся до МКЧХ.", "uk", KIND.INTERVENTION),
    ("Since the start of the invasion at least 177 were executed.", "en", KIND.AGGREGATE),
    ("Russian forces opened fire on the captives.", "en", KIND.INCIDENT),
    ("Командир приказал убивать пленных.", "ru", KIND.ORDER),
    ("Двое пленных были расстреляны.", "ru", KIND.INCIDENT),
]
NO_KIND = [
    ("The road leads to the village.", "en"),
    ("In short order they left.", "en"),
    ("The men were captured on 22 May.", "en"),
    ("The soldier did not respond to the command.", "en"),
    ("He called for help.", "en"),
    ("Вони не змогли перейти дорогу.", "uk"),
    ("He drives a shotgun-coloured car.", "en"),
    ("Дорога веде до села.", "uk"),
    ("Дорога ведёт в село.", "ru"),
    ("", ""),
]


@pytest.mark.parametrize(("sentence", "language", "verb", "hedge"), SAID)
def test_the_verb_tells_how_sure_it_is_and_of_several_the_most_cautious(
    sentence: str, language: str, verb: str, hedge: str
) -> None:
    wording = how_it_says(sentence, language)

    assert (wording.verb, wording.hedge) == (verb, hedge)
    assert verb in wording.why


@pytest.mark.parametrize(("sentence", "language"), OWN_VOICE)
def test_a_sentence_without_a_verb_of_saying_is_in_its_own_voice(
    sentence: str, language: str
) -> None:
    wording = how_it_says(sentence, language)

    assert (wording.verb, wording.hedge) == ("", FACT)
    assert wording.why == "No verb says that somebody else speaks."


@pytest.mark.parametrize(("sentence", "language", "kind"), KINDS)
def test_a_kind_is_proposed_that_claims_no_more_than_the_words(
    sentence: str, language: str, kind: str
) -> None:
    assert how_it_says(sentence, language).kind == kind


@pytest.mark.parametrize(("sentence", "language"), NO_KIND)
def test_no_kind_is_proposed_where_no_rule_knows_it(sentence: str, language: str) -> None:
    assert how_it_says(sentence, language).kind == ""


def test_the_tables_hold_terms_of_the_vocabulary() -> None:
    kinds = {verb.kind for table in VERBS.values() for verb in table} - {""} | set(ABOUT)

    assert kinds <= set(StatementKind)
    assert list(VERBS) == ["en", "uk", "ru"]
