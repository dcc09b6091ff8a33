"""How a row becomes a cell or an object."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from review.text.cells import FORMULA, cell
from sources.files.columns import Column, Type, as_object, attribute

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
VALUES = st.none() | st.booleans() | st.integers() | TEXTS | st.lists(TEXTS, max_size=3)


def column(path: str, *, heads: bool = False) -> Column:
    value = attribute(path.replace(".", "_"))
    return Column(path, Type.TEXT, gettext_lazy("text"), value, heads=heads)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("2 = 1 + 1", "2 = 1 + 1"),
        ("", ""),
        (None, None),
        (0, 0),
        (True, "true"),
        (False, "false"),
        (["=a", "b"], "'=a; b"),
    ],
)
def test_no_cell_is_a_formula(value: Any, shown: Any) -> None:
    assert cell(value) == shown


@given(st.lists(VALUES, min_size=1, max_size=5))
def test_no_line_has_a_formula_and_each_keeps_its_cells(values: list[Any]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerow([cell(value) for value in values])
    [line] = csv.reader(io.StringIO(file.getvalue(), newline=""))

    texts = [read for value, read in zip(values, line, strict=True) if not isinstance(value, int)]
    assert len(line) == len(values)
    assert [text for text in texts if text.startswith(FORMULA)] == []


@given(st.lists(VALUES, min_size=1, max_size=5))
def test_an_object_comes_back_from_json_as_it_went(values: list[Any]) -> None:
    row = SimpleNamespace(**{f"a_{number}": value for number, value in enumerate(values)})
    columns = [column(f"a.{number}") for number in range(len(values))]

    found = as_object(columns, row)

    assert json.loads(json.dumps(found, ensure_ascii=False)) == found
    assert list(found["a"].values()) == [None if value == "" else value for value in values]


def test_an_object_without_what_it_is_about_is_null() -> None:
    columns = [column("place.code", heads=True), column("place.name.en"), column("killed.low")]
    known = SimpleNamespace(place_code="UA14", place_name_en="Donetsk Oblast", killed_low=0)
    unknown = SimpleNamespace(place_code="", place_name_en="", killed_low=None)

    assert as_object(columns, known) == {
        "place": {"code": "UA14", "name": {"en": "Donetsk Oblast"}},
        "killed": {"low": 0},
    }
    assert as_object(columns, unknown) == {"place": None, "killed": {"low": None}}


def test_days_and_coordinates_are_plain() -> None:
    row = SimpleNamespace(day=date(2025, 5, 22), latitude=Decimal("48.24099"))

    found = as_object([column("day"), column("latitude")], row)

    assert found == {"day": "2025-05-22", "latitude": 48.24099}
