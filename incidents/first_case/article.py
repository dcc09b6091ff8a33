"""What the article says, sentence by sentence, in our own words; labels hold its sentence numbers.

Left out: that the Udachne case was the most recent one, which was true only on the day.
"""

from sources.vocabulary import (
    Basis,
    Circumstance,
    Counted,
    Hedge,
    LinkKind,
    Polarity,
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
            "Записів у нас немає; хто їх надав, не вказано.",
        ),
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
            "The killings are not isolated but belong to a systematic policy.",
            "Ці вбивства не поодинокі, а є частиною системної політики.",
            links=[from_hur_post(UNSOURCED_LIKE_HUR)],
        ),
        statement(
            "S03a",
            StatementKind.AGGREGATE,
            "Documented cases have risen steeply since 2022; no number is given.",
            "Від 2022 року кількість задокументованих випадків різко зросла; числа не наведено.",
            period=SINCE_2022,
        ),
        statement(
            "S03b",
            StatementKind.ORDER,
            "Commanders and the Kremlin support the killings and order them.",
            "Командири та Кремль підтримують ці вбивства й наказують їх чинити.",
            subject=Text("commanders and the Kremlin", "командири та Кремль"),
            period=SINCE_2022,
        ),
        statement(
            "S04a",
            StatementKind.AGGREGATE,
            "Many were shot right after surrendering or while in custody.",
            "Багатьох застрелили одразу після здачі в полон або вже в полоні.",
            hedge=Hedge.DISTANCED,
            quantities=[{"counted": Counted.SHOT_AT, "qualifier": Qualifier.MANY}],
        ),
        statement(
            "S04b",
            StatementKind.AGGREGATE,
            "Captives who were unarmed or injured were killed.",
            "Убивали беззбройних і поранених полонених.",
            chain=[
                through(
                    Text("unnamed witnesses", "неназвані свідки"),
                    Basis.NONE_GIVEN,
                    circumstances=[Circumstance.ANONYMOUS, Circumstance.SEVERAL],
                )
            ],
            note=Text(
                "Whether the witnesses saw it themselves is not stated.",
                "Чи бачили це свідки самі, не вказано.",
            ),
        ),
        statement(
            "S05a",
            StatementKind.CHARACTERISATION,
            "The article calls the killings war crimes and names no provision.",
            "Стаття називає ці вбивства воєнними злочинами, не вказуючи норми права.",
        ),
        statement(
            "S05b",
            StatementKind.LEGAL_STATUS,
            "There are no international arrest warrants for these killings.",
            "Міжнародних ордерів на арешт за ці вбивства немає.",
            polarity=Polarity.DENIED,
            period="2025-05-24",
            note=Text("As of 24 May 2025.", "Станом на 24 травня 2025 року."),
        ),
        statement(
            "S05c",
            StatementKind.INTERVENTION,
            "Ukrainian law enforcement documents the crimes and informs people abroad about them.",
            "Правоохоронні органи України документують злочини й інформують про них за кордоном.",
            subject=Text("Ukrainian law enforcement", "правоохоронні органи України"),
            period=UNTIL_THE_ARTICLE,
        ),
        statement(
            "S06",
            StatementKind.ORDER,
            "Among the cases are direct orders to kill rather than capture.",
            "Серед цих випадків є прямі накази вбивати, а не брати в полон.",
            chain=[through(HUR, Basis.DOCUMENTED)],
            links=[from_hur_post(SAYS_HUR)],
        ),
        statement(
            "S07",
            StatementKind.ATTRIBUTION,
            "The killings are a policy directed by the leadership of the Russian state.",
            "Ці вбивства є політикою, якою керує найвище керівництво російської держави.",
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
            "HUR has handed all its evidence over to law enforcement.",
            "ГУР передало всі свої докази правоохоронним органам.",
            subject=Text("HUR", "ГУР"),
            period=UNTIL_THE_ARTICLE,
            links=[from_hur_post(UNSOURCED_LIKE_HUR)],
        ),
        statement(
            "S09",
            StatementKind.ATTRIBUTION,
            "International observers have come to the same findings.",
            "Міжнародні спостерігачі дійшли таких самих висновків.",
            note=Text(
                "The observers are not named in this sentence.",
                "У цьому реченні спостерігачів не названо.",
            ),
        ),
        statement(
            "S10",
            StatementKind.AGGREGATE,
            "Fighters who try to surrender are killed or harmed more often than before.",
            "Бійців, які намагаються здатися в полон, дедалі частіше вбивають або їм завдають "
            "шкоди.",
            period="../2025-03-19",
            verb_as_written="reported",
            chain=[through(COMMISSION, Basis.DOCUMENTED)],
            note=Text("Reported on 19 March 2025.", "Оприлюднено 19 березня 2025 року."),
        ),
        statement(
            "S11",
            StatementKind.ORDER,
            "There were explicit orders to take no prisoners.",
            "Були прямі накази не брати полонених.",
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
            "A deputy brigade commander said that prisoners were not needed and were to be shot.",
            "Заступник командира бригади сказав, що полонені не потрібні й що їх слід "
            "розстрілювати.",
            subject=Text(
                "a deputy brigade commander, not named",
                "заступник командира бригади, ім’я не названо",
            ),
            verb_as_written="quoted",
            chain=[
                through(COMMISSION),
                through(Text("a Russian deserter", "російський дезертир"), Basis.PARTICIPANT),
            ],
            note=Text(
                "Whether the deserter heard this himself or was told of it is not stated.",
                "Чи чув це дезертир сам, чи йому про це розповіли, не вказано.",
            ),
        ),
        statement(
            "S13",
            StatementKind.ATTRIBUTION,
            "The scale and frequency of the killings mean that the highest military command "
            "ordered them or at least consented.",
            "Масштаб і частота вбивств означають, що найвище військове командування наказало їх "
            "чинити або щонайменше погодилося на них.",
            hedge=Hedge.SUGGESTED,
            chain=[through(CNN), through(RAPPORTEUR, Basis.EXPERT)],
        ),
        statement(
            "S14",
            StatementKind.ATTRIBUTION,
            "The special rapporteur equates that command with the presidency.",
            "Спеціальний доповідач ототожнює це командування з президентською владою.",
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
                "Записів у нас немає; хто їх надав, не вказано.",
            ),
        ),
        statement(
            "S15b",
            StatementKind.ORDER,
            "A commander gave orders to kill six times in 26 minutes.",
            "Командир за 26 хвилин шість разів наказав убивати.",
            subject=A_COMMANDER,
            place_as_written=ZAPORIZHZHIA,
            period=IN_NOVEMBER,
            hedge=Hedge.SUGGESTED,
            chain=by_cnn(Basis.INTERCEPT),
            quantities=[count(Counted.ORDERS, 6)],
        ),
        recordings(
            "S15c",
            "CNN obtained intercepted radio traffic.",
            "CNN отримав перехоплені радіопереговори.",
            Basis.INTERCEPT,
        ),
        recordings(
            "S15d",
            "CNN obtained drone footage.",
            "CNN отримав відеозапис із дрона.",
            Basis.DRONE_FOOTAGE,
        ),
        statement(
            "S16",
            StatementKind.ATTRIBUTION,
            "The unit called 'Shtorm' is responsible for the killings.",
            "За ці вбивства відповідає підрозділ під назвою «Шторм».",
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
            "The motives are to be spared the burden of prisoners, and terror.",
            "Мотиви — не обтяжувати себе полоненими та залякувати.",
            verb_as_written="are believed",
            hedge=Hedge.DISTANCED,
        ),
        statement(
            "S18",
            StatementKind.ENDORSEMENT,
            "Military bloggers praise and justify the killings and glorify breaches of the "
            "Geneva Convention.",
            "Військові блогери схвалюють і виправдовують ці вбивства та звеличують порушення "
            "Женевської конвенції.",
            subject=Text("military bloggers", "військові блогери"),
            verb_as_written="concluded",
            chain=[through(ISW, Basis.MONITORING)],
        ),
        statement(
            "S19",
            StatementKind.ASSESSMENT,
            "This risks further crimes and impunity.",
            "Це загрожує новими злочинами та безкарністю.",
            period="2025-05-24/..",
            note=Text("About the future.", "Про майбутнє."),
        ),
        statement(
            "S20a",
            StatementKind.INCIDENT,
            "Two Ukrainian soldiers were captured and then shot.",
            "Двох українських військових узяли в полон, а потім у них стріляли.",
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
            "It happened during a Russian assault on defensive positions.",
            "Це сталося під час російського наступу на оборонні позиції.",
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
            "A captured Russian serviceman told Ukrainian forces of the order while in captivity.",
            "Російський військовослужбовець, перебуваючи в полоні, розповів про наказ українським "
            "військовим.",
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
            "Russian commanders ordered captives to be killed; whether it was carried out is not "
            "clearly stated.",
            "Російські командири наказали вбивати полонених; чи виконали наказ, чітко не вказано.",
            subject=COMMANDERS,
            place_as_written=GLUSHKOVO,
            period=IN_SEPTEMBER,
            chain=THE_ACCOUNT_CHAIN,
            note=Text(
                "The order as told holds graphic detail, which only the page of the incident has, "
                "behind a warning.",
                "Переказаний наказ містить тяжкі подробиці; їх наведено лише на сторінці випадку, "
                "за попередженням.",
            ),
            internal_note="The order as told: kill the captives and behead them.",
        ),
        statement(
            "S21c",
            StatementKind.EVIDENCE_ITEM,
            "The captured serviceman named those responsible.",
            "Полонений військовослужбовець назвав відповідальних.",
            period=UNTIL_THE_ARTICLE,
            chain=THE_ACCOUNT_CHAIN,
            note=Text(
                "Entered as existing; whom he named is not recorded.",
                "Зазначено лише, що це є; кого він назвав, не записано.",
            ),
        ),
    ],
)
