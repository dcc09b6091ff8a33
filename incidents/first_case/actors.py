"""The bodies that speak or act in the first case; no private person is among them."""

from sources.vocabulary import ActorKind, NameKind, Side

from incidents.first_case.entries import ActorEntry, Text, alias, bilingual_fields, in_cyrillic

HUR = "HUR"
SBU = "SBU"
PROSECUTOR = "Prosecutor General"
CNN = "CNN"
COMMISSION = "UN commission of inquiry"
RAPPORTEUR = "UN special rapporteur"
HRMMU = "HRMMU"
ISW = "ISW"
RUSSIAN_FORCES = "Russian forces"
SHTORM = "Shtorm"

ACTORS = {
    HUR: ActorEntry(
        {
            "kind": ActorKind.STATE_BODY,
            "name_en": "Main Directorate of Intelligence of the Ministry of Defence of Ukraine",
            "name_uk": "Головне управління розвідки Міністерства оборони України",
            "side": Side.UKRAINE,
            "state_body_of": "UA",
        },
        [
            alias("HUR", "en", kind=NameKind.ABBREVIATION),
            alias("GUR", "en", kind=NameKind.ABBREVIATION),
            in_cyrillic("ГУР", "uk", NameKind.ABBREVIATION),
            alias("Defence Intelligence of Ukraine", "en"),
            in_cyrillic("Воєнна розвідка України", "uk"),
            in_cyrillic("Главное управление разведки Министерства обороны Украины", "ru"),
        ],
    ),
    SBU: ActorEntry(
        {
            "kind": ActorKind.STATE_BODY,
            "name_en": "Security Service of Ukraine",
            "name_uk": "Служба безпеки України",
            "side": Side.UKRAINE,
            "state_body_of": "UA",
        },
        [
            alias("SBU", "en", kind=NameKind.ABBREVIATION),
            alias("SSU", "en", kind=NameKind.ABBREVIATION),
            in_cyrillic("СБУ", "uk", NameKind.ABBREVIATION),
            in_cyrillic("Служба безопасности Украины", "ru"),
        ],
    ),
    PROSECUTOR: ActorEntry(
        {
            "kind": ActorKind.STATE_BODY,
            "name_en": "Office of the Prosecutor General of Ukraine",
            "name_uk": "Офіс Генерального прокурора України",
            "side": Side.UKRAINE,
            "state_body_of": "UA",
        },
        [
            alias("Prosecutor General of Ukraine", "en"),
            in_cyrillic("Генеральний прокурор України", "uk"),
            in_cyrillic("ОГП", "uk", NameKind.ABBREVIATION),
            in_cyrillic("Офис Генерального прокурора Украины", "ru"),
        ],
    ),
    CNN: ActorEntry(
        {
            "kind": ActorKind.NEWS_OUTLET,
            "name_en": "CNN",
            "name_uk": "CNN",
            "side": Side.THIRD,
        },
        [
            alias("Cable News Network", "en", kind=NameKind.NAME),
            in_cyrillic("Сі-ен-ен", "uk"),
            in_cyrillic("Си-эн-эн", "ru"),
        ],
    ),
    COMMISSION: ActorEntry(
        {
            "kind": ActorKind.INTERGOVERNMENTAL,
            "name_en": "UN Independent International Commission of Inquiry on Ukraine",
            "name_uk": "Незалежна міжнародна комісія ООН з розслідування порушень в Україні",
            "side": Side.THIRD,
        },
        [
            alias("UN Commission of Inquiry on Ukraine", "en"),
            in_cyrillic(
                "Независимая международная комиссия по расследованию нарушений в Украине", "ru"
            ),
        ],
    ),
    RAPPORTEUR: ActorEntry(
        {
            "kind": ActorKind.INTERGOVERNMENTAL,
            "name_en": ("UN Special Rapporteur on extrajudicial, summary or arbitrary executions"),
            "name_uk": (
                "Спеціальний доповідач ООН з питань позасудових, сумарних чи довільних страт"
            ),
            "side": Side.THIRD,
            **bilingual_fields(
                "note",
                Text(
                    "An office; what is entered here was said by whoever held it.",
                    "Це посада; тут записано сказане тим, хто її обіймав.",
                ),
            ),
        },
        [
            alias("UN Special Rapporteur on extrajudicial executions", "en"),
            in_cyrillic("Спецдоповідач ООН з питань позасудових страт", "uk"),
            in_cyrillic(
                "Специальный докладчик ООН по вопросу о внесудебных казнях, казнях без "
                "надлежащего судебного разбирательства или произвольных казнях",
                "ru",
            ),
        ],
    ),
    HRMMU: ActorEntry(
        {
            "kind": ActorKind.INTERGOVERNMENTAL,
            "name_en": "UN Human Rights Monitoring Mission in Ukraine",
            "name_uk": "Моніторингова місія ООН з прав людини в Україні",
            "side": Side.THIRD,
        },
        [
            alias("HRMMU", "en", kind=NameKind.ABBREVIATION),
            in_cyrillic("ММПЛУ", "uk", NameKind.ABBREVIATION),
            in_cyrillic("Мониторинговая миссия ООН по правам человека в Украине", "ru"),
        ],
    ),
    ISW: ActorEntry(
        {
            "kind": ActorKind.RESEARCH_BODY,
            "name_en": "Institute for the Study of War",
            "name_uk": "Інститут вивчення війни",
            "side": Side.THIRD,
        },
        [
            alias("ISW", "en", kind=NameKind.ABBREVIATION),
            in_cyrillic("Институт изучения войны", "ru"),
        ],
    ),
    RUSSIAN_FORCES: ActorEntry(
        {
            "kind": ActorKind.ARMED_UNIT,
            "name_en": "Armed Forces of the Russian Federation",
            "name_uk": "Збройні сили Російської Федерації",
            "side": Side.RUSSIA,
            "state_body_of": "RU",
            **bilingual_fields(
                "note",
                Text(
                    "The sources write “Russian forces” or “Russian soldiers” and name no unit. "
                    "That they mean the armed forces of the state is inferred.",
                    "Джерела пишуть «російські війська» або «російські військові» й не називають "
                    "підрозділу. Те, що йдеться про збройні сили держави, є нашим умовиводом.",
                ),
            ),
        },
        [
            alias("Russian forces", "en", kind=NameKind.AS_WRITTEN),
            alias("Russian Armed Forces", "en"),
            in_cyrillic("ЗС РФ", "uk", NameKind.ABBREVIATION),
            in_cyrillic("російські війська", "uk"),
            in_cyrillic("Вооружённые силы Российской Федерации", "ru"),
        ],
    ),
    SHTORM: ActorEntry(
        {
            "kind": ActorKind.ARMED_UNIT,
            "name_en": "Unit referred to by the SBU as 'Shtorm'",
            "name_uk": "Підрозділ, який СБУ називає «Шторм»",
            "side": Side.RUSSIA,
            **bilingual_fields(
                "note",
                Text(
                    "The word names a type of unit as well as single units. Which unit is meant "
                    "here, and what it is part of, is not stated. That it is on the Russian side "
                    "is inferred from the killings that are ascribed to it.",
                    "Цим словом називають і тип підрозділів, і окремі підрозділи. Який саме "
                    "підрозділ мається на увазі й до чого він належить, не вказано. Те, що він "
                    "на російському боці, випливає з приписуваних йому вбивств.",
                ),
            ),
        },
        [
            alias("Shtorm", "en", kind=NameKind.AS_WRITTEN),
            alias("Storm", "en"),
            in_cyrillic("Шторм", "ru"),
        ],
    ),
}
