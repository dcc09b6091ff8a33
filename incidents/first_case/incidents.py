"""Two reported killings and one reported order; each first as the article alone has it."""

from sources.vocabulary import Side

from incidents.first_case.actors import PROSECUTOR, RUSSIAN_FORCES, SHTORM
from incidents.first_case.entries import (
    Fields,
    IncidentEntry,
    SecondEdition,
    Text,
    bilingual_fields,
    context,
    evidence,
)
from incidents.vocabulary import (
    Act,
    Certainty,
    Control,
    Degree,
    Fact,
    Law,
    Method,
    Outcome,
    PlacePrecision,
    Response,
)

NO_RESPONSE: Fields = {
    "responses": [Response.NOT_SOUGHT],
    **bilingual_fields(
        "response",
        Text(
            "The article gives none.",
            "Стаття її не наводить.",
        ),
    ),
}
BY_THE_ARTICLE = bilingual_fields(
    "by_whom",
    Text(
        "the article itself, as we infer",
        "сама стаття, як ми виводимо",
    ),
)
BY_THE_ARTICLE_FROM_CNN = bilingual_fields(
    "by_whom", Text("the article, referring to CNN", "стаття з посиланням на CNN")
)
BY_THE_CAPTIVE = bilingual_fields(
    "by_whom",
    Text(
        "a captured Russian serviceman, according to Ukrainian forces and the article",
        "російський військовослужбовець у полоні, зі слів українських військових і статті",
    ),
)


def involvement(role: Text, accuser: Fields, degree: Degree = Degree.UNKNOWN) -> Fields:
    return {
        "degree": degree,
        "certainty": Certainty.ALLEGED,
        **bilingual_fields("role", role),
        **accuser,
    }


UDACHNE = IncidentEntry(
    place="UA14160250010071750",
    fields={
        **bilingual_fields(
            "title",
            Text(
                "Reported killing of two captured soldiers near Udachne, 22 May 2025",
                "Повідомлення про вбивство двох полонених військових поблизу Удачного, "
                "22 травня 2025 року",
            ),
        ),
        **bilingual_fields(
            "summary",
            Text(
                "An article dated 24 May 2025, naming no source and keeping its distance, "
                "describes what was done to two captured Ukrainian soldiers as an execution; that "
                "both were killed is inferred from this.",
                "Стаття від 24 травня 2025 року, без джерела й із застереженням, називає стратою "
                "те, що зробили з двома полоненими українськими військовими; з цього виведено, що "
                "обох убито.",
            ),
        ),
        "kinds": [Act.KILLED_CAPTURED],
        "occurred": "2025-05-22",
        "place_as_written": "near Udachne, Pokrovskyi raion",
        "place_precision": PlacePrecision.NEAR,
        "killed_low": 2,
        "killed_best": 2,
        "killed_high": 2,
        **bilingual_fields(
            "circumstances",
            Text(
                "According to the article, what was done to the two soldiers happened during a "
                "Russian assault on defensive positions.",
                "За даними статті, те, що зробили з двома військовими, сталося під час російського "
                "наступу на оборонні позиції.",
            ),
        ),
        **bilingual_fields(
            "not_known",
            Text(
                "Who killed them is not stated: that they were Russian soldiers is inferred from "
                "the assault. Which source the article had, who the two were, and whether "
                "anybody else was there is not stated.",
                "Хто їх убив, не вказано: те, що це були російські військові, виведено зі згадки "
                "про наступ. Не вказано, яке джерело мала стаття, ким були ці двоє і чи був там "
                "ще хтось.",
            ),
        ),
        **NO_RESPONSE,
    },
    victims={
        "two soldiers": {
            **bilingual_fields("label", Text("two captured soldiers", "двоє полонених військових")),
            "is_group": True,
            "low": 2,
            "best": 2,
            "high": 2,
            "side": Side.UKRAINE,
            "control": Control.CAPTURED,
            "outcome": Outcome.KILLED,
            "method": Method.SHOT,
        }
    },
    involvements={
        RUSSIAN_FORCES: involvement(
            Text("unit and persons not stated", "підрозділ і осіб не вказано"),
            BY_THE_ARTICLE,
            Degree.CARRIED_OUT,
        )
    },
    evidence=[
        evidence(
            "S20a",
            Fact.DATE,
            inferred=Text("year from the date of the article", "рік — з дати статті"),
        ),
        evidence(
            "S20a",
            Fact.PLACE,
            inferred=Text(
                "settlement and Donetsk Oblast from the gazetteer: four places are called Udachne, "
                "one of them in the raion that the article names",
                "населений пункт і Донецька область — з довідника географічних назв: назву Удачне "
                "мають чотири місця, одне з них — у районі, який називає стаття",
            ),
        ),
        evidence(
            "S20a",
            Fact.ACT,
            inferred=Text(
                "described by the article as an execution; near the place of capture, because no "
                "other place is named",
                "стаття називає це стратою; поблизу місця полонення, бо іншого місця не названо",
            ),
        ),
        evidence(
            "S20a",
            Fact.KILLED,
            inferred=Text("described by the article as an execution", "стаття називає це стратою"),
        ),
        evidence("S20a", Fact.VICTIM, "two soldiers"),
        evidence(
            "S20b",
            Fact.INVOLVEMENT,
            RUSSIAN_FORCES,
            inferred=Text(
                "from the Russian assault that the article mentions",
                "з російського наступу, який згадує стаття",
            ),
        ),
    ],
)

ZAPORIZHZHIA = IncidentEntry(
    place="UA23000000000064947",
    fields={
        **bilingual_fields(
            "title",
            Text(
                "Reported killing of surrendering soldiers in Zaporizhzhia Oblast, November 2024",
                "Повідомлення про вбивство військових, які здавалися в полон, у Запорізькій "
                "області, листопад 2024 року",
            ),
        ),
        **bilingual_fields(
            "summary",
            Text(
                "An article dated 24 May 2025, referring to CNN and keeping its distance, says "
                "that Russian soldiers killed surrendering Ukrainian soldiers.\n\n"
                "It gives no number. It says that CNN had intercepted radio traffic and drone "
                "footage, and that in the intercepts a commander gave orders to kill six times in "
                "26 minutes. According to the article, the Security Service of Ukraine holds a "
                "unit called 'Shtorm' responsible.",
                "Стаття від 24 травня 2025 року з посиланням на CNN і застереженням повідомляє, "
                "що російські військові вбили українських, які здавалися в полон.\n\n"
                "Числа вона не наводить. За її даними, CNN мав перехоплені радіопереговори та "
                "відео з дрона, і в перехопленні командир за 26 хвилин шість разів наказав "
                "убивати. За даними статті, Служба безпеки України вважає відповідальним підрозділ "
                "під назвою «Шторм».",
            ),
        ),
        "kinds": [Act.KILLED_SURRENDERING, Act.ORDER_NO_PRISONERS],
        "occurred": "2024-11-XX",
        "place_as_written": "Zaporizhzhia Oblast",
        "place_precision": PlacePrecision.OBLAST,
        **bilingual_fields(
            "not_known",
            Text(
                "The day in November, the place within the oblast and the number of people killed "
                "are not stated. The recordings are not held here, and who provided them is not "
                "stated. Whom the orders meant is not stated: they are entered as an order to take "
                "no prisoners because the article gives them together with the killing of "
                "surrendering soldiers. Which unit 'Shtorm' is, what it is part of and what it is "
                "said to have done is not stated; that this killing is meant is inferred.",
                "Не вказано, якого дня листопада, де саме в області це сталося і скількох убито. "
                "Цих записів розмов і відео у нас немає, і хто їх надав, не вказано. Не вказано й "
                "того, кого стосувалися накази: їх записано як наказ не брати полонених, бо "
                "стаття наводить їх разом із вбивством тих, хто здавався. Що це за підрозділ "
                "«Шторм», до чого він належить і що саме йому приписують, не вказано; те, що "
                "йдеться про це вбивство, є нашим умовиводом.",
            ),
        ),
        **NO_RESPONSE,
    },
    victims={
        "soldiers": {
            **bilingual_fields(
                "label",
                Text("surrendering soldiers", "військові, які здавалися в полон"),
            ),
            "is_group": True,
            "side": Side.UKRAINE,
            "control": Control.SURRENDERING,
            "outcome": Outcome.KILLED,
        }
    },
    involvements={
        RUSSIAN_FORCES: involvement(
            Text("soldiers, unit not stated", "військові, підрозділ не вказано"),
            BY_THE_ARTICLE_FROM_CNN,
            Degree.CARRIED_OUT,
        ),
        SHTORM: involvement(
            Text(
                "said to be responsible, how is not stated",
                "названо відповідальним; у чому саме, не вказано",
            ),
            bilingual_fields(
                "by_whom",
                Text(
                    "the Security Service of Ukraine, according to the article; its basis is not "
                    "stated",
                    "Служба безпеки України, за даними статті; підстави не вказано",
                ),
            ),
        ),
        "commander": {
            **bilingual_fields(
                "label",
                Text(
                    "a commander, name and unit not stated",
                    "командир, ім’я й підрозділ не вказано",
                ),
            ),
            **involvement(
                Text("said to have given orders to kill", "як повідомляють, наказував убивати"),
                BY_THE_ARTICLE_FROM_CNN,
            ),
        },
    },
    evidence=[
        evidence("S15a", Fact.DATE),
        evidence("S15a", Fact.PLACE),
        evidence("S15a", Fact.ACT),
        context("S15c", Fact.ACT),
        context("S15d", Fact.ACT),
        evidence(
            "S15b",
            Fact.ORDER,
            inferred=Text(
                "that the orders to kill meant soldiers who surrendered, from S15a",
                "те, що накази вбивати стосувалися тих, хто здавався, — з S15a",
            ),
        ),
        evidence("S15a", Fact.VICTIM, "soldiers"),
        evidence("S15a", Fact.INVOLVEMENT, RUSSIAN_FORCES),
        evidence(
            "S16",
            Fact.INVOLVEMENT,
            SHTORM,
            inferred=Text(
                "which killings are meant, from its place in the text after S15a",
                "про які вбивства йдеться — з місця в тексті після S15a",
            ),
        ),
        evidence("S15b", Fact.INVOLVEMENT, "commander"),
    ],
)

GLUSHKOVO = IncidentEntry(
    place="GN560995",
    fields={
        **bilingual_fields(
            "title",
            Text(
                "Reported order to kill captives near Glushkovo, Kursk Oblast, Russia, "
                "September 2024",
                "Повідомлення про наказ убивати полонених поблизу Глушкова в Курській області "
                "Росії, вересень 2024 року",
            ),
        ),
        **bilingual_fields(
            "summary",
            Text(
                "An article dated 24 May 2025 says that a captured Russian serviceman told "
                "Ukrainian forces that Russian commanders had ordered captives to be killed and "
                "mutilated. It is an order that is reported here, not a killing.",
                "Стаття від 24 травня 2025 року повідомляє: російський військовослужбовець у "
                "полоні розповів українським військовим, що російські командири наказали вбивати "
                "й нівечити полонених. Тут ідеться про наказ, а не про вбивство.",
            ),
        ),
        "kinds": [Act.ORDER_KILL_CAPTIVES],
        "occurred": "2024-09-XX",
        "place_as_written": "near Glushkovo",
        "place_precision": PlacePrecision.NEAR,
        **bilingual_fields(
            "circumstances",
            Text(
                "The account was given in captivity, to forces of the other side; what those in "
                "captivity say may not be said freely.",
                "Розповідь пролунала в полоні, перед військовими іншої сторони; сказане в полоні "
                "може бути сказане не з власної волі.",
            ),
        ),
        **bilingual_fields(
            "not_known",
            Text(
                "Whether the order was carried out is not clearly stated, nor whether anybody was "
                "killed. The day and the unit of the commanders are not stated.",
                "Чи наказ виконали і чи когось було вбито, чітко не вказано. Не вказано дня й "
                "підрозділу командирів.",
            ),
        ),
        **bilingual_fields(
            "graphic",
            Text(
                "According to the account, the order was to kill captives and to behead them.",
                "За словами опитаного, наказ був убивати полонених і відтинати їм голови.",
            ),
        ),
        **NO_RESPONSE,
    },
    victims={},
    involvements={
        "commanders": {
            **bilingual_fields(
                "label",
                Text(
                    "Russian commanders, unit not stated",
                    "російські командири, підрозділ не вказано",
                ),
            ),
            **involvement(
                Text("said to have given the order", "як повідомляють, віддали наказ"),
                BY_THE_CAPTIVE,
            ),
        }
    },
    evidence=[
        evidence("S21b", Fact.DATE),
        evidence(
            "S21b",
            Fact.PLACE,
            inferred=Text(
                "Kursk Oblast and Russia from the gazetteer",
                "Курська область і Росія — з довідника географічних назв",
            ),
        ),
        evidence("S21b", Fact.ORDER),
        context("S21a", Fact.ORDER),
        context("S21c", Fact.ORDER),
        evidence("S21b", Fact.INVOLVEMENT, "commanders"),
    ],
)

# Other accounts stand beside the article's and are never added up with it.
UDACHNE_SECOND = SecondEdition(
    note=(
        "Added what the Office of the Prosecutor General says of this case: four soldiers at the "
        "position, the fate of two of them unknown, and the article of the Criminal Code."
    ),
    fields=bilingual_fields(
        "not_known",
        Text(
            "Who killed them is not stated: that they were Russian soldiers is inferred from the "
            "assault. Which source the article had and who the two were is not stated. The "
            "Office of the Prosecutor General speaks of four soldiers at the position and says "
            "that the fate of two of them is unknown; the article mentions two. Whether the "
            "article rests on the Office's statement of the day before is not known, so the two "
            "are not counted as corroborating each other.",
            "Хто їх убив, не вказано: те, що це були російські військові, виведено зі згадки про "
            "наступ. Не вказано, яке джерело мала стаття і ким були ці двоє. Офіс Генерального "
            "прокурора говорить про чотирьох військових на позиції й зазначає, що доля двох із "
            "них невідома; стаття згадує двох. Чи спирається стаття на заяву Офісу, зроблену "
            "напередодні, невідомо, тому одне не вважаємо підтвердженням іншого.",
        ),
    ),
    characterisations={
        PROSECUTOR: {
            "law": Law.CCU_438_2,
        }
    },
    evidence=[
        context(
            "P1",
            Fact.VICTIM,
            "two soldiers",
            value=Text(
                "four soldiers at the position, two of them shot",
                "четверо військових на позиції, двох із них уражено пострілами",
            ),
        ),
        context(
            "P1",
            Fact.FATE_UNKNOWN,
            value=Text("two soldiers", "двоє військових"),
        ),
        evidence("P2", Fact.CHARACTERISATION, PROSECUTOR),
    ],
)

ZAPORIZHZHIA_SECOND = SecondEdition(
    note=(
        "Added what CNN itself and the Office of the Prosecutor General say: their figures, and "
        "that the recordings were not independently authenticated."
    ),
    fields=bilingual_fields(
        "not_known",
        Text(
            "The day in November and the place within the oblast are not stated. How many were "
            "killed is not known: the article gives no number, CNN's own report counts people "
            "whom it saw, among them six lying still, which is not a number of people killed, and "
            "the Office of the Prosecutor General speaks of five prisoners killed in the "
            "Zaporizhzhia case. These figures stand side by side and are not added up. According "
            "to CNN the recordings were not authenticated independently, and that the sound and "
            "the pictures belong together is not confirmed. The recordings are not held here, and "
            "who provided them is not stated. Whom the orders meant is not stated: they are "
            "entered as an order to take no prisoners because the article gives them together "
            "with the killing of surrendering soldiers. Which unit 'Shtorm' is, what it is part "
            "of and what it is said to have done is not stated; that this killing is meant is "
            "inferred.",
            "Не вказано, якого дня листопада і де саме в області це сталося. Скількох убито, "
            "невідомо: стаття числа не наводить, власний матеріал CNN рахує побачених людей, "
            "серед них шістьох, що лежать, а це не кількість убитих; Офіс Генерального прокурора "
            "говорить про п’ятьох полонених, убитих у запорізькій справі. Ці числа стоять поруч, "
            "їх не додають. За даними CNN, автентичність записів незалежно не встановлено, а "
            "зв’язок між звуком і зображенням не підтверджено. Цих записів розмов і відео у нас "
            "немає, і хто їх надав, не вказано. Не вказано й того, кого стосувалися накази: їх "
            "записано як наказ не брати полонених, бо стаття наводить їх разом із вбивством тих, "
            "хто здавався. Що це за підрозділ «Шторм», до чого він належить і що саме йому "
            "приписують, не вказано; те, що йдеться про це вбивство, є нашим умовиводом.",
        ),
    ),
    characterisations={},
    evidence=[
        context(
            "C1",
            Fact.KILLED,
            value=Text(
                "at least two shot; six seen lying still, which is not a number of people killed",
                "щонайменше двох уражено пострілами; шестеро лежать, а це не кількість убитих",
            ),
        ),
        context(
            "P4",
            Fact.KILLED,
            value=Text("five prisoners killed", "убито п’ятьох полонених"),
        ),
        context("C2", Fact.ACT),
        context("C3", Fact.ORDER),
    ],
)
