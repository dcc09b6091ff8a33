"""The sources that correct, qualify or stand beside the article; their addresses are not known."""

from sources.vocabulary import (
    Basis,
    Counted,
    Level,
    LinkKind,
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
            "Special units of Ukraine's military intelligence (HUR) recorded cases in which "
            "Russian forces killed captured Ukrainian soldiers.",
            "Спеціальні підрозділи воєнної розвідки України (ГУР) зафіксували випадки, у яких "
            "російські війська вбили полонених українських військових.",
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
            "Recordings that CNN has of the killing of surrendering Ukrainian soldiers in "
            "Zaporizhzhia Oblast show at least two people being shot and six people lying still.",
            "На відео вбивства українських військових, які здавалися в полон у Запорізькій "
            "області, що їх має CNN, видно, як пострілами уражено щонайменше двох людей, і видно "
            "шістьох людей, що нерухомо лежать.",
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
            "The recordings that CNN has of the killing of surrendering Ukrainian soldiers in "
            "Zaporizhzhia Oblast have not been authenticated independently.",
            "Автентичність записів розмов і відео вбивства українських військових, які здавалися "
            "в полон у Запорізькій області, що їх має CNN, незалежно не встановлено.",
            links=[
                LinkEntry(
                    LinkKind.QUALIFIES,
                    "S15a",
                    Text(
                        "The article rests on these recordings and does not say so.",
                        "Стаття спирається на ці записи розмов і відео й про це не згадує.",
                    ),
                )
            ],
        ),
        statement(
            "C3",
            StatementKind.EVIDENCE_ITEM,
            "It is not confirmed that the sound and the pictures belong together in the recordings "
            "that CNN has of the killing of surrendering Ukrainian soldiers in Zaporizhzhia "
            "Oblast.",
            "Не підтверджено, що наявні в CNN записи розмов і відео вбивства українських "
            "військових, які здавалися в полон у Запорізькій області, стосуються одних і тих самих "
            "подій.",
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
            "Of four Ukrainian soldiers at a position near Udachne, two were shot; the fate of the "
            "other two is unknown.",
            "Із чотирьох українських військових на позиції біля Удачного двох уражено пострілами; "
            "доля двох інших невідома.",
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
            "The Office of the Prosecutor General of Ukraine places what happened to Ukrainian "
            "soldiers at the position near Udachne under article 438(2) of the Criminal Code of "
            "Ukraine.",
            "Те, що сталося з українськими військовими на позиції біля Удачного, Офіс Генерального "
            "прокурора України кваліфікує за частиною другою статті 438 Кримінального кодексу "
            "України.",
            place_as_written="Udachne",
        ),
        statement(
            "P3",
            StatementKind.AGGREGATE,
            "The Office of the Prosecutor General of Ukraine counts 75 proceedings up to May 2025, "
            "which concern 268 Ukrainian prisoners.",
            "Офіс Генерального прокурора України нараховує до травня 2025 року 75 проваджень, які "
            "стосуються 268 українських полонених.",
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
            "Five Ukrainian prisoners were killed in what the Office of the Prosecutor General of "
            "Ukraine calls the Zaporizhzhia case.",
            "У справі, яку Офіс Генерального прокурора України називає запорізькою, вбито п’ятьох "
            "українських полонених.",
            place_as_written="Zaporizhzhia",
            quantities=[count(Counted.KILLED, 5)],
            links=[
                LinkEntry(
                    LinkKind.QUALIFIES,
                    "S15a",
                    Text(
                        "The article gives no number. That both mean the same case is inferred.",
                        "Стаття не наводить числа. Те, що йдеться про той самий випадок, є нашим "
                        "умовиводом.",
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
            "UN human rights monitors had credible allegations that 32 Ukrainian prisoners were "
            "killed in 12 incidents.",
            "Правозахисні спостерігачі ООН мали варті довіри повідомлення про вбивство 32 "
            "українських полонених у 12 випадках.",
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
            "UN human rights monitors said that they had verified the killing of 7 Ukrainian "
            "prisoners in 3 incidents.",
            "Правозахисні спостерігачі ООН повідомили, що верифікували вбивство 7 українських "
            "полонених у 3 випадках.",
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
