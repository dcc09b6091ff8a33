"""Uncertain dates: what is read, what is refused, and how a date is said."""

import warnings
from calendar import monthrange
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.text.dates import (
    MAX_LENGTH,
    DatePrecision,
    EdtfField,
    UncertainDate,
    bounds,
    bounds_typed,
    in_words,
    kept,
    parse,
)

# Its grammar trips over a newer pyparsing while it is read.
with warnings.catch_warnings(action="ignore"):
    import edtf as oracle


def refusal(text: str) -> str:
    with pytest.raises(ValidationError) as refused, translation.override("en"):
        parse(text)
    return " ".join(refused.value.messages)


# What is read


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2025-05-22", date(2025, 5, 22), date(2025, 5, 22)),
        ("2024-11", date(2024, 11, 1), date(2024, 11, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-11-XX", date(2024, 11, 1), date(2024, 11, 30)),
        ("2024-XX", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-XX-XX", date(2024, 1, 1), date(2024, 12, 31)),
        ("202X", date(2020, 1, 1), date(2029, 12, 31)),
        ("2024-09?", date(2024, 9, 1), date(2024, 9, 30)),
        ("2024-09~", date(2024, 9, 1), date(2024, 9, 30)),
        ("2022-02-24/2025-05-24", date(2022, 2, 24), date(2025, 5, 24)),
        ("2022/2025-05-24", date(2022, 1, 1), date(2025, 5, 24)),
        ("2024-11/2024-11-05", date(2024, 11, 1), date(2024, 11, 5)),
        ("../2025-05-24", None, date(2025, 5, 24)),
        ("2022/..", date(2022, 1, 1), None),
        ("1000", date(1000, 1, 1), date(1000, 12, 31)),
        ("2100", date(2100, 1, 1), date(2100, 12, 31)),
    ],
)
def test_a_date_spans_the_days_that_it_can_mean(
    text: str, earliest: date | None, latest: date | None
) -> None:
    assert parse(text) == UncertainDate(text, earliest, latest)
    assert bounds(text) == (earliest, latest)


def test_no_date_has_no_bounds() -> None:
    assert bounds("") == (None, None)


def test_spaces_around_are_dropped_and_every_x_becomes_the_same_x() -> None:
    assert str(parse(" 2024-11-хХ ")) == "2024-11-XX"
    assert str(parse("2024-xx")) == "2024-XX"


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2025-05-22", DatePrecision.DAY),
        ("2025-05-22?", DatePrecision.DAY),
        ("2025-05-21/2025-05-22", DatePrecision.DAYS),
        ("2025-05-17/2025-05-22", DatePrecision.DAYS),
        ("2025-05-16/2025-05-22", DatePrecision.WEEK),
        ("2025-05-15/2025-05-22", DatePrecision.MONTH),
        ("2024-11-XX", DatePrecision.MONTH),
        ("2024-11/2024-12", DatePrecision.YEAR),
        ("2024", DatePrecision.YEAR),
        ("2023-12-31/2025-01-01", DatePrecision.LONGER),
        ("202X", DatePrecision.LONGER),
        ("../2025-05-24", DatePrecision.OPEN),
        ("2022/..", DatePrecision.OPEN),
    ],
)
def test_precision_follows_the_days_spanned(text: str, precision: DatePrecision) -> None:
    assert parse(text).precision == precision


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate"),
    [
        ("2024-09", False, False),
        ("2024-09?", True, False),
        ("2024-09~", False, True),
        ("2024-09%", True, True),
        ("2022?/2024~", True, True),
    ],
)
def test_doubt_is_kept(text: str, uncertain: bool, approximate: bool) -> None:
    assert (parse(text).uncertain, parse(text).approximate) == (uncertain, approximate)


WRITTEN = [
    ("14 June 2025", "2025-06-14"),
    ("14 june 2025", "2025-06-14"),
    ("14th of June 2025", "2025-06-14"),
    ("June 14, 2025", "2025-06-14"),
    ("14.06.2025", "2025-06-14"),
    ("5.6.2025", "2025-06-05"),
    ("14/06/2025", "2025-06-14"),
    ("14 червня 2025", "2025-06-14"),
    (" 14 червня 2025 року ", "2025-06-14"),
    ("14 июня 2025 года", "2025-06-14"),
    ("12–14 June 2025", "2025-06-12/2025-06-14"),
    ("June 2025", "2025-06"),
    ("may 2025", "2025-05"),
    ("червень 2025", "2025-06"),
    ("червень 2025 року", "2025-06"),
    ("2025 рік", "2025"),
]


@pytest.mark.parametrize(("text", "edtf"), WRITTEN)
def test_a_person_may_write_a_date_as_reports_do(text: str, edtf: str) -> None:
    assert parse(text) == kept(edtf)
    assert bounds_typed(text) == bounds(edtf)
    assert EdtfField().clean(text, None) == edtf


@pytest.mark.parametrize("text", [text for text, _edtf in WRITTEN])
def test_what_is_kept_is_edtf_alone(text: str) -> None:
    for read in (kept, bounds, in_words):
        with pytest.raises(ValidationError):
            read(text)


# What is refused, and what the person is told

UNREADABLE = (
    "“{}” cannot be read as a date: write it as 2025-05-22, 22 May 2025 or 22.05.2025; a month as "
    "2025-05 or May 2025, a year as 2025; a day in a month as 2025-05-XX, between two as "
    "2022-02-24/2025-05-24."
)


TWO_READINGS = (
    "“03/04/2025” may be two days, because some countries write the month first: "
    "write 2025-04-03 or 2025-03-04."
)
OPEN = "“{}” leaves the year or the day open: write it in full, as 22 May 2025."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2025/2024", "The interval ends before it starts: write the earlier date first."),
        ("2025-13", "There is no month 13: write 01 to 12, or XX for an unknown month."),
        ("2025-00", "There is no month 00: write 01 to 12, or XX for an unknown month."),
        (
            "2025-02-30",
            "The month 2025-02 has no day 30: write 01 to 28, or XX for an unknown day.",
        ),
        (
            "2025-06-31",
            "The month 2025-06 has no day 31: write 01 to 30, or XX for an unknown day.",
        ),
        ("0999", "The year 0999 does not lie between 1000 and 2100: check the year."),
        ("2101", "The year 2101 does not lie between 1000 and 2100: check the year."),
        ("210X", "The year 210X does not lie between 1000 and 2100: check the year."),
        (
            "2024-XX-05",
            "A day needs its month: write 2024-XX-XX for an unknown day of the year.",
        ),
        (
            "202X-05",
            "A month needs its full year: write 202X alone, or all digits of the year.",
        ),
        ("2024/", "One end of the interval is missing: write .. for an open end."),
        ("/2024", "One end of the interval is missing: write .. for an open end."),
        ("../..", "The interval is open at both ends: leave the field empty instead."),
        ("2024\n", "The date holds an invisible character: type it anew by hand."),
        ("2024\x00", "The date holds an invisible character: type it anew by hand."),
        ("20\u200b24", "The date holds an invisible character: type it anew by hand."),
        ("\ud800", "The date holds an invisible character: type it anew by hand."),
        ("٢٠٢٤", "The date holds digits of another script: write 0 to 9."),
        ("2" * 65, "The date is too long: write at most 64 characters."),
        ("", UNREADABLE.format("")),
        ("31 June 2025", "There is no day “31 June 2025”: check it."),
        ("0 May 2025", "There is no day “0 May 2025”: check it."),
        ("45.13.2025", "There is no day “45.13.2025”: check it."),
        ("13/14/2025", "There is no day “13/14/2025”: check it."),
        ("03/04/2025", TWO_READINGS),
        ("22 May", OPEN.format("22 May")),
        ("14 червня", OPEN.format("14 червня")),
        ("yesterday", OPEN.format("yesterday")),
        ("since 2022", UNREADABLE.format("since 2022")),
        ("14 June 2025, 10:32", UNREADABLE.format("14 June 2025, 10:32")),
        ("Agency, 14 June 2025", UNREADABLE.format("Agency, 14 June 2025")),
        ("2025-5-22", UNREADABLE.format("2025-5-22")),
        ("20XX", UNREADABLE.format("20XX")),
        ("?2024", UNREADABLE.format("?2024")),
        ("-2024", UNREADABLE.format("-2024")),
        ("2022/2023/2024", UNREADABLE.format("2023/2024")),
        ("%(d)s", UNREADABLE.format("%(d)s")),
    ],
)
def test_a_refusal_names_what_is_wrong_and_the_mend(text: str, sentence: str) -> None:
    assert refusal(text) == sentence


@given(st.text(max_size=70))
def test_any_text_is_a_date_or_is_refused(text: str) -> None:
    try:
        uncertain_date = parse(text)
    except ValidationError:
        return
    assert parse(str(uncertain_date)) == uncertain_date


# For any date at all

years = st.integers(1000, 2100).map("{:04}".format)
months = st.one_of(st.just("XX"), st.integers(1, 12).map("{:02}".format))


@st.composite
def moments(draw: st.DrawFn) -> str:
    year, month = draw(years), draw(months)
    last = 1 if month == "XX" else monthrange(int(year), int(month))[1]
    days = st.just("XX") if month == "XX" else st.integers(1, last).map("{:02}".format)
    day = draw(st.one_of(st.just("XX"), days))
    written = [f"{year[:3]}X" if year < "2100" else year, year, f"{year}-{month}"]
    text = draw(st.sampled_from([*written, f"{year}-{month}-{day}"]))
    return text + draw(st.sampled_from(["", "?", "~", "%"]))


# The package takes milliseconds for a date.
few = settings(max_examples=40, deadline=None)


def days_of(text: str) -> list[date]:
    """The first and last day according to the edtf package."""
    span = oracle.parse_edtf(text)
    return [date(*day[:3]) for day in (span.lower_strict(), span.upper_strict())]


@few
@given(moments())
def test_bounds_are_those_of_the_edtf_package(text: str) -> None:
    assert list(bounds(text)) == days_of(text)


# Two open ends and reversed intervals are left out: the package answers an open end with an
# infinite float instead of a day, and accepts an interval that ends before it starts.
@few
@given(moments(), moments())
def test_interval_runs_from_its_first_to_its_last_day(one: str, other: str) -> None:
    start, end = sorted([one, other], key=lambda text: days_of(text)[0])
    earliest, latest = bounds(f"{start}/{end}")
    assert [earliest, latest] == [days_of(start)[0], days_of(end)[1]]
    assert bounds(f"{start}/..") == (earliest, None)
    assert bounds(f"../{end}") == (None, latest)


@few
@given(moments(), moments())
def test_interval_is_refused_exactly_when_it_ends_before_it_starts(start: str, end: str) -> None:
    if days_of(end)[1] < days_of(start)[0]:
        assert refusal(f"{start}/{end}") == (
            "The interval ends before it starts: write the earlier date first."
        )
    else:
        assert str(parse(f"{start}/{end}")) == f"{start}/{end}"


@given(moments())
def test_every_date_can_be_said_in_both_languages(text: str) -> None:
    year = text[:3]
    assert [year in in_words(text, lang) for lang in ("en", "uk")] == [True, True]


# In words


@pytest.mark.parametrize(
    ("text", "english", "ukrainian"),
    [
        ("", "not stated", "не вказано"),
        ("2025-05-22", "22 May 2025", "22 травня 2025 року"),
        ("2024-09-01", "1 September 2024", "1 вересня 2024 року"),
        ("2024-11", "November 2024", "листопад 2024 року"),
        ("2024", "2024", "2024 рік"),
        ("202X", "the 2020s", "2020-ті роки"),
        ("2024-11-XX", "a day in November 2024", "один із днів листопада 2024 року"),
        ("2024-XX", "a month in 2024", "один із місяців 2024 року"),
        ("2024-XX-XX", "a day in 2024", "один із днів 2024 року"),
        (
            "2022-02-24/2025-05-24",
            "between 24 February 2022 and 24 May 2025",
            "між 24 лютого 2022 року і 24 травня 2025 року",
        ),
        ("2022/2024-11", "between 2022 and November 2024", "між 2022 роком і листопадом 2024 року"),
        ("../2025-05-24", "until 24 May 2025", "до 24 травня 2025 року"),
        ("../2024-11", "until November 2024", "до листопада 2024 року"),
        ("2022/..", "from 2022 on", "починаючи з 2022 року"),
        (
            "2024-11-XX/..",
            "from a day in November 2024 on",
            "починаючи з одного із днів листопада 2024 року",
        ),
        ("2024-09?", "possibly September 2024", "можливо, вересень 2024 року"),
        ("2024-09~", "about September 2024", "приблизно вересень 2024 року"),
        ("2024%", "possibly about 2024", "можливо, приблизно 2024 рік"),
        ("../2024?", "until possibly 2024", "до (можливо) 2024 року"),
    ],
)
def test_a_date_is_said_in_words(text: str, english: str, ukrainian: str) -> None:
    assert (in_words(text), in_words(text, "uk")) == (english, ukrainian)


def test_a_parsed_date_is_said_like_its_text() -> None:
    assert in_words(parse("2024-11")) == in_words("2024-11")


# The field


def test_field_keeps_the_canonical_text() -> None:
    assert EdtfField().clean(" 2024-11-xx ", None) == "2024-11-XX"
    assert EdtfField(blank=True).clean("", None) == ""


def test_field_refuses_what_is_no_date() -> None:
    with pytest.raises(ValidationError, match="There is no month 13"):
        EdtfField().clean("2025-13", None)


def test_field_lets_a_lookup_ask_for_part_of_a_date() -> None:
    assert EdtfField().get_db_prep_value("2024-", connection) == "2024-"


def test_field_is_as_long_as_the_longest_date_and_shows_how_to_write_one() -> None:
    field = EdtfField()
    assert field.max_length == MAX_LENGTH
    assert "2024-11-XX (a day in it)" in str(field.help_text)
