"""What people call a place where the gazetteer has another name, or none any more.

Only searched, never shown: docs/decisions/gazetteer.md says what these are and what they are not.
"""

from sources.text.place_names import national_transliteration, normalise

CRIMEA = "UA01000000000013043"
SEVASTOPOL = "UA85000000000065278"
DONETSK = "UA14000000000091971"
LUHANSK = "UA44000000000018893"

# Regions as they are called in Ukrainian, Russian and English.
_REGIONS = {
    # Sevastopol lies on the peninsula and is a region of its own, in every code there is.
    "Крим|Крым|Krym|Crimea|Півострів Крим|Кримський півострів|Крымский полуостров"
    "|Crimean Peninsula|АР Крим|АРК|Республика Крым|Qırım": (CRIMEA, SEVASTOPOL),
    "Донбас|Донбасс|Donbas|Donbass": (DONETSK, LUHANSK),
    "Донеччина|Донетчина|Донецкая область": (DONETSK,),
    "Луганщина|Луганская область": (LUHANSK,),
    "Харківщина|Харьковщина|Харьковская область": ("UA63000000000041885",),
    "Херсонщина|Херсонская область": ("UA65000000000030969",),
    "Запорізька область|Запорожская область": ("UA23000000000064947",),
    "Сумщина|Сумская область": ("UA59000000000057109",),
    "Чернігівщина|Черниговщина|Черниговская область": ("UA74000000000025378",),
    "Київщина|Киевщина|Киевская область": ("UA32000000000030281",),
    "Миколаївщина|Николаевщина|Николаевская область": ("UA48000000000039575",),
    "Дніпропетровщина|Днепропетровщина|Днепропетровская область": ("UA12000000000090473",),
}

BAKHMUT, VOLNOVAKHA = "UA14020000000013572", "UA14040000000098211"
HORLIVKA, DONETSK_RAION = "UA14060000000024357", "UA14080000000098686"
KALMIUSKE, KRAMATORSK = "UA14100000000010319", "UA14120000000070232"
MARIUPOL, POKROVSK = "UA14140000000070889", "UA14160000000061982"
VASYLIVKA, MELITOPOL, POLOHY = "UA23040000000067730", "UA23080000000090746", "UA23100000000034132"
ALCHEVSK, DOVZHANSK, LUHANSK_RAION = (
    "UA44020000000082097",
    "UA44040000000032820",
    "UA44060000000048093",
)
ROVENKY, SVATOVE, SIVERSKODONETSK = (
    "UA44080000000045512",
    "UA44100000000052765",
    "UA44120000000092852",
)
STAROBILSK, SHCHASTIA = "UA44140000000031142", "UA44160000000057142"
KONOTOP, OKHTYRKA = "UA59020000000081905", "UA59040000000045652"
SUMY, SHOSTKA = "UA59080000000057897", "UA59100000000036457"
IZIUM, KUPIANSK = "UA63040000000023521", "UA63080000000032022"
KHARKIV, CHUHUIV = "UA63120000000091135", "UA63140000000096278"
BERYSLAV, HENICHESK, KAKHOVKA = (
    "UA65020000000032929",
    "UA65040000000088940",
    "UA65060000000061947",
)
SKADOVSK, KHERSON = "UA65080000000090947", "UA65100000000029736"

# Raions abolished on 17 July 2020 where there is fighting, in Ukrainian and Russian, with their
# centre as English texts have it, and the raion in which that centre lies since: most of the old
# raion, seldom all of it. Also raions that kept their name and grew. A name that another oblast had
# too, or that a city district has, is left out.
_RAIONS = {
    "Амвросіївський|Амвросиевский|Amvrosiivka": (DONETSK_RAION,),
    "Артемівський|Артёмовский|Artemivsk": (BAKHMUT,),
    "Бахмутський|Бахмутский|Bakhmut": (BAKHMUT,),
    "Великоновосілківський|Великоновосёлковский|Velyka Novosilka": (VOLNOVAKHA,),
    "Волноваський|Волновахский|Volnovakha": (VOLNOVAKHA,),
    "Добропільський|Добропольский|Dobropillia": (POKROVSK,),
    "Костянтинівський|Константиновский|Kostiantynivka": (KRAMATORSK,),
    "Краснолиманський|Краснолиманский|Krasnyi Lyman": (KRAMATORSK,),
    "Красноармійський|Красноармейский|Krasnoarmiisk": (POKROVSK,),
    "Мангушський|Мангушский|Manhush": (MARIUPOL,),
    "Першотравневий|Першотравневый|Pershotravneve": (MARIUPOL,),
    "Мар’їнський|Марьинский|Marinka": (POKROVSK,),
    "Новоазовський|Новоазовский|Novoazovsk": (KALMIUSKE,),
    "Слов’янський|Славянский|Sloviansk": (KRAMATORSK,),
    "Старобешівський|Старобешевский|Starobesheve": (KALMIUSKE,),
    "Тельманівський|Тельмановский|Telmanove": (KALMIUSKE,),
    "Бойківський|Бойковский|Boikivske": (KALMIUSKE,),
    "Шахтарський|Шахтёрский|Shakhtarsk": (HORLIVKA,),
    # Its seat moved to Ocheretyne in 2014; the two lie in different raions now.
    "Ясинуватський|Ясиноватский|Yasynuvata": (POKROVSK, DONETSK_RAION),
    "Антрацитівський|Антрацитовский|Antratsyt": (ROVENKY,),
    "Біловодський|Беловодский|Bilovodsk": (STAROBILSK,),
    "Білокуракинський|Белокуракинский|Bilokurakyne": (SVATOVE,),
    "Краснодонський|Краснодонский|Krasnodon": (DOVZHANSK,),
    "Сорокинський|Сорокинский|Sorokyne": (DOVZHANSK,),
    "Кремінський|Кременской|Kreminna": (SIVERSKODONETSK,),
    "Лутугинський|Лутугинский|Lutuhyne": (LUHANSK_RAION,),
    "Марківський|Марковский|Markivka": (STAROBILSK,),
    "Міловський|Меловский|Milove": (STAROBILSK,),
    "Новоайдарський|Новоайдарский|Novoaidar": (SHCHASTIA,),
    "Перевальський|Перевальский|Perevalsk": (ALCHEVSK,),
    "Попаснянський|Попаснянский|Popasna": (SIVERSKODONETSK,),
    "Сватівський|Сватовский|Svatove": (SVATOVE,),
    "Слов’яносербський|Славяносербский|Slovianoserbsk": (ALCHEVSK,),
    "Станично-Луганський|Станично-Луганский|Stanytsia Luhanska": (SHCHASTIA,),
    "Старобільський|Старобельский|Starobilsk": (STAROBILSK,),
    "Троїцький|Троицкий|Troitske": (SVATOVE,),
    "Балаклійський|Балаклейский|Balakliia": (IZIUM,),
    "Барвінківський|Барвенковский|Barvinkove": (IZIUM,),
    "Борівський|Боровской|Borova": (IZIUM,),
    "Ізюмський|Изюмский|Izium": (IZIUM,),
    "Великобурлуцький|Великобурлукский|Velykyi Burluk": (KUPIANSK,),
    "Дворічанський|Двуречанский|Dvorichna": (KUPIANSK,),
    "Куп’янський|Купянский|Kupiansk": (KUPIANSK,),
    "Дергачівський|Дергачёвский|Derhachi": (KHARKIV,),
    "Вовчанський|Волчанский|Vovchansk": (CHUHUIV,),
    "Зміївський|Змиевской|Zmiiv": (CHUHUIV,),
    "Печенізький|Печенежский|Pechenihy": (CHUHUIV,),
    "Чугуївський|Чугуевский|Chuhuiv": (CHUHUIV,),
    "Веселівський|Весёловский|Vesele": (MELITOPOL,),
    "Приазовський|Приазовский|Pryazovske": (MELITOPOL,),
    "Якимівський|Акимовский|Yakymivka": (MELITOPOL,),
    "Кам’янсько-Дніпровський|Каменско-Днепровский|Kamianka-Dniprovska": (VASYLIVKA,),
    "Гуляйпільський|Гуляйпольский|Huliaipole": (POLOHY,),
    "Оріхівський|Ореховский|Orikhiv": (POLOHY,),
    "Розівський|Розовский|Rozivka": (POLOHY,),
    "Токмацький|Токмакский|Tokmak": (POLOHY,),
    "Білозерський|Белозёрский|Bilozerka": (KHERSON,),
    "Олешківський|Алёшковский|Oleshky": (KHERSON,),
    "Цюрупинський|Цюрупинский|Tsiurupynsk": (KHERSON,),
    "Голопристанський|Голопристанский|Hola Prystan": (SKADOVSK,),
    "Каланчацький|Каланчакский|Kalanchak": (SKADOVSK,),
    "Великоолександрівський|Великоалександровский|Velyka Oleksandrivka": (BERYSLAV,),
    "Високопільський|Высокопольский|Vysokopillia": (BERYSLAV,),
    "Нововоронцовський|Нововоронцовский|Novovorontsovka": (BERYSLAV,),
    "Верхньорогачицький|Верхнерогачикский|Verkhnii Rohachyk": (KAKHOVKA,),
    "Великолепетиський|Великолепетихский|Velyka Lepetykha": (KAKHOVKA,),
    "Горностаївський|Горностаевский|Hornostaivka": (KAKHOVKA,),
    "Чаплинський|Чаплинский|Chaplynka": (KAKHOVKA,),
    "Нижньосірогозький|Нижнесерогозский|Nyzhni Sirohozy": (HENICHESK,),
    "Новотроїцький|Новотроицкий|Novotroitske": (HENICHESK,),
    "Білопільський|Белопольский|Bilopillia": (SUMY,),
    "Краснопільський|Краснопольский|Krasnopillia": (SUMY,),
    "Великописарівський|Великописаревский|Velyka Pysarivka": (OKHTYRKA,),
    "Глухівський|Глуховский|Hlukhiv": (SHOSTKA,),
    "Середино-Будський|Середино-Будский|Seredyna-Buda": (SHOSTKA,),
    "Путивльський|Путивльский|Putyvl": (KONOTOP,),
}


def _aliases() -> dict[str, tuple[str, ...]]:
    found = {
        normalise(name): codes for names, codes in _REGIONS.items() for name in names.split("|")
    }
    for names, codes in _RAIONS.items():
        ukrainian, russian, centre = names.split("|")
        latin = national_transliteration(ukrainian)
        spelled = [ukrainian, russian, f"{ukrainian} район", f"{russian} район"]
        for name in [*spelled, f"{latin} Raion", f"{centre} Raion", f"{centre} District"]:
            found[normalise(name)] = codes
    return found


# By the name as it is searched, the codes that are meant, the likeliest first.
ALIASES = _aliases()
