"""The sources that correct, qualify or stand beside the article; their addresses are not known."""

from sources.vocabulary import (
    Basis,
    Counted,
    Level,
    LinkKind,
    Polarity,
    SourceKind,
    StatementKind,
)

from incidents.first_case.actors import CNN, HRMMU, HUR, PROSECUTOR
from incidents.first_case.entries import (
    LinkEntry,
    SourceEntry,
    Text,
    at_least,
    bilingual_fields,
    count,
    statement,
    through,
)

NOT_SEEN = bilingual_fields(
    "public_note",
    Text(
        "Title and address are not known to us and we hold no copy; the statements are our "
        "paraphrases.",
        "Назва й адреса нам невідомі, копії ми не маємо; твердження переказано нашими словами.",
    ),
)

HUR_POST = SourceEntry(
    publisher=HUR,
    fields={"kind": SourceKind.SOCIAL_POST, "published": "2025-05-24", **NOT_SEEN},
    statements=[
        statement(
            "H1",
            StatementKind.AGGREGATE,
            "HUR's special units recorded the cases of killing of captured Ukrainian soldiers.",
            "Спеціальні підрозділи ГУР зафіксували випадки вбивства полонених українських "
            "військових.",
            subject=Text("special units of HUR", "спеціальні підрозділи ГУР"),
            period="../2025-05-24",
            chain=[through(HUR, Basis.DOCUMENTED)],
        )
    ],
)

CORRECTS_S01 = LinkEntry(
    LinkKind.CORRECTS,
    "S01",
    Text(
        "In HUR's own post the special units are those that recorded the cases; the wording of "
        "the article can be read as if they were those killed or those who killed.",
        "У власному дописі ГУР спеціальні підрозділи — ті, хто зафіксував випадки; зі слів статті "
        "можна зрозуміти, ніби це вбиті або ті, хто вбивав.",
    ),
)
HUR_POST_NOTE = (
    "Added that this post corrects how the article's figure (S01) can be read: the special units "
    "recorded the cases."
)

CNN_REPORT = SourceEntry(
    publisher=CNN,
    fields={
        "kind": SourceKind.ARTICLE,
        "published": "2025-05-21",
        "is_graphic": True,
        **NOT_SEEN,
    },
    statements=[
        statement(
            "C1",
            StatementKind.INCIDENT,
            "At least two people are seen being shot, and six people are seen lying still.",
            "Видно, як стріляють щонайменше у двох людей, і видно шістьох людей, що лежать.",
            chain=[through(CNN, Basis.PHOTO_VIDEO)],
            quantities=[at_least(Counted.SHOT_AT, 2), count(Counted.LYING_STILL, 6)],
            links=[
                LinkEntry(
                    LinkKind.QUALIFIES,
                    "S15a",
                    Text(
                        "The article gives no number; being seen lying is not being killed.",
                        "Стаття не наводить числа; той, кого видно лежачим, — ще не вбитий.",
                    ),
                )
            ],
        ),
        statement(
            "C2",
            StatementKind.EVIDENCE_ITEM,
            "The recordings have not been authenticated independently.",
            "Автентичність записів незалежно не встановлено.",
            polarity=Polarity.DENIED,
            links=[
                LinkEntry(
                    LinkKind.QUALIFIES,
                    "S15a",
                    Text(
                        "The article rests on these recordings and does not say so.",
                        "Стаття спирається на ці записи й про це не згадує.",
                    ),
                )
            ],
        ),
        statement(
            "C3",
            StatementKind.EVIDENCE_ITEM,
            "That the sound and the pictures belong together is not confirmed.",
            "Зв’язок між звуком і зображенням не підтверджено.",
            polarity=Polarity.DENIED,
            links=[
                LinkEntry(
                    LinkKind.QUALIFIES,
                    "S15b",
                    Text(
                        "Whether the orders that were heard belong to the killing that was filmed "
                        "is therefore open.",
                        "Тому відкритим лишається, чи почуті накази стосуються знятого вбивства.",
                    ),
                )
            ],
        ),
    ],
)

PROSECUTOR_STATEMENT = SourceEntry(
    publisher=PROSECUTOR,
    fields={
        "kind": SourceKind.OFFICIAL_STATEMENT,
        "published": "2025-05-23",
        **bilingual_fields(
            "public_note",
            Text(
                "Title and address are not known to us and we hold no copy; the statements are "
                "our paraphrases. Whether they come from one publication or from several is not "
                "known to us.",
                "Назва й адреса нам невідомі, копії ми не маємо; твердження переказано нашими "
                "словами. Чи взято їх з однієї публікації, чи з кількох, нам невідомо.",
            ),
        ),
    },
    statements=[
        statement(
            "P1",
            StatementKind.INCIDENT,
            "Of four soldiers at the position near Udachne two were shot; the fate of the other "
            "two is unknown.",
            "Із чотирьох військових на позиції біля Удачного у двох стріляли; доля двох інших "
            "невідома.",
            place_as_written="Udachne",
            quantities=[
                count(Counted.SHOT_AT, 2),
                count(Counted.FATE_UNKNOWN, 2),
            ],
            links=[
                LinkEntry(
                    LinkKind.QUALIFIES,
                    "S20a",
                    Text(
                        "It speaks of four soldiers at the position; the article mentions two.",
                        "Тут ідеться про чотирьох військових на позиції; стаття згадує двох.",
                    ),
                )
            ],
        ),
        statement(
            "P2",
            StatementKind.CHARACTERISATION,
            "The Udachne case falls under article 438(2) of the Criminal Code of Ukraine.",
            "Випадок біля Удачного підпадає під частину другу статті 438 Кримінального кодексу "
            "України.",
            place_as_written="Udachne",
        ),
        statement(
            "P3",
            StatementKind.AGGREGATE,
            "To May 2025 there were 75 proceedings, which concern 268 prisoners.",
            "До травня 2025 року було 75 проваджень, які стосуються 268 полонених.",
            period="2022/2025-05",
            quantities=[
                count(Counted.PROCEEDINGS, 75, "2022/2025-05"),
                count(Counted.PERSONS, 268, "2022/2025-05"),
                count(Counted.PROCEEDINGS, 8, "2022"),
                count(Counted.PERSONS, 57, "2022"),
                count(Counted.PROCEEDINGS, 8, "2023"),
                count(Counted.PERSONS, 11, "2023"),
                count(Counted.PROCEEDINGS, 39, "2024"),
                count(Counted.PERSONS, 149, "2024"),
                count(Counted.PROCEEDINGS, 20, "2025-01/2025-05"),
                count(Counted.PERSONS, 51, "2025-01/2025-05"),
            ],
            note=Text(
                "Proceedings are neither cases nor people; none of these numbers is added to "
                "those of other sources.",
                "Провадження — це не випадки й не люди; жодне з цих чисел не додаємо до чисел "
                "інших джерел.",
            ),
        ),
        statement(
            "P4",
            StatementKind.INCIDENT,
            "Five prisoners were killed in the Zaporizhzhia case.",
            "У запорізькій справі вбито п’ятьох полонених.",
            place_as_written="Zaporizhzhia",
            quantities=[count(Counted.KILLED, 5)],
            links=[
                LinkEntry(
                    LinkKind.QUALIFIES,
                    "S15a",
                    Text(
                        "The article gives no number. That both mean the same case is inferred.",
                        "Стаття не наводить числа. Те, що йдеться про той самий випадок, є нашим "
                        "висновком.",
                    ),
                )
            ],
        ),
    ],
)

HRMMU_REPORT = SourceEntry(
    publisher=HRMMU,
    fields={
        "kind": SourceKind.REPORT,
        **bilingual_fields(
            "published_note",
            Text(
                "Not known to us; it covers 1 December 2023 to 29 February 2024.",
                "Нам невідомо; охоплює період від 1 грудня 2023 до 29 лютого 2024 року.",
            ),
        ),
        **NOT_SEEN,
    },
    statements=[
        statement(
            "M1",
            StatementKind.AGGREGATE,
            "There were credible allegations that 32 prisoners were killed in 12 incidents.",
            "Були варті довіри повідомлення про вбивство 32 полонених у 12 випадках.",
            period="2023-12-01/2024-02-29",
            chain=[through(HRMMU, Basis.DOCUMENTED)],
            quantities=[
                count(Counted.KILLED, 32, "2023-12-01/2024-02-29"),
                count(Counted.INCIDENTS, 12, "2023-12-01/2024-02-29"),
            ],
        ),
        statement(
            "M2",
            StatementKind.AGGREGATE,
            "The mission said that it had verified the killing of 7 prisoners in 3 incidents.",
            "Місія повідомила, що верифікувала вбивство 7 полонених у 3 випадках.",
            period="2023-12-01/2024-02-29",
            verb_as_written="verified",
            chain=[through(HRMMU, Basis.DOCUMENTED)],
            quantities=[
                count(Counted.KILLED, 7, "2023-12-01/2024-02-29", level=Level.VERIFIED),
                count(Counted.INCIDENTS, 3, "2023-12-01/2024-02-29", level=Level.VERIFIED),
            ],
        ),
    ],
)
