"""Dates that a text tells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.proposals.dates import behind_dateline, dates_in, published_in
from sources.text.dates import parse

WRITTEN = [
    ("It happened on 14 March 2025 near the road", "2025-03-14", "14 March 2025"),
    ("on March 14, 2025, two men", "2025-03-14", "March 14, 2025"),
    ("the 22nd of May 2025", "2025-05-22", "22nd of May 2025"),
    ("on 5 Sept. 2024", "2024-09-05", "5 Sept. 2024"),
    ("12.03.2025 о 14:30", "2025-03-12", "12.03.2025"),
    ("2025-03-12", "2025-03-12", "2025-03-12"),
    ("on 05/22/2025", "2025-05-22", "05/22/2025"),
    ("14 березня 2025 року двох убито", "2025-03-14", "14 березня 2025 року"),
    ("1 травня 2025 р. біля", "2025-05-01", "1 травня 2025 р."),
    ("14 марта 2025 года", "2025-03-14", "14 марта 2025 года"),
    ("in November 2024", "2024-11", "November 2024"),
    ("у травні 2025 року", "2025-05", "травні 2025 року"),
    ("в ноябре 2024 года", "2024-11", "ноябре 2024 года"),
    ("since 2022", "2022", "since 2022"),
    ("у 2024 році", "2024", "2024 році"),
    ("22–23 May 2025", "2025-05-22/2025-05-23", "22–23 May 2025"),
]
OPEN = [
    ("14 березня двох убито", "14 березня"),
    ("на 14 марта", "14 марта"),
    ("on 22 May near", "22 May"),
    ("on 22–23 May", "22–23 May"),
    ("03/04/2025", "03/04/2025"),
    ("On Friday two men", "On Friday"),
    ("вчора", "вчора"),
    ("у п’ятницю", "у п’ятницю"),
]
NONE = [
    "they may 3 times",
    "The men march 20 km",
    "30 February 2025",
    "2025-02-30",
    "45.13.2025",
    "at 14:30",
    "the 155th Brigade",
    "article 438.2",
    "ст. 12.03",
    "1,200 soldiers",
    "2024 soldiers",
    "call 2025-555",
    "version 1.2.2025.4",
    "10.11.2024-7",
    "маю 3 версії",
]


@pytest.mark.parametrize(("text", "edtf", "as_written"), WRITTEN)
def test_a_date_is_read_as_it_is_written(text: str, edtf: str, as_written: str) -> None:
    (found,) = dates_in(text, "")

    assert (found.edtf, found.as_written) == (edtf, as_written)
    assert text[found.start : found.end] == as_written


@pytest.mark.parametrize(("text", "as_written"), OPEN)
def test_what_leaves_the_year_or_the_day_open_is_not_completed(text: str, as_written: str) -> None:
    (found,) = dates_in(text, "")

    assert (found.edtf, found.as_written) == ("", as_written)


@pytest.mark.parametrize("text", NONE)
def test_other_digits_and_words_are_no_date(text: str) -> None:
    assert dates_in(text, "") == []


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Headline\n\n24 May 2025\n\nTwo were killed on 22 May 2025.", "2025-05-24"),
        ("Headline\nPublished on Saturday, 24 May 2025, 10:32 GMT | 5\nText", ""),
        ("Headline\nPublished: Saturday, 24 May 2025, 10:32 GMT\nText", "2025-05-24"),
        ("Заголовок\nОпубліковано 24.05.2025 о 10:32\nТекст", "2025-05-24"),
        ("Killing near Udachne, 22 May 2025\n\nTwo were killed.", ""),
        ("Updated 24 May 2025\nText", ""),
        ("May 2025\nText", ""),
        ("Two were killed on 22 May 2025.", ""),
        ("Agency (invented example), 14 June 2025\n\nTwo were shot.", "2025-06-14"),
        ("14 June 2025, Agency\nTwo were shot.", "2025-06-14"),
        ("By Ivan Petrenko, 14 June 2025\nText", "2025-06-14"),
        ("Reuters, 14 June 2025, 10:32 GMT\nText", "2025-06-14"),
        ("Двох убито\nУкрінформ, 14 червня 2025 року\nТекст", "2025-06-14"),
        ("Invented example. 14 June 2025\nText", "2025-06-14"),
        ("KYIV, June 14, 2025 (Agency) — Two soldiers were shot.", "2025-06-14"),
        ("KYIV, Ukraine, June 14, 2025 — Two soldiers were shot.", "2025-06-14"),
        ("GENEVA (14 June 2025) – Experts were alarmed.", "2025-06-14"),
        ("КИЇВ, 14 червня 2025 року (Агентство) — Двох убито.", "2025-06-14"),
        # No year, and what may tell when something happened.
        ("KYIV, June 14 (Agency) — Two soldiers were shot.", ""),
        ("On 12 June 2025 soldiers shot two men.", ""),
        ("Invented example. On 12 June 2025 soldiers shot two men.", ""),
        ("Invented example. 12 June 2025 was a Friday.", ""),
        ("Udachne, 22 May 2025\nText", ""),
        ("Udachne, 22 May 2025 – two soldiers shot\nText", ""),
        ("SHOT, 12 June 2025 — two soldiers\nText", ""),
        ("Olenivka (Donetsk), 29 July 2022 — many died\nText", ""),
        ("Two men killed. 12 June 2025\nText", ""),
        ("The battle of Bakhmut. 12 June 2025\nText", ""),
        ("Agency journalist killed, 12 June 2025\nText", ""),
        ("Agency: two killed, 12 June 2025\nText", ""),
        ("Agency, 12 June 2025: two soldiers shot\nText", ""),
        ("Photo: Agency, 14 June 2025\nText", ""),
        ("Last updated by Agency, 14 June 2025\nText", ""),
        ("Press conference in Kyiv, 12 June 2025\nText", ""),
        ("Агентство: бій біля Удачного, 12 червня 2025 року\nТекст", ""),
        ("x" * 500 + "\n24 May 2025\n", ""),
        ("", ""),
    ],
)
def test_a_date_of_publication_stands_beside_nothing_that_happened(
    text: str, published: str
) -> None:
    assert published_in(text) == published


@pytest.mark.parametrize(
    ("sentence", "behind"),
    [
        ("KYIV, June 14, 2025 (Agency) — Two were shot.", "Two were shot."),
        ("KYIV, June 14 (Agency) — Two were shot.", "Two were shot."),
        ("KYIV (Agency) — Two were shot.", "Two were shot."),
        ("GENEVA (14 June 2025) – Experts said so.", "Experts said so."),
        ("КИЇВ, 14 червня (Агентство) — Двох убито.", "Двох убито."),
        ("Udachne, 22 May 2025 – two soldiers shot", ""),
        ("HUR — the intelligence of Ukraine — said so.", ""),
        ("Two soldiers (both captured) — were shot.", ""),
        ("On 22 May 2025 two soldiers — both captured — were shot.", ""),
        ("Two were shot.", ""),
    ],
)
def test_place_and_day_of_a_report_are_none_of_what_it_tells(sentence: str, behind: str) -> None:
    assert sentence[behind_dateline(sentence) :] == (behind or sentence)


@given(st.text(alphabet=st.sampled_from("0123456789./- МarchмтяйMay,року"), max_size=60))
def test_every_date_that_is_read_is_one(text: str) -> None:
    for found in dates_in(text, ""):
        assert text[found.start : found.end] == found.as_written
        assert not found.edtf or parse(found.edtf).text == found.edtf
