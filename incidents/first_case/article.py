"""What the article says, sentence by sentence, in our own words; labels hold its sentence numbers.

Left out: that the Udachne case was the most recent one, which was true only on the day.
"""

from sources.vocabulary import (
    Basis,
    Circumstance,
    Counted,
    Hedge,
    LinkKind,
    Qualifier,
    SourceKind,
    StatementKind,
)

from incidents.first_case.actors import CNN, COMMISSION, HUR, ISW, RAPPORTEUR, SBU
from incidents.first_case.entries import (
    HopEntry,
    LinkEntry,
    SourceEntry,
    StatementEntry,
    Text,
    at_least,
    bilingual_fields,
    count,
    statement,
    through,
)

UNTIL_THE_ARTICLE = "../2025-05-24"
SINCE_2022 = "2022/2025-05-24"
IN_NOVEMBER = "2024-11-XX"
IN_SEPTEMBER = "2024-09-XX"
ZAPORIZHZHIA = "Zaporizhzhia Oblast"
UDACHNE = "near Udachne, Pokrovskyi raion"
GLUSHKOVO = "near Glushkovo"

COMMANDERS = Text(
    "Russian commanders, unit not stated", "російські командири, підрозділ не вказано"
)
A_COMMANDER = Text("a commander, not named", "командир, ім’я не названо")
CAPTURED_SERVICEMAN = Text(
    "a captured Russian serviceman", "російський військовослужбовець, який перебуває в полоні"
)
THE_ACCOUNT_CHAIN = [
    through(Text("Ukrainian forces", "українські військові")),
    through(
        CAPTURED_SERVICEMAN,
        Basis.PARTICIPANT,
        circumstances=[Circumstance.IN_CAPTIVITY],
        # Staff only: with the place and the month his unit points back at him.
        as_written="captured marine of the 155th Marine Brigade",
    ),
]


def from_hur_post(why: Text) -> LinkEntry:
    return LinkEntry(LinkKind.REPEATS, "H1", why)


UNSOURCED_LIKE_HUR = Text(
    "The article names no source here. HUR's own post of the same day is likely behind it.",
    "Стаття тут не називає джерела. Ймовірно, за цим стоїть власний допис ГУР того самого дня.",
)
SAYS_HUR = Text(
    "The article ascribes this to HUR, whose own post of the same day is likely behind it.",
    "Стаття посилається тут на ГУР; ймовірно, йдеться про його власний допис того самого дня.",
)


def recordings(label: str, en: str, uk: str, *bases: Basis) -> StatementEntry:
    return statement(
        label,
        StatementKind.EVIDENCE_ITEM,
        en,
        uk,
        chain=[through(CNN, *bases)],
        note=Text(
            "The recordings are not held here; who provided them is not stated.",
            "Цих записів розмов і відео у нас немає; хто їх надав, не вказано.",
        ),
    )


# What a sentence calls "the killings" or "them"; each statement is read alone.
MEANT = Text(
    "That Russian forces and captured Ukrainian soldiers are meant follows from what the article "
    "says before (S01).",
    "Те, що йдеться про російські війська й полонених українських військових, випливає зі "
    "сказаного у статті раніше (S01).",
)


def by_cnn(*bases: Basis) -> list[HopEntry]:
    return [through(CNN, *bases)]


ARTICLE = SourceEntry(
    publisher=None,
    fields={
        "kind": SourceKind.ARTICLE,
        "language": "en",
        "published": "2025-05-24",
        **bilingual_fields(
            "published_note",
            Text(
                "From a header line; whether it is the day of publication or of capture "
                "is not said.",
                "З рядка вгорі тексту; чи це день публікації, чи день збереження, не сказано.",
            ),
        ),
        "is_graphic": True,
        **bilingual_fields(
            "public_note",
            Text(
                "Known to us only as a text, without headline, author, publisher or address. "
                "The statements are our paraphrases, found by the number of the sentence; "
                "the text itself is not published here.",
                "Відома нам лише як текст: без заголовка, автора, видавця та адреси. "
                "Твердження переказано нашими словами й позначено номерами речень; "
                "сам текст тут не публікуємо.",
            ),
        ),
        "internal_note": (
            "If headline or address become known: first decide whether the text, found by them, "
            "leads to a protected person."
        ),
    },
    statements=[
        statement(
            "S01",
            StatementKind.AGGREGATE,
            "Russian forces killed captured Ukrainian soldiers in more than 150 cases.",
            "Російські війська вбили полонених українських військових у понад 150 випадках.",
            subject=Text("Russian forces", "російські війська"),
            quotation="of their special units",
            quotation_language="en",
            quotation_translation="їхніх спеціальних підрозділів",
            period=UNTIL_THE_ARTICLE,
            chain=[through(HUR, Basis.DOCUMENTED)],
            quantities=[at_least(Counted.CASES, 150, Qualifier.MORE_THAN)],
            note=Text(
                "Cases are not people. The quoted words are ambiguous: whose units they are, "
                "and whether those killed belonged to them, is not clear.",
                "Випадки — це не люди. Процитовані слова неоднозначні: незрозуміло, чиї це "
                "підрозділи й чи належали до них убиті.",
            ),
        ),
        statement(
            "S02",
            StatementKind.ATTRIBUTION,
            "Russian forces do not kill captured Ukrainian soldiers in isolated acts: the killings "
            "belong to a systematic military policy.",
            "Убивства полонених українських військових російськими військами не поодинокі: вони "
            "є частиною системної військової політики.",
            note=MEANT,
            links=[from_hur_post(UNSOURCED_LIKE_HUR)],
        ),
        statement(
            "S03a",
            StatementKind.AGGREGATE,
            "Documented cases in which Russian forces killed captured Ukrainian soldiers have "
            "risen steeply since 2022; no number is given.",
            "Від 2022 року задокументованих випадків убивства полонених українських військових "
            "російськими військами стало різко більше; числа не наведено.",
            note=MEANT,
            period=SINCE_2022,
        ),
        statement(
            "S03b",
            StatementKind.ORDER,
            "Russian commanders and the Kremlin support the killing of captured Ukrainian soldiers "
            "and order it.",
            "Російські командири та Кремль підтримують убивства полонених українських військових і "
            "наказують їх чинити.",
            subject=Text("Russian commanders and the Kremlin", "російські командири та Кремль"),
            period=SINCE_2022,
        ),
        statement(
            "S04a",
            StatementKind.AGGREGATE,
            "Of the captured Ukrainian soldiers whom Russian forces killed, many were shot right "
            "after surrendering or while in custody.",
            "Із полонених українських військових, яких убили російські війська, багатьох "
            "застрелили одразу після здачі в полон або вже в неволі.",
            hedge=Hedge.DISTANCED,
            quantities=[{"counted": Counted.SHOT_AT, "qualifier": Qualifier.MANY}],
            note=MEANT,
        ),
        statement(
            "S04b",
            StatementKind.AGGREGATE,
            "Captured Ukrainian soldiers who were unarmed or injured were killed by Russian "
            "forces.",
            "Російські війська вбивали беззбройних і поранених полонених українських військових.",
            chain=[
                through(
                    Text("unnamed witnesses", "неназвані свідки"),
                    Basis.NONE_GIVEN,
                    circumstances=[Circumstance.ANONYMOUS, Circumstance.SEVERAL],
                )
            ],
            note=Text(
                f"Whether the witnesses saw it themselves is not stated. {MEANT.en}",
                f"Чи бачили це свідки самі, не вказано. {MEANT.uk}",
            ),
        ),
        statement(
            "S05a",
            StatementKind.CHARACTERISATION,
            "The article calls the killing of captured Ukrainian soldiers by Russian forces a war "
            "crime and names no provision.",
            "Убивства полонених українських військових російськими військами стаття називає "
            "воєнними злочинами, не вказуючи норми права.",
            note=MEANT,
        ),
        statement(
            "S05b",
            StatementKind.LEGAL_STATUS,
            "There are no international arrest warrants for the killing of captured Ukrainian "
            "soldiers by Russian forces.",
            "Міжнародних ордерів на арешт за вбивства полонених українських військових "
            "російськими військами немає.",
            period="2025-05-24",
            note=Text(
                f"As of 24 May 2025. {MEANT.en}", f"Станом на 24 травня 2025 року. {MEANT.uk}"
            ),
        ),
        statement(
            "S05c",
            StatementKind.INTERVENTION,
            "Ukrainian law enforcement documents the killing of captured Ukrainian soldiers by "
            "Russian forces and informs people abroad about it.",
            "Правоохоронні органи України документують убивства полонених українських військових "
            "російськими військами й інформують про них за кордоном.",
            subject=Text("Ukrainian law enforcement", "правоохоронні органи України"),
            period=UNTIL_THE_ARTICLE,
            note=MEANT,
        ),
        statement(
            "S06",
            StatementKind.ORDER,
            "The cases in which Russian forces killed captured Ukrainian soldiers include direct "
            "orders to kill rather than capture.",
            "Серед випадків, у яких російські війська вбили полонених українських військових, є "
            "прямі накази вбивати, а не брати в полон.",
            chain=[through(HUR, Basis.DOCUMENTED)],
            links=[from_hur_post(SAYS_HUR)],
        ),
        statement(
            "S07",
            StatementKind.ATTRIBUTION,
            "The killing of captured Ukrainian soldiers is a policy directed by the leadership of "
            "the Russian state.",
            "Убивства полонених українських військових є політикою, яку спрямовує керівництво "
            "російської держави.",
            chain=[
                through(
                    Text("unnamed officials", "неназвані посадовці"),
                    Basis.NONE_GIVEN,
                    circumstances=[Circumstance.ANONYMOUS, Circumstance.SEVERAL],
                )
            ],
            links=[
                LinkEntry(
                    LinkKind.REPEATS,
                    "S02",
                    Text(
                        "It says more than S02, but the same post of HUR is likely behind both.",
                        "Тут сказано більше, ніж у S02, але за обома твердженнями, ймовірно, "
                        "стоїть той самий допис ГУР.",
                    ),
                ),
                from_hur_post(
                    Text(
                        "The officials are not named; HUR's own post of the same day is likely "
                        "behind what they say.",
                        "Посадовців не названо; ймовірно, за їхніми словами стоїть власний допис "
                        "ГУР того самого дня.",
                    )
                ),
            ],
        ),
        statement(
            "S08",
            StatementKind.TRANSFER,
            "Ukraine's military intelligence (HUR) has handed all the evidence that it collected "
            "on the killing of captured Ukrainian soldiers by Russian forces over to Ukrainian law "
            "enforcement, for investigation.",
            "Воєнна розвідка України (ГУР) передала правоохоронним органам України всі зібрані "
            "докази вбивств полонених українських військових російськими військами, щоб ті їх "
            "розслідували.",
            subject=Text("HUR", "ГУР"),
            period=UNTIL_THE_ARTICLE,
            links=[from_hur_post(UNSOURCED_LIKE_HUR)],
        ),
        statement(
            "S09",
            StatementKind.ATTRIBUTION,
            "International observers have come to the same findings: that Russian forces kill "
            "captured Ukrainian soldiers.",
            "Міжнародні спостерігачі дійшли таких самих висновків: російські війська вбивають "
            "полонених українських військових.",
            note=Text(
                f"The observers are not named in this sentence. {MEANT.en}",
                f"У цьому реченні спостерігачів не названо. {MEANT.uk}",
            ),
        ),
        statement(
            "S10",
            StatementKind.AGGREGATE,
            "Russian military personnel deliberately kill or harm Ukrainian fighters who try to "
            "surrender, and do so more often than before.",
            "Російські військові навмисно вбивають українських бійців, які намагаються здатися в "
            "полон, або завдають їм шкоди, і це стається дедалі частіше.",
            subject=Text("Russian military personnel", "російські військові"),
            period="../2025-03-19",
            verb_as_written="reported",
            chain=[through(COMMISSION, Basis.DOCUMENTED)],
            note=Text("Reported on 19 March 2025.", "Оприлюднено 19 березня 2025 року."),
        ),
        statement(
            "S11",
            StatementKind.ORDER,
            "Russian deserters received explicit orders to take no prisoners.",
            "Російські дезертири отримали прямі накази не брати полонених.",
            verb_as_written="confirmed",
            chain=[
                through(COMMISSION),
                through(
                    Text("Russian deserters", "російські дезертири"),
                    Basis.PARTICIPANT,
                    circumstances=[Circumstance.SEVERAL],
                ),
            ],
        ),
        statement(
            "S12",
            StatementKind.ORDER,
            "A deputy commander of a Russian brigade said that prisoners were not needed and that "
            "they were to be shot on the spot.",
            "Заступник командира російської бригади сказав, що полонені не потрібні й що їх треба "
            "розстрілювати на місці.",
            subject=Text(
                "a deputy commander of a Russian brigade, not named",
                "заступник командира російської бригади, ім’я не названо",
            ),
            verb_as_written="quoted",
            chain=[
                through(COMMISSION),
                through(Text("a Russian deserter", "російський дезертир"), Basis.PARTICIPANT),
            ],
            note=Text(
                "Whether the deserter heard this himself or was told of it is not stated. That the "
                "brigade is a Russian one follows from the deserter being Russian.",
                "Чи чув це дезертир сам, чи йому про це розповіли, не вказано. Те, що бригада "
                "російська, випливає з того, що дезертир — російський.",
            ),
        ),
        statement(
            "S13",
            StatementKind.ATTRIBUTION,
            "The scale and frequency with which captured Ukrainian soldiers are killed suggest "
            "that Russia's highest military command ordered this or at least consented to it.",
            "Масштаб і частота вбивств полонених українських військових вказують на те, що найвище "
            "військове командування Росії наказало їх чинити або щонайменше погодилося на них.",
            hedge=Hedge.SUGGESTED,
            chain=[through(CNN), through(RAPPORTEUR, Basis.EXPERT)],
        ),
        statement(
            "S14",
            StatementKind.ATTRIBUTION,
            "The UN Special Rapporteur equates Russia's highest military command with the Russian "
            "presidency.",
            "Спеціальний доповідач ООН ототожнює найвище військове командування Росії з "
            "президентською владою.",
            hedge=Hedge.SUGGESTED,
            chain=[through(CNN), through(RAPPORTEUR, Basis.EXPERT)],
        ),
        statement(
            "S15a",
            StatementKind.INCIDENT,
            "Russian soldiers killed Ukrainian soldiers who were surrendering; "
            "how many is not stated.",
            "Російські військові вбили українських військових, які здавалися в полон; "
            "скількох, не вказано.",
            subject=Text("Russian soldiers", "російські військові"),
            place_as_written=ZAPORIZHZHIA,
            period=IN_NOVEMBER,
            hedge=Hedge.DISTANCED,
            chain=by_cnn(Basis.INTERCEPT, Basis.DRONE_FOOTAGE),
            note=Text(
                "The recordings are not held here; who provided them is not stated.",
                "Цих записів розмов і відео у нас немає; хто їх надав, не вказано.",
            ),
        ),
        statement(
            "S15b",
            StatementKind.ORDER,
            "During the killing of surrendering Ukrainian soldiers in Zaporizhzhia Oblast, a "
            "commander gave orders to kill six times in 26 minutes; whom to kill is not stated.",
            "Під час убивства українських військових, які здавалися в полон у Запорізькій області, "
            "командир за 26 хвилин шість разів наказав убивати; кого саме, не вказано.",
            subject=A_COMMANDER,
            place_as_written=ZAPORIZHZHIA,
            period=IN_NOVEMBER,
            hedge=Hedge.SUGGESTED,
            chain=by_cnn(Basis.INTERCEPT),
            quantities=[count(Counted.ORDERS, 6)],
        ),
        recordings(
            "S15c",
            "CNN obtained intercepted radio traffic on the killing of surrendering Ukrainian "
            "soldiers by Russian soldiers in Zaporizhzhia Oblast.",
            "CNN отримав перехоплені радіопереговори про вбивство російськими військовими "
            "українських військових, які здавалися в полон у Запорізькій області.",
            Basis.INTERCEPT,
        ),
        recordings(
            "S15d",
            "CNN obtained drone footage of the killing of surrendering Ukrainian soldiers by "
            "Russian soldiers in Zaporizhzhia Oblast.",
            "CNN отримав зняте з дрона відео вбивства російськими військовими українських "
            "військових, які здавалися в полон у Запорізькій області.",
            Basis.DRONE_FOOTAGE,
        ),
        statement(
            "S16",
            StatementKind.ATTRIBUTION,
            "A unit called 'Shtorm' is responsible for killings of Ukrainian soldiers who were "
            "surrendering.",
            "За вбивства українських військових, які здавалися в полон, відповідає підрозділ під "
            "назвою «Шторм».",
            subject=Text(
                "a unit referred to by the SBU as 'Shtorm'", "підрозділ, який СБУ називає «Шторм»"
            ),
            verb_as_written="identified",
            chain=[through(SBU, Basis.NONE_GIVEN)],
            note=Text(
                "Which killings are meant is inferred from its place in the text, after S15a.",
                "Про які саме вбивства йдеться, виведено з місця в тексті, після S15a.",
            ),
        ),
        statement(
            "S17",
            StatementKind.MOTIVE,
            "Russian forces kill captured Ukrainian soldiers so as not to be burdened with "
            "prisoners, and to spread terror.",
            "Російські війська вбивають полонених українських військових, щоб не обтяжувати себе "
            "полоненими та щоб залякувати.",
            note=MEANT,
            verb_as_written="are believed",
            hedge=Hedge.DISTANCED,
        ),
        statement(
            "S18",
            StatementKind.ENDORSEMENT,
            "Prominent Russian military bloggers openly praise and justify the killing of "
            "Ukrainian prisoners, and glorify systematic breaches of the Geneva Convention.",
            "Відомі російські військові блогери відкрито схвалюють і виправдовують убивства "
            "українських полонених та звеличують систематичні порушення Женевської конвенції.",
            subject=Text(
                "prominent Russian military bloggers", "відомі російські військові блогери"
            ),
            verb_as_written="concluded",
            chain=[through(ISW, Basis.MONITORING)],
        ),
        statement(
            "S19",
            StatementKind.ASSESSMENT,
            "According to the article, wide approval of the killing of Ukrainian prisoners risks "
            "leading to further war crimes and to a deeper culture of impunity within Russian "
            "forces.",
            "За оцінкою статті, широке схвалення вбивств українських полонених загрожує новими "
            "воєнними злочинами й ще глибшою культурою безкарності в російських військах.",
            period="2025-05-24/..",
            note=Text(
                "About the future. What is approved is named in the sentence before (S18).",
                "Про майбутнє. Що саме схвалюють, сказано в попередньому реченні (S18).",
            ),
        ),
        statement(
            "S20a",
            StatementKind.INCIDENT,
            "Two Ukrainian soldiers were captured near Udachne and then shot; by whom is not "
            "stated.",
            "Двох українських військових узяли в полон поблизу Удачного, а потім уразили "
            "пострілами; хто, не вказано.",
            place_as_written=UDACHNE,
            period="2025-05-22",
            hedge=Hedge.DISTANCED,
            quantities=[count(Counted.SHOT_AT, 2), count(Counted.CAPTURED, 2)],
            note=Text(
                "The year is inferred from the date of the article.",
                "Рік виведено з дати статті.",
            ),
        ),
        statement(
            "S20b",
            StatementKind.INCIDENT,
            "Two captured Ukrainian soldiers were shot near Udachne during a Russian assault on "
            "defensive positions.",
            "Двох полонених українських військових уразили пострілами поблизу Удачного під час "
            "російського наступу на оборонні позиції.",
            place_as_written=UDACHNE,
            period="2025-05-22",
            note=Text(
                "A circumstance of S20a; who shot is not stated.",
                "Обставина S20a; хто стріляв, не вказано.",
            ),
        ),
        statement(
            "S21a",
            StatementKind.EVIDENCE_ITEM,
            "A captured Russian serviceman told Ukrainian forces, while in captivity, that Russian "
            "commanders had ordered captives to be killed and mutilated.",
            "Російський військовослужбовець, перебуваючи в полоні, розповів українським "
            "військовим, що російські командири наказали вбивати полонених і нівечити їх.",
            verb_as_written="revealed",
            period=UNTIL_THE_ARTICLE,
            chain=THE_ACCOUNT_CHAIN,
            note=Text(
                "The circumstances of the account in S21b.",
                "Обставини розповіді, наведеної в S21b.",
            ),
            internal_note=(
                "Unit of the person heard: 155th Marine Brigade. Prisoner of war, insider witness, "
                "possibly a suspect: his unit and his name stay out of every public field, and "
                "the unit is never an involvement."
            ),
        ),
        statement(
            "S21b",
            StatementKind.ORDER,
            "Russian commanders ordered captives to be killed and beheaded; whether the order was "
            "carried out is not clearly stated.",
            "Російські командири наказали вбивати полонених і відтинати їм голови; чи виконали "
            "наказ, чітко не вказано.",
            wording_is_graphic=True,
            subject=COMMANDERS,
            place_as_written=GLUSHKOVO,
            period=IN_SEPTEMBER,
            chain=THE_ACCOUNT_CHAIN,
        ),
        statement(
            "S21c",
            StatementKind.EVIDENCE_ITEM,
            "A captured Russian serviceman named those who are responsible for an order to kill "
            "captives.",
            "Російський військовослужбовець у полоні назвав відповідальних за наказ убивати "
            "полонених.",
            period=UNTIL_THE_ARTICLE,
            chain=THE_ACCOUNT_CHAIN,
            note=Text(
                "Entered as existing; whom he named is not recorded.",
                "Зазначено лише, що це є; кого він назвав, не записано.",
            ),
        ),
    ],
)
