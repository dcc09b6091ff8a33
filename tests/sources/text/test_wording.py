"""Wording: which words are questioned, and which texts are left alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.text.wording import (
    attributed_warnings,
    denial_warnings,
    graphic_warnings,
    title_warnings,
    warnings,
)


def questioned(text: str) -> list[str]:
    """The words that the warnings name."""
    return [sentence.split("”")[0].removeprefix("“") for sentence in warnings(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Two soldiers were executed near Udachne.", ["executed"]),
        ("Execution of two soldiers", ["Execution"]),
        ("Reported execution of two soldiers", ["execution"]),
        ("They were murdered. A war crime!", ["murdered", "war crime"]),
        ("The terrorists liquidated them", ["liquidated", "terrorists"]),
        ("Двох солдатів страчено", ["страчено"]),
        ("Розстріл полонених — воєнний злочин", ["Розстріл", "воєнний злочин"]),
        ("Терористи ліквідували двох", ["ліквідували", "Терористи"]),
        ("CNN confirmed the attack", ["confirmed"]),
        ("The recordings reveal an order, and the marine admitted it", ["reveal", "admitted"]),
        ("It is proven and verified", ["verified", "proven"]),
        ("Це підтверджено й верифіковано", ["верифіковано", "підтверджено"]),
        ("Полонений зізнався", ["зізнався"]),
        ("Alleged killing of two soldiers", ["Alleged killing"]),
        ("Two soldiers were allegedly killed", ["allegedly killed"]),
        ("They are alleged to have been killed", ["alleged to have been killed"]),
        ("Ймовірне вбивство двох солдатів", ["Ймовірне вбивство"]),
        ("Двоє нібито вбиті", ["нібито вбиті"]),
        ("0 killed", ["0 killed"]),
        ("Killed: 0", ["Killed: 0"]),
        ("Поранених: 0, вбито: –", ["Поранених: 0", "вбито: –"]),
        ("Killed: —", ["Killed: —"]),
        (" – ", ["–"]),
    ],
)
def test_a_word_that_says_too_much_is_questioned(text: str, words: list[str]) -> None:
    assert questioned(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Reported killing of two captured soldiers near Udachne, 22 May 2025",
        "two soldiers killed; Russian forces are alleged to be responsible",
        "Two soldiers were killed. Russian forces are alleged to have killed them.",
        "A commander allegedly responsible for killing two soldiers",
        "HUR said that more than 150 soldiers were executed.",
        "According to Lt. Gen. Budanov, they were executed.",
        "The article describes the killings as war crimes.",
        "A unit that the SBU refers to as 'Shtorm' and calls terrorists",
        "За даними ГУР, страчено понад 150 полонених.",
        "Речник заявив, що це воєнний злочин.",
        "He was convicted of murder by a court in Kyiv.",
        "The recordings were not independently verified.",
        "No court has confirmed this; it would fall under the article, if proven.",
        "Зв'язок звуку й відео не підтверджено.",
        "According to HRMMU, seven killings in three incidents were verified.",
        "UN Special Rapporteur on extrajudicial, summary or arbitrary executions",
        "The Anti-Terrorist Operation zone",
        "They executed the order to withdraw",
        "He was admitted to hospital, where things improved",
        "10 killed, 20 injured, 2024-05-10",
        "killed - two; injured – one",
        "Повідомлення про вбивство двох полонених біля Удачного, 22 травня 2025 року",
        "двоє солдатів убиті; відповідальними вважають російські сили",
        "The number of people killed is not stated.",
    ],
)
def test_a_careful_text_is_left_alone(text: str) -> None:
    assert title_warnings(text) == []


def test_an_attribution_covers_its_own_sentence_only() -> None:
    text = "HUR said that they were executed. It was murder; the SBU called it a war crime."
    assert questioned(text) == ["murder"]


@pytest.mark.parametrize(
    ("text", "in_our_voice", "attributed"),
    [
        # Whose word it is, stands beside a statement that names who says it.
        ("The act was a war crime.", ["war crime"], []),
        ("Це воєнний злочин", ["воєнний злочин"], []),
        ("Two soldiers were executed near Udachne.", ["executed"], []),
        ("It was murder.", ["murder"], []),
        ("Полонених розстріляно", ["розстріляно"], []),
        ("The terrorists held them.", ["terrorists"], []),
        # Who says it changes nothing of these.
        ("The recordings reveal an order.", ["reveal"], ["reveal"]),
        ("The killing is verified.", ["verified"], ["verified"]),
        ("Two soldiers were allegedly killed.", ["allegedly killed"], ["allegedly killed"]),
        ("0 killed", ["0 killed"], ["0 killed"]),
        ("Russian soldiers killed two men.", [], []),
    ],
)
def test_whose_word_it_is_is_not_asked_where_that_stands_beside_it(
    text: str, in_our_voice: list[str], attributed: list[str]
) -> None:
    said = [one.split("”")[0].removeprefix("“") for one in attributed_warnings(text)]
    assert (questioned(text), said) == (in_our_voice, attributed)


def test_a_warning_names_the_word_why_and_what_to_write() -> None:
    assert warnings("Two soldiers were executed") == [
        "“executed” passes judgement: write “killed” («вбито»), or say who uses the word."
    ]


def test_a_word_is_questioned_once() -> None:
    assert questioned("A murder. Another murder.") == ["murder"]


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Reported shooting of two captured soldiers", "shooting"),
        ("Two soldiers shot near Udachne", "shot"),
        ("Soldier beheaded in Kursk Oblast", "beheaded"),
        ("Captive stabbed", "stabbed"),
        ("Двох полонених застрелено", "застрелено"),
        ("Обезголовлено військовополоненого", "Обезголовлено"),
    ],
)
def test_a_title_never_carries_the_method(title: str, word: str) -> None:
    assert title_warnings(title) == [
        f"“{word}” tells how: a title never carries the method; write it in the account below."
    ]
    assert warnings(title) == []


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert set(warnings(text)) <= set(title_warnings(text))


@pytest.mark.parametrize(
    "part", ["not ", "describe ", "alleged was ", "refer to ", "– ", "A. ", "executed the "]
)
def test_a_long_text_is_read_quickly(part: str) -> None:
    start = time.perf_counter()
    title_warnings(part * (20_000 // len(part)))
    assert time.perf_counter() - start < 2


# What stands behind a warning


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Commanders ordered captives to be beheaded.", "beheaded"),
        ("He was killed in great pain.", "in great pain"),
        ("He screamed before he died.", "screamed"),
        ("Their ears were cut off.", "cut off"),
        ("The body was dragged along the road.", "body was dragged"),
        ("The wounds to his head are seen.", "wounds to"),
        ("His last words are heard.", "last words"),
        ("The captives were mutilated.", "mutilated"),
        ("Полоненим відтинали голови.", "відтинали"),
        ("Наказали відтинати їм голови.", "відтинати"),
        ("Він благав не вбивати.", "благав"),
        ("Чути його останні слова.", "останні слова"),
        ("Труп лежав край дороги.", "Труп"),
        ("Тіло волочили дорогою.", "Тіло волочили"),
        ("Полонених понівечено.", "понівечено"),
    ],
)
def test_words_that_belong_behind_a_warning_are_found(text: str, word: str) -> None:
    assert graphic_warnings(text) == [
        (
            f"“{word}” tells of injuries, suffering, mutilation, bodies or last words: it belongs "
            "behind the warning, or is left out."
        )
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Two captured soldiers were shot.",
        "Captives were killed with a blade, by a blast, or beaten.",
        "Russian commanders ordered captives to be killed and mutilated.",
        "Російські командири наказали вбивати полонених і нівечити їх.",
        "Injured captives were killed.",
        "Six people are seen lying still.",
        "Вбито беззбройних і поранених полонених.",
        "Відрізок дороги біля Удачного.",
        "",
    ],
)
def test_plain_means_and_what_was_ordered_are_open(text: str) -> None:
    assert graphic_warnings(text) == []


def test_a_title_tells_neither_means_nor_detail() -> None:
    found = title_warnings("Captives screamed and were shot")
    assert [sentence.partition("”")[0] for sentence in found] == ["“shot", "“screamed"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("There are no arrest warrants.", "no"),
        ("The recordings have not been authenticated.", "not"),
        ("Ордерів на арешт немає.", "немає"),
        ("Автентичність не встановлено.", "не"),
    ],
)
def test_a_denial_that_has_its_negation_is_found(text: str, word: str) -> None:
    assert denial_warnings(text) == [
        (
            f"“{word}”: with “denied” this may read as its opposite. Write what is denied without "
            "the negation, or choose “affirmed”."
        )
    ]


def test_what_is_denied_without_a_negation_is_right() -> None:
    assert denial_warnings("Russian forces shot two captives near Udachne.") == []
    assert denial_warnings("Російські війська вбили двох полонених.") == []
