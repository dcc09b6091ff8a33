"""Loading the gazetteer that comes with the code: where it is from, `data/README.md` says."""

import csv
import gzip
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from django.db import connection, transaction
from sources.text.alphabet import ukrainian_order
from sources.text.place_names import normalise

from incidents.models.places import Place

FILE = Path(__file__).resolve().parent / "data" / "gazetteer.csv.gz"
REPORTED_EVERY = 2000

_CREATE = "CREATE TEMPORARY TABLE arriving (LIKE incidents_place) ON COMMIT DROP"
_COPY = "COPY arriving ({columns}) FROM STDIN"
_MERGE = """
    INSERT INTO incidents_place ({columns}) SELECT {columns} FROM arriving
    ON CONFLICT (code) DO UPDATE SET {updates}
"""
_DROP = "DROP TABLE arriving"

type Rows = Mapping[str, Mapping[str, str]]
type Progress = Callable[[int], object]


def _silently(written: int) -> None:
    pass


def load_gazetteer(progress: Progress = _silently) -> int:
    """Write every place of the file and answer how many were written: none when they are all there.

    Nothing is deleted: a place that has left the codifier keeps the edition that last had it.
    """
    edition, rows = read_gazetteer()
    if Place.objects.filter(edition=edition).count() == len(rows):
        return 0
    return _write(_places(edition, rows, rows), progress)


def load_places(*codes: str) -> int:
    """Write these places and what they lie in, for a test or a demonstration that needs no more."""
    edition, rows = read_gazetteer()
    wanted = dict.fromkeys(code for place in codes for code in _lineage(rows, place))
    return _write(_places(edition, rows, wanted))


@cache
def gazetteer_edition() -> str:
    """What the file was made from."""
    with gzip.open(FILE, "rt", encoding="utf-8") as file:
        return file.readline().removeprefix("# ").strip()


@cache
def read_gazetteer() -> tuple[str, Rows]:
    """The edition of the file, and its rows by code."""
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as file:
        edition = file.readline().removeprefix("# ").strip()
        return edition, {row["code"]: row for row in csv.DictReader(file)}


@transaction.atomic
def _write(places: Iterable[Place], progress: Progress = _silently) -> int:
    """COPY, because 37,000 rows of 20 parameters each take a minute as an INSERT."""
    fields = Place._meta.concrete_fields
    written = 0
    with connection.cursor() as cursor:
        cursor.execute(_CREATE)
        with cursor.copy(_COPY.format(columns=_columns())) as copy:
            for written, place in enumerate(places, start=1):
                copy.write_row([getattr(place, field.attname) for field in fields])
                if written % REPORTED_EVERY == 0:
                    progress(written)
        updates = ", ".join(f"{field.attname} = excluded.{field.attname}" for field in fields)
        cursor.execute(_MERGE.format(columns=_columns(), updates=updates))
        cursor.execute(_DROP)
    progress(written)
    return written


def _columns() -> str:
    return ", ".join(field.attname for field in Place._meta.concrete_fields)


def _places(edition: str, rows: Rows, wanted: Iterable[str]) -> Iterator[Place]:
    for code in wanted:
        yield _place(edition, rows, code, with_hromada=_bearers()[_as_read(rows, code)] > 1)


def _place(edition: str, rows: Rows, code: str, *, with_hromada: bool) -> Place:
    row, lineage = rows[code], _lineage(rows, code)
    around = [rows[part] for part in reversed(lineage[:-1])]
    if not with_hromada:
        around = [part for part in around if part["category"] != "hromada"]
    names = [row["name_en"], row["name_uk"], row["name_local"], *row["other_names"].split("|")]
    return Place(
        code=row["code"],
        country=lineage[0],
        category=row["category"],
        parent_id=row["parent"] or None,
        lineage=lineage,
        codes=[code for part in lineage for code in _codes(rows[part])],
        p_code=row["p_code"],
        iso_3166_2=row["iso_3166_2"],
        geonames_id=row["geonames_id"] or None,
        wikidata_id=row["wikidata_id"],
        name_en=row["name_en"],
        name_uk=row["name_uk"],
        name_local=row["name_local"],
        surroundings_en=", ".join(part["name_en"] for part in around),
        surroundings_uk=", ".join(_name_uk(part) for part in around),
        search_names=_searched(names),
        sort_key=ukrainian_order(_name_uk(row)),
        latitude=row["latitude"] or None,
        longitude=row["longitude"] or None,
        edition=edition,
    )


@cache
def _bearers() -> Counter[tuple[str, str]]:
    """How many would read the same without their hromada: villages of a raion share names."""
    rows = read_gazetteer()[1]
    return Counter(_as_read(rows, code) for code in rows)


def _as_read(rows: Rows, code: str) -> tuple[str, str]:
    return rows[code]["name_en"], _above_hromada(rows, code)


def _above_hromada(rows: Rows, code: str) -> str:
    parent = rows[code]["parent"]
    return rows[parent]["parent"] if parent and rows[parent]["category"] == "hromada" else parent


def _lineage(rows: Rows, code: str) -> list[str]:
    """Codes from the country down to this place."""
    parent = rows[code]["parent"]
    return [*_lineage(rows, parent), code] if parent else [code]


def _codes(row: Mapping[str, str]) -> list[str]:
    """The codes that mean this place, each once: a region's ISO code is its own."""
    return list(dict.fromkeys(filter(None, [row["code"], row["p_code"], row["iso_3166_2"]])))


def _name_uk(row: Mapping[str, str]) -> str:
    return row["name_uk"] or row["name_local"] or row["name_en"]


def _searched(names: list[str]) -> str:
    return "|" + "".join(f"{name}|" for name in dict.fromkeys(map(normalise, names)) if name)
